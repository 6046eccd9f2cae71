/** Our actors as the rest of this module needs them. */
import type { Tx } from '#platform/database/database.ts'
import { actorAddress, idIn } from './addresses.ts'
import { signingKey } from './actorKeys.ts'
import type { Home } from './home.ts'
import type { SigningKey } from './signing.ts'

export interface OwnActor {
  id: string
  channelId: string
  unitId: string
  username: string
  name: string
  address: string
}

/** Every actor of the municipality, the oldest (its own) first. At most 500: one per unit. */
export async function ownActors(tx: Tx, home: Home): Promise<OwnActor[]> {
  const rows = await tx
    .selectFrom('fediverse_actor')
    .select(['id', 'channel_id', 'unit_id', 'username', 'name'])
    .orderBy('created_at')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channelId: row.channel_id,
    unitId: row.unit_id,
    username: row.username,
    name: row.name,
    address: actorAddress(home.origin, row.id)
  }))
}

/** The actor of a channel, with what it signs with. @throws when the channel has none */
export async function actorOfChannel(tx: Tx, home: Home, channelId: string): Promise<OwnActor & { key: SigningKey }> {
  const row = await tx
    .selectFrom('fediverse_actor')
    .select(['id', 'channel_id', 'unit_id', 'username', 'name', 'rsa_private_key'])
    .where('channel_id', '=', channelId)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    channelId: row.channel_id,
    unitId: row.unit_id,
    username: row.username,
    name: row.name,
    address: actorAddress(home.origin, row.id),
    key: signingKey(home.origin, row)
  }
}

/** What the municipality's oldest actor signs questions with; null when it has none. */
export async function askingKey(tx: Tx, home: Home): Promise<SigningKey | null> {
  const row = await tx
    .selectFrom('fediverse_actor')
    .select(['id', 'rsa_private_key'])
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? signingKey(home.origin, row) : null
}

/** Which of our actors an address stands for. */
export function actorAt(actors: OwnActor[], home: Home, address: string | null): OwnActor | null {
  const id = address && idIn('actors', home.origin, address)
  return actors.find((actor) => actor.id === id) ?? null
}
