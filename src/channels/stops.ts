// Why a channel is not to be spoken on.
import { conceptStops, type ConceptStop } from '#concepts/state.ts'
import type { Tx } from '#platform/database/database.ts'

/** Also what a refused publication is marked with. */
export type ChannelStop = ConceptStop | 'candidate-account'

interface Asked {
  id: string
  network: string
  account_kind: string
}

/**
 * The channels of these on which nothing may be published, and why: the concept does not allow it, or the account is that of a
 * candidate, for whom an office must never speak.
 */
export async function channelStops(tx: Tx, channels: Asked[]): Promise<Map<string, ChannelStop>> {
  const stops = new Map<string, ChannelStop>(await conceptStops(tx, channels))
  for (const { id, account_kind } of channels) if (account_kind === 'candidate') stops.set(id, 'candidate-account')
  return stops
}
