/** What the settings show of the Fediverse: our actors, who follows, which servers do not answer, which are ruled out. */
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { hostOf } from './addresses.ts'
import { homeOf } from './home.ts'

export interface ActorLine {
  id: string
  username: string
  handle: string
  name: string
  summary: string
  fields: { name: string; value: string }[]
  alsoKnownAs: string[]
  unitId: string
  unitName: string
  followers: number
  /** The newest followers' handles, at most twelve. */
  newest: string[]
}

export interface DomainLine {
  domain: string
  rule: 'block' | 'hold'
  reason: string
  at: Date
}

/** Our actors, the oldest first, at most 200, and the rules for other servers, at most 500. */
export async function readFediverse(
  tx: Tx
): Promise<{ isOpen: boolean; handleDomain: string; actors: ActorLine[]; domains: DomainLine[] }> {
  const home = await homeOf(tx)
  const rows = await tx
    .selectFrom('fediverse_actor')
    .innerJoin('unit', 'unit.id', 'fediverse_actor.unit_id')
    .selectAll('fediverse_actor')
    .select('unit.name as unit_name')
    .orderBy('fediverse_actor.created_at')
    .limit(200)
    .execute()
  const actors: ActorLine[] = []
  for (const row of rows) {
    const newest = await tx
      .selectFrom('follower')
      .select(['handle', 'uri'])
      .where('actor_id', '=', row.id)
      .where('state', '=', 'accepted')
      .orderBy('at', 'desc')
      .limit(12)
      .execute()
    actors.push({
      id: row.id,
      username: row.username,
      handle: `@${row.username}@${home.handleDomain}`,
      name: row.name,
      summary: row.summary,
      fields: row.fields as ActorLine['fields'],
      alsoKnownAs: row.also_known_as,
      unitId: row.unit_id,
      unitName: row.unit_name,
      followers: row.follower_count,
      newest: newest.map((one) => one.handle ?? one.uri)
    })
  }
  const domains = await tx
    .selectFrom('domain_rule')
    .select(['domain', 'rule', 'reason', 'at'])
    .orderBy('domain')
    .limit(500)
    .execute()
  return { isOpen: home.isOpen, handleDomain: home.handleDomain, actors, domains: domains as DomainLine[] }
}

export interface TroubledServer {
  host: string
  failingSince: Date | null
  parkedUntil: Date | null
  problem: string | null
}

/** Servers of this municipality's followers that do not answer, the longest first, at most 50. Opens transactions of its own. */
export async function troubledServers(municipalityId: string): Promise<TroubledServer[]> {
  const inboxes = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('delivery').select('inbox').where('state', '=', 'due').distinct().limit(2000).execute()
  )
  const hosts = [...new Set(inboxes.map((row) => hostOf(row.inbox)).filter((host) => host !== null))]
  if (hosts.length === 0) return []
  const rows = await inInstallation((tx) =>
    tx
      .selectFrom('remote_server')
      .select(['host', 'failing_since', 'parked_until', 'last_error'])
      .where('host', 'in', hosts)
      .where('failures', '>', 0)
      .orderBy('failing_since')
      .limit(50)
      .execute()
  )
  return rows.map((row) => ({
    host: row.host,
    failingSince: row.failing_since,
    parkedUntil: row.parked_until && row.parked_until > now() ? row.parked_until : null,
    problem: row.last_error
  }))
}

/** Tries a parked server again with the next round instead of at its time. @throws NotAllowed, NotFound */
export async function wakeServer(municipalityId: string, who: Who, host: string): Promise<void> {
  // The journal keeps it for ever.
  if (!/^[a-z0-9.-]{1,253}(:\d{1,5})?$/.test(host)) throw new NotFound()
  await inMunicipality(municipalityId, async (tx) => {
    must(who, 'channel.settle')
    await tx
      .updateTable('delivery')
      .set({ due_at: now() })
      .where('state', '=', 'due')
      .where('inbox', 'like', `https://${host.replace(/[\\%_]/g, '\\$&')}/%`)
      .execute()
    record(tx, who, 'domain.woken', tx.municipalityId, { domain: host })
  })
  await inInstallation((tx) =>
    tx.updateTable('remote_server').set({ parked_until: null }).where('host', '=', host).execute()
  )
}
