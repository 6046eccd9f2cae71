// The house's own words: what it marks besides the shipped list of officialese, and what of that list is fine here.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import type { House } from '#language/word-list.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

export interface HouseWord {
  id: string
  kind: 'add' | 'allow'
  find: string
  say: string
  apply: boolean
  severity: 'hint' | 'warning'
  exception: string
}

/** All of them by name, at most 2,000. */
export async function houseWords(tx: Tx): Promise<HouseWord[]> {
  const rows = await tx.selectFrom('house_word').selectAll().orderBy('kind').orderBy('find').limit(2000).execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'allow' ? 'allow' : 'add',
    find: row.find,
    say: row.say,
    apply: row.apply,
    severity: row.severity === 'warning' ? 'warning' : 'hint',
    exception: row.exception
  }))
}

/** As the language module takes them. */
export async function houseOf(tx: Tx): Promise<House> {
  const words = await houseWords(tx)
  return {
    add: words
      .filter((word) => word.kind === 'add')
      .map(({ find, say, apply, severity, exception }) => ({
        find,
        say: say && !apply ? `?${say}` : say,
        apply,
        reason: 'house',
        severity,
        ...(exception && { exception })
      })),
    allow: words.filter((word) => word.kind === 'allow').map((word) => word.find)
  }
}

/** Adds an expression, or lets one of the shipped list be. @throws NotAllowed, Invalid */
export async function addHouseWord(tx: Tx, who: Who, input: Omit<HouseWord, 'id'>): Promise<{ id: string }> {
  must(who, 'words.settle')
  const find = input.find.trim().replace(/\s+/g, ' ')
  const say = input.say.trim()
  const problems: Record<string, string> = {}
  // The signs that part and bend expressions in the shipped list would mean something here, too.
  if (find.length < 2 || find.length > 120 || /[|?]/.test(find)) problems.find = 'words.findWrong'
  if (say.length > 200 || say.includes('|')) problems.say = 'words.sayWrong'
  if (input.exception.length > 300) problems.exception = 'posts.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const { count } = await tx
    .selectFrom('house_word')
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) >= 2000) throw new Invalid({ find: 'words.tooMany' })
  const id = newId()
  const added = await tx
    .insertInto('house_word')
    .values({
      id,
      kind: input.kind,
      find,
      say: input.kind === 'add' ? say : '',
      apply: input.kind === 'add' && input.apply && say !== '',
      reason: 'house',
      severity: input.severity,
      exception: input.exception.trim(),
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Invalid({ find: 'words.isThere' })
  record(tx, who, 'municipality.word-added', id)
  return { id }
}

/** Takes one out again. @throws NotAllowed, NotFound */
export async function removeHouseWord(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'words.settle')
  const { numDeletedRows } = await tx.deleteFrom('house_word').where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) throw new NotFound()
  record(tx, who, 'municipality.word-removed', id)
}
