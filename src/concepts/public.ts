// The channels as citizens see them: each with a short address of its own.
import type { Tx } from '#platform/database/database.ts'
import { firstFree, slugOf } from '#platform/slug.ts'
import { conceptStandings, type Standing } from './read.ts'
import { type Platform, platformOf } from './shipped.ts'
import { needsConcept } from './state.ts'

export interface PublicChannel {
  id: string
  name: string
  slug: string
  network: string
  platform: Platform
  unitName: string
  state: 'live' | 'paused'
  /** Whose account it is, where it is not the office's. */
  holder: string | null
  standing: Standing
}

/** The channels on which the municipality speaks, the own site first; at most 500. */
export async function publicChannels(tx: Tx): Promise<PublicChannel[]> {
  const rows = await tx
    .selectFrom('channel')
    .innerJoin('unit', 'unit.id', 'channel.unit_id')
    .select([
      'channel.id',
      'channel.name',
      'channel.network',
      'channel.state',
      'channel.account_holder',
      'unit.name as unit_name'
    ])
    .where('channel.state', 'in', ['live', 'paused'])
    // A candidate's account is none of the municipality's.
    .where('channel.account_kind', '<>', 'candidate')
    .orderBy('channel.created_at')
    .orderBy('channel.id')
    .limit(500)
    .execute()
  const shown = rows.filter((row) => needsConcept(row.network))
  const standings = await conceptStandings(tx, shown)
  const taken = new Set<string>()
  const channels = shown.map((row): PublicChannel => {
    const slug = firstFree(slugOf(row.name, 'kanal'), taken)
    taken.add(slug)
    return {
      id: row.id,
      name: row.name,
      slug,
      network: row.network,
      platform: platformOf(row.network),
      unitName: row.unit_name,
      state: row.state as 'live' | 'paused',
      holder: row.account_holder,
      standing: standings.get(row.id)!
    }
  })
  return channels.toSorted((a, b) => Number(b.network === 'site') - Number(a.network === 'site'))
}

/** The channel at this address; null when there is none. */
export async function publicChannel(tx: Tx, slug: string): Promise<PublicChannel | null> {
  return (await publicChannels(tx)).find((channel) => channel.slug === slug) ?? null
}
