import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

/**
 * Says which channels reach an audience, each with a note on how well and how we know; all others do not.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function setReach(
  tx: Tx,
  who: Who,
  input: { audience: string; channels: { id: string; note: string }[] }
): Promise<void> {
  must(who, 'audience.write')
  if (input.channels.some(({ note }) => note.trim().length > 300)) throw new Invalid({ reach: 'audience.noteLong' })
  const audience = await tx
    .selectFrom('audience')
    .select('id')
    .where('id', '=', input.audience)
    .forUpdate()
    .executeTakeFirst()
  if (!audience) throw new NotFound()
  const asked = new Map(input.channels.map(({ id, note }) => [id, note.trim()]))
  const known =
    asked.size === 0
      ? []
      : await tx
          .selectFrom('channel')
          .select('id')
          .where('id', 'in', [...asked.keys()])
          .execute()
  await tx.deleteFrom('audience_channel').where('audience_id', '=', audience.id).execute()
  if (known.length > 0)
    await tx
      .insertInto('audience_channel')
      .values(known.map(({ id }) => ({ audience_id: audience.id, channel_id: id, note: asked.get(id) ?? '' })))
      .execute()
  record(tx, who, 'audience.reach-settled', audience.id, { channels: known.map(({ id }) => id) })
}
