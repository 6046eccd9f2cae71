import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { beginWithShippedConcept } from '#concepts/begin.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { makeActorKeys } from './actorKeys.ts'
import { homeOf } from './home.ts'

export interface ActorInput {
  unitId: string
  /** What stands between the two @: small letters, digits, underscores. */
  username: string
  name: string
  summary?: string
  /** Shown as a table at the profile: `Website`, `Öffnungszeiten` … Values are plain text or addresses. */
  fields?: { name: string; value: string }[]
  imageId?: string | null
  /** Older accounts elsewhere that may move in here: their addresses. */
  alsoKnownAs?: string[]
}

/** Names that would look like the server itself, or like somebody's promise. */
const reserved = new Set(['admin', 'administrator', 'root', 'support', 'system', 'abuse', 'postmaster', 'webmaster'])

/**
 * Gives a unit a voice in the Fediverse: a channel and its actor with keys of its own.
 * @throws NotAllowed, Invalid (username), Refusal `federationNotOpen` as long as the address is not proven
 */
export async function createActor(tx: Tx, who: Who, input: ActorInput): Promise<{ id: string; channelId: string }> {
  must(who, 'channel.settle', input.unitId)
  const home = await homeOf(tx)
  if (!home.isOpen && who.kind !== 'system') throw new Refusal('federationNotOpen')
  const username = input.username.trim().toLowerCase()
  if (!/^[a-z0-9_]{1,64}$/.test(username) || reserved.has(username)) throw new Invalid({ username: 'usernameForm' })
  const taken = await tx.selectFrom('fediverse_actor').select('id').where('username', '=', username).executeTakeFirst()
  if (taken) throw new Invalid({ username: 'usernameTaken' })

  const id = newId()
  const channelId = newId()
  await tx
    .insertInto('channel')
    .values({
      id: channelId,
      network: 'fediverse',
      unit_id: input.unitId,
      name: `@${username}@${home.handleDomain}`,
      settings: '{}',
      health: 'good',
      checked_at: now()
    })
    .execute()
  await tx
    .insertInto('fediverse_actor')
    .values({
      id,
      channel_id: channelId,
      unit_id: input.unitId,
      username,
      name: input.name,
      summary: input.summary ?? '',
      fields: JSON.stringify(input.fields ?? []),
      image_id: input.imageId ?? null,
      also_known_as: input.alsoKnownAs ?? [],
      ...(await makeActorKeys(id))
    })
    .execute()
  if (who.kind === 'system') await beginWithShippedConcept(tx, { id: channelId, network: 'fediverse' })
  record(tx, who, 'actor.created', id, { unit: input.unitId, channel: channelId })
  return { id, channelId }
}
