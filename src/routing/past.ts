import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

/** A message that began a conversation, as it is tried and learned from. */
export interface Past {
  id: string
  channel: string
  text: string
  language: string | null
  topics: string[]
  postUnit: string | null
  at: Date
  excerpt: string
  unitId: string | null
  unitName: string | null
  /** What a person gave it to or confirmed. */
  taught: string | null
  /** How it came to its unit by itself (`Routed`). */
  routed: unknown
}

/** The first messages of the newest conversations; of those that people taught, where wanted. What was erased is not among them. */
export async function pastMessages(tx: Tx, limit: number, taughtOnly = false): Promise<Past[]> {
  return read(
    tx,
    taughtOnly
      ? sql`where taught_unit_id is not null order by taught_at desc limit ${limit}`
      : sql`order by id desc limit ${limit}`
  )
}

/** One of them; null where nothing of it is left. */
export async function pastOf(tx: Tx, conversation: string): Promise<Past | null> {
  return (await read(tx, sql`where id = ${conversation}`))[0] ?? null
}

async function read(tx: Tx, which: RawBuilder<unknown>): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select c.id, c.channel_id as channel, m.text, m.language, c.first_message_at as at, c.subject as excerpt, c.routed,
      c.unit_id as "unitId", unit.name as "unitName", c.taught_unit_id as taught, post.unit_id as "postUnit",
      array(select topic_id from post_topic where post_id = c.post_id limit 50) as topics
    from (
      select id, channel_id, subject, unit_id, post_id, routed, taught_unit_id, first_message_at from conversation ${which}
    ) as c
    cross join lateral (
      select left(text, 6000) as text, language from message
      where conversation_id = c.id and direction = 'in' and state <> 'deleted' order by received_at, id limit 1
    ) as m
    left join unit on unit.id = c.unit_id
    left join post on post.id = c.post_id`.execute(tx)
  return rows
}
