// Calendars that other programs subscribe to, at addresses with a secret in them.
import { loadPerson } from '#people/person.ts'
import { maySeeDuties } from '#duty/queries.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken, newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'

/** An address somebody made; the secret itself is nowhere. */
export interface FeedLine {
  id: string
  /** Null: what concerns the person. */
  unitName: string | null
  withNames: boolean
  createdAt: Date
}

/** What an address stands for. */
export interface OpenFeed {
  owner: Extract<Who, { kind: 'person' }>
  unit: { id: string; name: string } | null
  withNames: boolean
}

const most = 20

/**
 * Makes an address for the person, or for a unit. The answer is the only time its secret can be seen.
 * @throws NotAllowed, NotFound, Refusal when there are too many
 */
export async function makeFeed(
  tx: Tx,
  who: Who,
  input: { unitId: string | null; withNames: boolean }
): Promise<{ token: string }> {
  if (who.kind !== 'person' || !maySeeDuties(who)) throw new NotAllowed()
  if (input.unitId) {
    const unit = await tx.selectFrom('unit').select('id').where('id', '=', input.unitId).executeTakeFirst()
    if (!unit) throw new NotFound('unitNotFound')
  }
  if ((await listFeeds(tx, who)).length >= most) throw new Refusal('calendar.tooManyFeeds', { most }, 409)
  const token = newToken(24)
  const id = newId()
  await tx
    .insertInto('calendar_feed')
    .values({
      id,
      token_hash: hashToken(token),
      person_id: who.id,
      unit_id: input.unitId,
      with_names: input.unitId !== null && input.withNames,
      created_at: now()
    })
    .execute()
  record(tx, who, 'calendar.feed-made', id, { unit: input.unitId })
  return { token }
}

/** The person's own addresses, newest first. */
export async function listFeeds(tx: Tx, who: Who): Promise<FeedLine[]> {
  if (who.kind !== 'person') return []
  const rows = await tx
    .selectFrom('calendar_feed')
    .leftJoin('unit', 'unit.id', 'calendar_feed.unit_id')
    .select(['calendar_feed.id', 'unit.name', 'calendar_feed.with_names', 'calendar_feed.created_at'])
    .where('calendar_feed.person_id', '=', who.id)
    .orderBy('calendar_feed.created_at', 'desc')
    .orderBy('calendar_feed.id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    unitName: row.name,
    withNames: row.with_names,
    createdAt: row.created_at
  }))
}

/** Makes one's own address worthless. @throws NotFound */
export async function revokeFeed(tx: Tx, who: Who, id: string): Promise<void> {
  if (who.kind !== 'person') throw new NotAllowed()
  const gone = await tx
    .deleteFrom('calendar_feed')
    .where('id', '=', id)
    .where('person_id', '=', who.id)
    .executeTakeFirst()
  if (Number(gone.numDeletedRows) === 0) throw new NotFound()
  record(tx, who, 'calendar.feed-revoked', id)
}

/** What a secret stands for; null when it never was, was revoked, or its owner no longer works here or may not sign in. */
export async function openFeed(tx: Tx, token: string): Promise<OpenFeed | null> {
  if (!/^[\w-]{20,64}$/.test(token)) return null
  const row = await tx
    .selectFrom('calendar_feed')
    .innerJoin('person', 'person.id', 'calendar_feed.person_id')
    .innerJoin('account', 'account.id', 'person.account_id')
    .leftJoin('unit', 'unit.id', 'calendar_feed.unit_id')
    .select(['calendar_feed.person_id', 'calendar_feed.unit_id', 'calendar_feed.with_names', 'unit.short_name'])
    .where('calendar_feed.token_hash', '=', hashToken(token))
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()
  const owner = row && (await loadPerson(tx, row.person_id))
  if (!owner || !maySeeDuties(owner)) return null
  return {
    owner,
    unit: row.unit_id && row.short_name ? { id: row.unit_id, name: row.short_name } : null,
    withNames: row.with_names
  }
}
