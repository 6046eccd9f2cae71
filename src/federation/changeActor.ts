import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { tellProfileJob } from './tellProfile.ts'

export interface ActorChange {
  actor: string
  name: string
  summary: string
  fields: { name: string; value: string }[]
  /** A media id; null: none; absent: stays. */
  imageId?: string | null
  /** Accounts elsewhere that may move in here: this account says that it is them too, which a Move needs. */
  alsoKnownAs: string[]
}

/**
 * Changes what an actor shows of itself, and tells its followers. The name between the two @ stays: others keep it.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function changeActor(tx: Tx, who: Who, input: ActorChange): Promise<void> {
  const row = await tx
    .selectFrom('fediverse_actor')
    .select(['id', 'unit_id'])
    .where('id', '=', input.actor)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'channel.settle', row.unit_id)
  const name = input.name.trim()
  const aliases = input.alsoKnownAs.map((address) => address.trim()).filter(Boolean)
  const faults = {
    ...((name === '' || name.length > 100) && { name: 'nameForm' }),
    ...(input.summary.length > 500 && { summary: 'summaryTooLong' }),
    ...(input.fields.length > 4 && { fields: 'tooManyFields' }),
    ...((aliases.length > 10 || aliases.some((one) => URL.parse(one)?.protocol !== 'https:')) && {
      alsoKnownAs: 'addressForm'
    })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  await tx
    .updateTable('fediverse_actor')
    .set({
      name,
      summary: input.summary.trim(),
      fields: JSON.stringify(input.fields),
      also_known_as: aliases,
      ...(input.imageId !== undefined && { image_id: input.imageId })
    })
    .where('id', '=', row.id)
    .execute()
  record(tx, who, 'actor.changed', row.id, { unit: row.unit_id })
  await tellProfileJob.send(tx, { m: tx.municipalityId, actor: row.id })
}
