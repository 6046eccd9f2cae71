// That somebody went through the checklist before a post went out: asked of whoever approves it, and kept with the post.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Who } from '#people/types.ts'
import { electionRestraint } from './restraint.ts'

export interface Confirmation {
  post: string
  revision: number
  /** Of the text that is approved. */
  fingerprint: string
  /** When the post goes out. */
  at: Date
  /** Ids of what was confirmed. */
  items: string[]
  /** The name of a reviewer without an account. */
  as?: string
}

/**
 * Keeps that the whole checklist was confirmed for this text of the post. Does nothing outside of a time of restraint. The
 * caller has checked that `who` may approve it.
 * @throws Invalid `checklist` when something is not confirmed
 */
export async function confirmChecklist(tx: Tx, who: Who, given: Confirmation): Promise<void> {
  const restraint = await electionRestraint(tx, given.at)
  if (!restraint) return
  if (restraint.checklist.some(({ id }) => !given.items.includes(id)))
    throw new Invalid({ checklist: 'elections.checklistOpen' })
  const id = newId()
  await tx
    .insertInto('election_check')
    .values({
      id,
      post_id: given.post,
      revision: given.revision,
      fingerprint: given.fingerprint,
      elections: JSON.stringify(restraint.elections),
      items: JSON.stringify(restraint.checklist),
      person_id: who.kind === 'person' ? who.id : null,
      confirmed_as: given.as ?? null,
      at: now()
    })
    .execute()
  record(tx, who, 'post.election-checked', given.post, { revision: given.revision })
}

/** Whether this text would go out in a time of restraint although nobody confirmed the checklist for it. */
export async function lacksChecklist(tx: Tx, post: { id: string; fingerprint: string }, at: Date): Promise<boolean> {
  if (!(await electionRestraint(tx, at))) return false
  const check = await tx
    .selectFrom('election_check')
    .select('id')
    .where('post_id', '=', post.id)
    .where('fingerprint', '=', post.fingerprint)
    .limit(1)
    .executeTakeFirst()
  return check === undefined
}

export interface Check {
  revision: number
  by: string | null
  at: Date
  elections: string[]
  items: { de: string; en: string }[]
}

/** What was confirmed for a post, newest first, at most 50. */
export async function checksOfPost(tx: Tx, postId: string): Promise<Check[]> {
  const rows = await tx
    .selectFrom('election_check as c')
    .leftJoin('person', 'person.id', 'c.person_id')
    .select(['c.revision', 'c.at', 'c.elections', 'c.items', 'c.confirmed_as', 'person.name'])
    .where('c.post_id', '=', postId)
    .orderBy('c.id', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    revision: row.revision,
    by: row.confirmed_as ?? row.name,
    at: row.at,
    elections: (row.elections as unknown as { name: string }[]).map(({ name }) => name),
    items: row.items as unknown as { de: string; en: string }[]
  }))
}
