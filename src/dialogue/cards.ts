// Answer cards: texts that answer what is asked again and again. Each has an owner and, as facts change, a day until which it is
// good; after that it is marked and no longer offered.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { unitsOf } from './queries.ts'

export interface Card {
  id: string
  title: string
  text: string
  unit: { id: string; name: string } | null
  owner: { id: string; name: string } | null
  /** `YYYY-MM-DD`. */
  validUntil: string | null
  isExpired: boolean
  sourceUrl: string
  uses: number
  lastUsedAt: Date | null
  mayChange: boolean
}

export interface CardInput {
  id?: string | null
  title: string
  text: string
  unit: string | null
  owner: string | null
  validUntil: string
  sourceUrl: string
}

/** All cards a person may use, those that ran out first; at most 500. @throws NotAllowed */
export async function listCards(tx: Tx, who: Person): Promise<Card[]> {
  must(who, 'conversation.answer')
  const day = await today(tx)
  const rows = await cardRows(tx, who)
    .orderBy(sql`c.valid_until < ${day}`, (order) => order.desc().nullsLast())
    .orderBy('c.title')
    .limit(500)
    .execute()
  return rows.map((row) => toCard(who, row, day))
}

/** The cards that fit some words best, three at most; none that ran out. */
export async function findCards(tx: Tx, who: Person, words: string): Promise<Card[]> {
  must(who, 'conversation.answer')
  const day = await today(tx)
  // Any of the words, the more the better: whoever types does not quote the card.
  const { rows: asked } = await sql<{ query: string }>`
    select coalesce(string_agg(quote_literal(word), ' | '), '') as query
    from unnest(tsvector_to_array(to_tsvector('german_plain', ${words.slice(-600)}))) as word where length(word) > 3`.execute(
    tx
  )
  const query = asked[0]?.query ?? ''
  if (query === '') return []
  const rows = await cardRows(tx, who)
    .where(sql<boolean>`c.search @@ ${query}::tsquery`)
    .where(sql<boolean>`(c.valid_until is null or c.valid_until >= ${day})`)
    .orderBy(sql`ts_rank(c.search, ${query}::tsquery) + ln(1 + c.uses) / 100`, 'desc')
    .limit(3)
    .execute()
  return rows.map((row) => toCard(who, row, day))
}

/** Keeps a card. Whoever answers in its unit may make one; whoever owns it, or edits there, may change it. @throws NotAllowed, Invalid */
export async function saveCard(tx: Tx, who: Person, input: CardInput): Promise<string> {
  must(who, 'conversation.answer', input.unit)
  const title = input.title.trim()
  const text = input.text.trim()
  const validUntil = input.validUntil === '' ? null : input.validUntil
  const faults = {
    ...((title === '' || title.length > 150) && { title: 'cardTitle' }),
    ...((text === '' || text.length > 10_000) && { text: 'cardText' }),
    ...(validUntil && !/^\d{4}-\d{2}-\d{2}$/.test(validUntil) && { validUntil: 'cardDay' }),
    ...(input.sourceUrl !== '' && !/^(https?:\/\/|\/)\S{1,490}$/.test(input.sourceUrl) && { sourceUrl: 'cardSource' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const values = {
    title,
    text,
    unit_id: input.unit,
    owner_id: input.owner ?? who.id,
    valid_until: validUntil,
    source_url: input.sourceUrl,
    changed_at: now(),
    told_at: null
  }
  if (input.id) {
    await mustChange(tx, who, input.id)
    await tx.updateTable('answer_card').set(values).where('id', '=', input.id).execute()
    record(tx, who, 'card.changed', input.id)
    return input.id
  }
  const id = newId()
  await tx
    .insertInto('answer_card')
    .values({ id, ...values, created_at: now() })
    .execute()
  record(tx, who, 'card.made', id)
  return id
}

/** Makes a card of an answer that was given, good for a year. @throws NotAllowed, NotFound */
export async function cardFromAnswer(tx: Tx, who: Person, input: { message: string }): Promise<string> {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['m.text', 'c.subject', 'c.unit_id'])
    .where('m.id', '=', input.message)
    .where('m.direction', '=', 'out')
    .where('m.state', 'in', ['sending', 'sent', 'visible'])
    .executeTakeFirst()
  if (!row) throw new NotFound('messageNotFound')
  const [year, rest] = [Number((await today(tx)).slice(0, 4)), (await today(tx)).slice(4)]
  return saveCard(tx, who, {
    title: row.subject.slice(0, 150) || row.text.slice(0, 80),
    text: row.text,
    unit: row.unit_id,
    owner: who.id,
    validUntil: `${year + 1}${rest === '-02-29' ? '-02-28' : rest}`,
    sourceUrl: ''
  })
}

/** Takes a card away for good. @throws NotAllowed, NotFound */
export async function dropCard(tx: Tx, who: Person, input: { id: string }): Promise<void> {
  await mustChange(tx, who, input.id)
  await tx.deleteFrom('answer_card').where('id', '=', input.id).execute()
  record(tx, who, 'card.dropped', input.id)
}

/** Counts that these cards went into an answer. */
export async function countCards(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('answer_card')
    .set((set) => ({ uses: set('uses', '+', 1), last_used_at: now() }))
    .where('id', 'in', ids.slice(0, 20))
    .execute()
}

async function mustChange(tx: Tx, who: Person, id: string): Promise<void> {
  const row = await tx.selectFrom('answer_card').select(['unit_id', 'owner_id']).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('cardNotFound')
  if (row.owner_id !== who.id) must(who, 'template.settle', row.unit_id)
}

async function today(tx: Tx): Promise<string> {
  const { timeZone } = await loadMunicipality(tx)
  return dayIn(now(), timeZone)
}

function cardRows(tx: Tx, who: Person) {
  return tx
    .selectFrom('answer_card as c')
    .leftJoin('unit as u', 'u.id', 'c.unit_id')
    .leftJoin('person as p', 'p.id', 'c.owner_id')
    .select(['c.id', 'c.title', 'c.text', 'c.unit_id', 'c.owner_id', 'c.source_url', 'c.uses', 'c.last_used_at'])
    .select([sql<string | null>`c.valid_until::text`.as('valid_until'), 'u.name as unit_name', 'p.name as owner_name'])
    .where(sql<boolean>`(c.unit_id is null or c.unit_id = any(${unitsOf(who)}::uuid[]))`)
}

function toCard(
  who: Person,
  row: Awaited<ReturnType<ReturnType<typeof cardRows>['execute']>>[number],
  day: string
): Card {
  return {
    id: row.id,
    title: row.title,
    text: row.text,
    unit: row.unit_id ? { id: row.unit_id, name: row.unit_name ?? '' } : null,
    owner: row.owner_id ? { id: row.owner_id, name: row.owner_name ?? '' } : null,
    validUntil: row.valid_until,
    isExpired: row.valid_until !== null && row.valid_until < day,
    sourceUrl: row.source_url,
    uses: row.uses,
    lastUsedAt: row.last_used_at,
    mayChange: row.owner_id === who.id || may(who, 'template.settle', row.unit_id)
  }
}
