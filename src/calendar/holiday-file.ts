// Reads files with school holidays: CSV as people make it, iCalendar as ministries and calendar sites offer it.
import { parse } from 'csv-parse/sync'
import { Temporal } from 'temporal-polyfill'

export interface FileProblem {
  line: number
  key: string
  text: string
}

interface Read {
  holidays: { name: string; startsOn: string; endsOn: string }[]
  problems: FileProblem[]
}

const maxBytes = 500_000
const maxRows = 500

/** Reads a file, by what is in it. Never throws: what is wrong comes back with its line. */
export function readHolidayFile(bytes: Uint8Array): Read {
  if (bytes.length > maxBytes) return problem(1, 'calendar.fileTooLarge')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What Excel writes in Germany.
    text = new TextDecoder('windows-1252').decode(bytes)
  }
  text = text.replace(/^\uFEFF/, '')
  const read = /^\s*BEGIN:VCALENDAR/i.test(text) ? readICalendar(text) : readCsv(text)
  if (read.problems.length === 0 && read.holidays.length === 0) return problem(1, 'calendar.fileEmpty')
  if (read.holidays.length > maxRows) return problem(maxRows + 1, 'calendar.fileTooLong')
  return read
}

function readCsv(text: string): Read {
  const first = text.slice(0, text.search(/\r?\n|$/))
  const delimiter = [';', '\t', ','].find((one) => first.includes(one)) ?? ';'
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    const options = { delimiter, info: true, relax_column_count: true, trim: true, skip_empty_lines: true, to: 2000 }
    rows = parse(text, options) as unknown as typeof rows
  } catch (error) {
    const { lines = 1 } = error as { lines?: number }
    return problem(lines, 'calendar.fileUnreadable')
  }
  const read: Read = { holidays: [], problems: [] }
  for (const [index, { record, info }] of rows.entries()) {
    const [name = '', from = '', to = ''] = record
    const startsOn = readDay(from)
    const endsOn = to ? readDay(to) : startsOn
    // A head names its columns.
    if (index === 0 && !startsOn && !readDay(to)) continue
    take(read, info.lines, name, startsOn, endsOn, record.join(' '))
  }
  return read
}

function readICalendar(text: string): Read {
  const read: Read = { holidays: [], problems: [] }
  let event: Record<string, string> | null = null
  // A long line goes on in the next one, behind a blank.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const match = /^([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(line)
    if (!match) continue
    const name = match[1]!.toUpperCase()
    const value = match[2]!
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = {}
    else if (name === 'END' && value.toUpperCase() === 'VEVENT' && event) {
      const startsOn = readDay(event.DTSTART ?? '')
      const end = readDay(event.DTEND ?? '')
      // The end of whole days is the first day that no longer counts.
      const isWhole = !(event.DTEND ?? '').includes('T')
      const endsOn = end ? (isWhole && startsOn && end > startsOn ? dayBefore(end) : end) : startsOn
      take(read, index + 1, plain(event.SUMMARY ?? ''), startsOn, endsOn, event.SUMMARY ?? '')
      event = null
    } else if (event) event[name] ??= value
  }
  return read
}

function take(read: Read, line: number, name: string, startsOn: string | null, endsOn: string | null, text: string) {
  const key = !name.trim()
    ? 'calendar.rowWithoutName'
    : !startsOn || !endsOn
      ? 'calendar.rowWithoutDay'
      : endsOn < startsOn
        ? 'calendar.rowBackwards'
        : null
  if (key) read.problems.push({ line, key, text: text.slice(0, 80) })
  else read.holidays.push({ name: name.trim().slice(0, 120), startsOn: startsOn!, endsOn: endsOn! })
}

/** `24.12.2026`, `2026-12-24`, `20261224`, `20261224T000000Z`; null for what is no day. */
function readDay(text: string): string | null {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim())
  const other = /^(\d{4})-?(\d\d)-?(\d\d)(?:T[\d:]+Z?)?$/.exec(text.trim())
  const [year, month, day] = german ? [german[3], german[2], german[1]] : other ? other.slice(1, 4) : []
  if (!year) return null
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' }
    ).toString()
  } catch {
    return null
  }
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}

function plain(text: string): string {
  return text.replaceAll(/\\([,;\\])/g, '$1').replaceAll(/\\n/gi, ' ')
}

function problem(line: number, key: string): Read {
  return { holidays: [], problems: [{ line, key, text: '' }] }
}
