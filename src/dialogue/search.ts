import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { clockPlan } from './clock/plan.ts'
import { seenBy, selectRows, toRow, type Row } from './queries.ts'

export interface Hit extends Row {
  /** The words around the match, with `<mark>` by position: what lies between \u0002 and \u0003 matched. */
  snippet: string
}

/**
 * Searches what was said (German full text, index message_search) and who said it (trigrams, index
 * conversation_contact_trigram), in conversations the person may read. At most 50, the latest first. @throws NotAllowed
 */
export async function searchConversations(tx: Tx, who: Person, query: string): Promise<Hit[]> {
  must(who, 'conversation.read')
  const words = query.trim().slice(0, 200)
  if (words === '') return []
  const { rows: found } = await sql<{ id: string; snippet: string | null }>`
    with wanted as (select websearch_to_tsquery('german', ${words}) as query),
    said as (
      select m.conversation_id as id, m.received_at as at, m.text from message m, wanted
      where m.search @@ wanted.query and m.state <> 'deleted'
      order by m.received_at desc limit 400
    ),
    best as (select distinct on (id) id, at, text from said order by id, at desc),
    named as (
      select c.id, c.last_message_at as at, null::text as text from conversation c
      where c.contact_name ilike ${`%${words.replace(/[\\%_]/g, '\\$&')}%`} or c.contact_name % ${words}
      order by c.last_message_at desc limit 200
    ),
    either as (
      select * from best
      union all select * from named where id not in (select id from best)
    )
    select id, case when text is null then null else
      ts_headline('german', text, (select query from wanted), ${'StartSel=\u0002,StopSel=\u0003,MaxWords=24,MinWords=12,MaxFragments=1'}) end as snippet
    from either order by at desc limit 400`.execute(tx)
  if (found.length === 0) return []
  const rows = await selectRows(tx)
    .where((where: any) => seenBy(where, who))
    .where(sql<boolean>`c.id = any(${found.map(({ id }) => id)}::uuid[])`)
    .orderBy('c.last_message_at', 'desc')
    .limit(50)
    .execute()
  const snippets = new Map(found.map(({ id, snippet }) => [id, snippet]))
  const plan = await clockPlan(tx)
  return rows.map((row) => ({ ...toRow(row, plan), snippet: snippets.get(row.id) ?? row.last_excerpt }))
}
