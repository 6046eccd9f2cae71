// Election days from a file: a table (CSV) or a calendar (iCalendar). All of it or nothing, and every line that cannot be read is named.
import { parse } from 'csv-parse/sync'
import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { type Election, type ElectionInput, readElection } from './settle.ts'
import { type ElectionKind, electionKinds } from './rules.ts'

/** Largest file and most lines that are read. */
export const importLimits = { bytes: 500_000, lines: 500 } as const

interface Line extends ElectionInput {
  line: number
  uid: string | null
}

/**
 * Reads elections in. What was imported before (by its UID, else by name and day) is changed and not added again.
 * @throws NotAllowed, Refusal `elections.fileUnreadable`, `elections.linesBad` {lines}
 */
export async function importElections(tx: Tx, who: Who, text: string): Promise<{ added: number; changed: number }> {
  must(who, 'election.settle', await rootUnit(tx))
  if (text.length > importLimits.bytes) throw new Refusal('elections.fileTooBig')
  const lines = /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? calendarLines(text) : tableLines(text)
  if (lines.length === 0) throw new Refusal('elections.fileEmpty')
  if (lines.length > importLimits.lines) throw new Refusal('elections.fileTooLong')
  const bad: number[] = []
  const read: (Omit<Election, 'id' | 'source'> & { uid: string | null })[] = []
  for (const line of lines) {
    try {
      read.push({ ...readElection(line), uid: line.uid })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      bad.push(line.line)
    }
  }
  if (bad.length > 0) throw new Refusal('elections.linesBad', { lines: bad.slice(0, 20) })
  let added = 0
  for (const one of read) if (await keep(tx, who, one)) added++
  return { added, changed: read.length - added }
}

/** Adds it, or changes what was there. Answers whether it is new. */
async function keep(tx: Tx, who: Who, one: Omit<Election, 'id' | 'source'> & { uid: string | null }): Promise<boolean> {
  const values = {
    name: one.name,
    kind: one.kind,
    day: one.day,
    restraint_from: one.restraintFrom,
    restraint_to: one.restraintTo
  }
  const before = await tx
    .selectFrom('election')
    .select('id')
    .where((where) =>
      where.or([
        ...(one.uid ? [where('uid', '=', one.uid)] : []),
        where.and([where('name', '=', one.name), where('day', '=', one.day)])
      ])
    )
    .executeTakeFirst()
  const id = before?.id ?? newId()
  if (before) await tx.updateTable('election').set(values).where('id', '=', id).execute()
  else
    await tx
      .insertInto('election')
      .values({ id, ...values, source: 'imported', uid: one.uid, created_at: now() })
      .execute()
  record(tx, who, before ? 'election.changed' : 'election.added', id)
  return !before
}

const columns: Record<string, keyof ElectionInput> = {
  name: 'name',
  wahl: 'name',
  tag: 'day',
  wahltag: 'day',
  datum: 'day',
  day: 'day',
  art: 'kind',
  kind: 'kind',
  von: 'restraintFrom',
  from: 'restraintFrom',
  bis: 'restraintTo',
  to: 'restraintTo'
}

/** `Name;Tag;Art;von;bis` with a head line; commas do as well. */
function tableLines(text: string): Line[] {
  const delimiter = (text.split('\n', 1)[0] ?? '').includes(';') ? ';' : ','
  let rows: string[][]
  try {
    rows = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  } catch {
    throw new Refusal('elections.fileUnreadable')
  }
  const [head = [], ...body] = rows
  const fields = head.map((title) => columns[title.toLowerCase()])
  if (!fields.includes('name') || !fields.includes('day')) throw new Refusal('elections.fileUnreadable')
  return body.map((cells, index): Line => {
    const line: Line = { line: index + 2, uid: null, name: '', kind: '', day: '' }
    fields.forEach((field, column) => {
      const cell = cells[column] ?? ''
      if (field) line[field] = field === 'name' || field === 'kind' ? cell : isoDay(cell)
    })
    return { ...line, kind: kindOf(line.kind || line.name) }
  })
}

/** The events of a calendar: summary, day and UID; how they are nested does not matter. */
function calendarLines(text: string): Line[] {
  const lines: Line[] = []
  let event: { name: string; day: string; uid: string | null; line: number } | null = null
  // A line that begins with a space goes on with the one before (RFC 5545, 3.1).
  const raw = text.split(/\r?\n/)
  for (let at = 0; at < raw.length; at++) {
    const begins = at + 1
    let line = raw[at]!
    while (/^[ \t]/.test(raw[at + 1] ?? '')) line += raw[++at]!.slice(1)
    const [, name = '', value = ''] = /^([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    if (/^BEGIN$/i.test(name) && /^VEVENT$/i.test(value)) event = { name: '', day: '', uid: null, line: begins }
    else if (/^END$/i.test(name) && /^VEVENT$/i.test(value) && event) {
      lines.push({ ...event, kind: kindOf(event.name) })
      event = null
    } else if (event && /^SUMMARY$/i.test(name)) event.name = unescaped(value)
    else if (event && /^UID$/i.test(name)) event.uid = value.slice(0, 500)
    else if (event && /^DTSTART$/i.test(name)) event.day = isoDay(value)
  }
  return lines
}

function unescaped(value: string): string {
  return value.replace(/\\([,;\\])/g, '$1').replace(/\\n/gi, ' ')
}

/** `2027-05-09`, `20270509`, `20270509T080000` and `9.5.2027` are the same day; what is none stays as it is. */
function isoDay(given: string): string {
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(given)
  if (german) return `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}`
  const plain = /^(\d{4})(\d\d)(\d\d)(T|$)/.exec(given)
  return plain ? `${plain[1]}-${plain[2]}-${plain[3]}` : given
}

const words: [RegExp, ElectionKind][] = [
  [/europa|europe/i, 'europe'],
  [/bundestag|federal|^bund$/i, 'federal'],
  [/landtag|abgeordnetenhaus|bürgerschaft|^land$/i, 'land'],
  [/entscheid|begehren|decision/i, 'decision']
]

/** The kind a word or a name speaks of; an election that names none is a local one. */
function kindOf(said: string): ElectionKind {
  return electionKinds.find((one) => one === said) ?? words.find(([word]) => word.test(said))?.[1] ?? 'local'
}
