import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Stale } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { findChannel, latestSections } from './read.ts'
import { factsFor } from './facts.ts'
import { sectionKinds, shippedSections } from './shipped.ts'

/** Longest text of one section. */
export const longestSection = 10_000

/**
 * Keeps what a person wrote in some sections, as a draft. What reads as it did before is no change.
 * @throws NotAllowed, NotFound, Invalid, Stale with the other's sections when somebody saved since `revision`
 */
export async function saveConcept(
  tx: Tx,
  who: Who,
  input: { channel: string; revision: number; sections: Record<string, string> }
): Promise<{ revision: number }> {
  const channel = await findChannel(tx, input.channel)
  must(who, 'concept.write', channel.unit_id)
  const row = await lockConcept(tx, input.channel)
  const before = row.draft as Record<string, string>
  if (row.draft_revision !== input.revision)
    throw new Stale('concepts.stale', { revision: row.draft_revision, sections: before })
  const base =
    (await latestSections(tx, input.channel)) ?? shippedSections(channel.network, await factsFor(tx, channel))
  const draft: Record<string, string> = {}
  const tooLong: Record<string, string> = {}
  for (const { id } of sectionKinds()) {
    const text = (input.sections[id] ?? before[id])?.replace(/\r\n?/g, '\n').trim()
    if (text === undefined) continue
    if (text.length > longestSection) tooLong[id] = 'concepts.sectionLong'
    if (text !== base.find((one) => one.id === id)?.text.trim()) draft[id] = text
  }
  if (Object.keys(tooLong).length > 0) throw new Invalid(tooLong)
  if (isSame(draft, before)) return { revision: row.draft_revision }
  const revision = row.draft_revision + 1
  await tx
    .updateTable('concept')
    .set({
      draft: JSON.stringify(draft),
      draft_revision: revision,
      draft_at: now(),
      draft_by: who.kind === 'person' ? who.id : null
    })
    .where('channel_id', '=', input.channel)
    .execute()
  record(tx, who, 'channel.concept-drafted', input.channel)
  return { revision }
}

/** Throws away what was changed since the newest version. @throws NotAllowed, NotFound */
export async function discardConceptDraft(tx: Tx, who: Who, channelId: string): Promise<void> {
  const channel = await findChannel(tx, channelId)
  must(who, 'concept.write', channel.unit_id)
  const row = await lockConcept(tx, channelId)
  await tx
    .updateTable('concept')
    .set({ draft: '{}', draft_revision: row.draft_revision + 1, draft_at: null, draft_by: null })
    .where('channel_id', '=', channelId)
    .execute()
  record(tx, who, 'channel.concept-discarded', channelId)
}

/** Takes the concept for this transaction; of a channel that had none it begins here. */
export async function lockConcept(tx: Tx, channelId: string) {
  await tx
    .insertInto('concept')
    .values({ channel_id: channelId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx.selectFrom('concept').selectAll().where('channel_id', '=', channelId).forUpdate().executeTakeFirstOrThrow()
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}
