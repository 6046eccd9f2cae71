// Whether a channel may publish. `channels/` asks this before anything goes out.
import type { Tx } from '#platform/database/database.ts'

/** Why a channel publishes nothing; also what a refused publication is marked with. */
export type ConceptStop = 'concept-missing' | 'concept-withdrawn'

/** Notes of calls reach nobody, and a practice channel no real network: they need no concept. */
const withoutConcept = new Set(['note', 'practice'])

/** Whether a channel on this network needs a concept before it may publish. */
export function needsConcept(network: string): boolean {
  return !withoutConcept.has(network)
}

/** The channels of these that may not publish, and why. An overdue review stops nothing. */
export async function conceptStops(
  tx: Tx,
  channels: { id: string; network: string }[]
): Promise<Map<string, ConceptStop>> {
  const asked = channels.filter((channel) => needsConcept(channel.network)).map((channel) => channel.id)
  if (asked.length === 0) return new Map()
  const rows = await tx
    .selectFrom('concept')
    .select(['channel_id', 'in_force', 'withdrawn_at'])
    .where('channel_id', 'in', asked)
    .execute()
  const known = new Map(rows.map((row) => [row.channel_id, row]))
  return new Map(
    asked.flatMap((id): [string, ConceptStop][] => {
      const row = known.get(id)
      if (row && row.in_force !== null) return []
      return [[id, row?.withdrawn_at ? 'concept-withdrawn' : 'concept-missing']]
    })
  )
}
