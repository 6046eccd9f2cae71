// Reading the catalogue: the list for choosing, and the table that shows whom nobody reaches.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { takeCatalogue } from './catalogue.ts'

export interface AudienceName {
  id: string
  name: string
}

export interface Audience extends AudienceName {
  description: string
  active: boolean
  isShipped: boolean
  /** Channels that reach it, with the note on how well. */
  reach: { channelId: string; note: string }[]
  /** When a post that is for it was last published. */
  lastAddressedAt: Date | null
}

/** For how long an audience may go without a post before it is named. */
export const quietDays = 90

export interface Reach {
  audiences: Audience[]
  channels: { id: string; name: string; network: string }[]
  gaps: {
    /** In use, and no channel reaches them. */
    audiencesWithoutChannel: AudienceName[]
    /** Live, and nobody says whom they reach. */
    channelsWithoutAudience: AudienceName[]
    /** In use, and no post of the last 90 days was for them. */
    quiet: AudienceName[]
  }
}

/** The entries that can be chosen, by name; besides those that are switched off but chosen already. At most 300. */
export async function audienceChoices(tx: Tx, chosen: string[] = []): Promise<AudienceName[]> {
  await takeCatalogue(tx)
  const rows = await tx
    .selectFrom('audience')
    .select(['id', 'name'])
    .where((where) => where.or([where('active', '=', true), ...(chosen.length > 0 ? [where('id', 'in', chosen)] : [])]))
    .orderBy('name')
    .limit(300)
    .execute()
  return rows.sort(byName)
}

/** As people sort: umlauts stand with their vowels. */
function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, 'de')
}

/** The catalogue with channels and gaps. @throws NotAllowed for who may not write posts */
export async function readReach(tx: Tx, who: Who): Promise<Reach> {
  if (!may(who, 'post.write')) throw new NotAllowed()
  await takeCatalogue(tx)
  const rows = await tx
    .selectFrom('audience')
    .select(['audience.id', 'name', 'description', 'active', 'shipped_key'])
    .select((select) =>
      select
        .selectFrom('post_audience')
        .innerJoin('post', 'post.id', 'post_audience.post_id')
        .whereRef('post_audience.audience_id', '=', 'audience.id')
        .where('post.state', '=', 'published')
        .select((post) => post.fn.max('post.published_at').as('at'))
        .as('last_addressed_at')
    )
    .orderBy('active', 'desc')
    .orderBy('name')
    .limit(300)
    .execute()
  const channels = await tx
    .selectFrom('channel')
    .select(['id', 'name', 'network'])
    .where('state', '=', 'live')
    .where('network', '<>', 'practice')
    .orderBy('name')
    .limit(100)
    .execute()
  const reach = await tx
    .selectFrom('audience_channel')
    .select(['audience_id', 'channel_id', 'note'])
    .limit(30_000)
    .execute()
  const audiences = rows
    .sort((a, b) => Number(b.active) - Number(a.active) || byName(a, b))
    .map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      active: row.active,
      isShipped: row.shipped_key !== null,
      reach: reach
        .filter((one) => one.audience_id === row.id && channels.some(({ id }) => id === one.channel_id))
        .map((one) => ({ channelId: one.channel_id, note: one.note })),
      lastAddressedAt: row.last_addressed_at
    }))
  return { audiences, channels, gaps: gapsOf(audiences, channels) }
}

function gapsOf(audiences: Audience[], channels: Reach['channels']): Reach['gaps'] {
  const inUse = audiences.filter(({ active }) => active)
  const since = new Date(now().getTime() - quietDays * 86_400_000)
  const name = ({ id, name }: AudienceName): AudienceName => ({ id, name })
  return {
    audiencesWithoutChannel: inUse.filter((one) => one.reach.length === 0).map(name),
    channelsWithoutAudience: channels
      .filter(({ id }) => !inUse.some((one) => one.reach.some(({ channelId }) => channelId === id)))
      .map(name),
    quiet: inUse.filter((one) => !one.lastAddressedAt || one.lastAddressedAt < since).map(name)
  }
}
