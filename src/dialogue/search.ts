/**
 * Search in what was said, noted and by whom, the latest conversation first, in time that does not grow with the town's years.
 *
 * Rare words are looked up in the full-text index, all of them at once. When that finds more than `rare` messages the word is
 * frequent, and looking all of its places up and sorting them would cost more every year; instead the conversations are walked
 * from the latest on, and the walk ends when the page is full. It also ends after `longestWalk` conversations, and says where:
 * the next page goes on from there.
 */
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { clockPlan } from './clock/plan.ts'
import { cursorOf, type Cursor } from './cursor.ts'
import { filtered } from './filters.ts'
import { seenBy, selectRows, toRow, type Row } from './queries.ts'
import type { Filters } from './shared.ts'

export interface Hit extends Row {
  /** The words around the match: what lies between \u0002 and \u0003 matched. */
  snippet: string
}

export interface Found {
  hits: Hit[]
  /** Where the next page begins; null: this was the last. */
  next: string | null
  /** Not everything was looked through: up to this moment. */
  until: Date | null
}

const pageSize = 50
/** Up to so many messages a word counts as rare. */
const rare = 1000
const step = 2000
const longestWalk = 20_000
const headline = 'StartSel=\u0002,StopSel=\u0003,MaxWords=24,MinWords=12,MaxFragments=1'

/**
 * Finds conversations by words (German, without regard to endings and accents) or by the other side's name, among those the
 * person may read. Relies on message_search, conversation_contact_trigram and conversation_latest. @throws NotAllowed
 */
export async function searchConversations(
  tx: Tx,
  who: Person,
  query: string,
  filters: Filters = {},
  after: string | null = null
): Promise<Found> {
  must(who, 'conversation.read')
  const words = query.trim().slice(0, 200)
  if (words === '') return { hits: [], next: null, until: null }
  const cursor = after ? cursorOf(after) : null
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const said = await sql<{ id: string }>`
    select distinct conversation_id as id from said_where(websearch_to_tsquery('german_plain', ${words}), ${rare + 1})`.execute(
    tx
  )
  const named = await namedLike(tx, pattern, words, said.rows.length > 0)
  const isRare = said.rows.length <= rare / 2 && named.length <= rare
  const picked = isRare
    ? await pick(tx, who, filters, cursor, [...new Set([...said.rows.map(({ id }) => id), ...named])])
    : await walk(tx, who, filters, cursor, words, pattern)
  return { ...picked, hits: await withSnippets(tx, words, picked.ids) }
}

async function namedLike(tx: Tx, pattern: string, words: string, isSaid: boolean): Promise<string[]> {
  const ask = async (text: string, fuzzy: boolean) => {
    const { rows } = await sql<{ id: string }>`
      select conversation_id as id from named_like(${text}, ${fuzzy}, ${rare + 1})`.execute(tx)
    return rows.map(({ id }) => id)
  }
  const exact = await ask(pattern, false)
  // A name that was misheard; only where nothing else was found, for it is the dearest question.
  return exact.length > 0 || isSaid || words.length < 4 ? exact : ask(words, true)
}

interface Picked {
  ids: string[]
  next: string | null
  until: Date | null
}

/** The latest of these that the person may read. */
async function pick(tx: Tx, who: Person, filters: Filters, cursor: Cursor | null, ids: string[]): Promise<Picked> {
  if (ids.length === 0) return { ids: [], next: null, until: null }
  // Looked up one by one behind a fence, lest the planner walks along conversation_latest until it has met them.
  const picked = tx
    .selectFrom('conversation as c')
    .select(['c.id', 'c.last_message_at'])
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .where((where) => seenBy(where, who))
    .where((where) => filtered(where, filters))
    .$if(cursor !== null, (some) =>
      some.where(sql<boolean>`(c.last_message_at, c.id) < (${cursor?.at}, ${cursor?.id})`)
    )
    .offset(0)
  const { rows } = await sql<{ id: string; last_message_at: Date }>`
    select id, last_message_at from (${picked}) as picked
    order by last_message_at desc, id desc limit ${pageSize + 1}`.execute(tx)
  return pageOf(rows, null)
}

/** Goes from the latest conversation on until the page is full. */
async function walk(
  tx: Tx,
  who: Person,
  filters: Filters,
  start: Cursor | null,
  words: string,
  pattern: string
): Promise<Picked> {
  const found: { id: string; last_message_at: Date }[] = []
  let cursor = start
  for (let walked = 0; walked < longestWalk; walked += step) {
    const some = tx
      .selectFrom('conversation as c')
      .select(['c.id', 'c.last_message_at', 'c.contact_name'])
      .where((where) => seenBy(where, who))
      .where((where) => filtered(where, filters))
      .$if(cursor !== null, (rest) =>
        rest.where(sql<boolean>`(c.last_message_at, c.id) < (${cursor?.at}, ${cursor?.id})`)
      )
      .orderBy('c.last_message_at', 'desc')
      .orderBy('c.id', 'desc')
      .limit(step)
    const { rows } = await sql<{ id: string; last_message_at: Date }>`
      select w.id, w.last_message_at from (${some}) as w
      where w.contact_name ilike ${pattern} or exists (
        select 1 from message m where m.conversation_id = w.id and m.state <> 'deleted'
          and m.search @@ websearch_to_tsquery('german_plain', ${words}) offset 0
      )
      order by w.last_message_at desc, w.id desc limit ${pageSize + 1 - found.length}`.execute(tx)
    found.push(...rows)
    if (found.length > pageSize) return pageOf(found, null)
    const { rows: ends } = await sql<{ id: string; at: Date }>`
      select id, last_message_at as at from (${some}) as w order by last_message_at desc, id desc offset ${step - 1}`.execute(
      tx
    )
    const end = ends[0]
    if (!end) return pageOf(found, null)
    cursor = end
  }
  return pageOf(found, cursor)
}

function pageOf(rows: { id: string; last_message_at: Date }[], walkedTo: Cursor | null): Picked {
  const page = rows.slice(0, pageSize)
  const last = page.at(-1)
  const next =
    rows.length > pageSize && last
      ? `${last.last_message_at.getTime()}_${last.id}`
      : walkedTo && `${walkedTo.at.getTime()}_${walkedTo.id}`
  return { ids: page.map(({ id }) => id), next, until: rows.length > pageSize ? null : (walkedTo?.at ?? null) }
}

/** The rows of these conversations in their order, each with the latest of its messages that matched. */
async function withSnippets(tx: Tx, words: string, ids: string[]): Promise<Hit[]> {
  if (ids.length === 0) return []
  const rows = await selectRows(tx)
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .limit(pageSize)
    .execute()
  const { rows: said } = await sql<{ id: string; snippet: string }>`
    select hit.id, ts_headline('german_plain', hit.text, websearch_to_tsquery('german_plain', ${words}), ${headline}) as snippet
    from unnest(${ids}::uuid[]) as asked (id)
    cross join lateral (
      select m.conversation_id as id, m.text from message m
      where m.conversation_id = asked.id and m.state <> 'deleted' and m.search @@ websearch_to_tsquery('german_plain', ${words})
      order by m.received_at desc limit 1
    ) as hit`.execute(tx)
  const snippets = new Map(said.map(({ id, snippet }) => [id, snippet]))
  const plan = await clockPlan(tx)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [{ ...toRow(row, plan), snippet: snippets.get(id) ?? row.last_excerpt }] : []
  })
}
