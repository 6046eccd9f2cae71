import { networkOf } from '#channels/networks.ts'
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'

/** Longest answer where the network sets no limit. */
export const maxAnswer = 10_000

/** How many signs an answer on this channel may have. @throws Refusal where the channel cannot carry answers */
export async function answerLimit(tx: Tx, channelId: string): Promise<number> {
  const channel = await tx
    .selectFrom('channel')
    .select(['network', 'settings'])
    .where('id', '=', channelId)
    .executeTakeFirstOrThrow()
  const limits = networkOf(channel.network).limits(channel.settings)
  if (!limits.canAnswer) throw new Refusal('channelCannotAnswer')
  return Math.min(limits.textLength ?? maxAnswer, maxAnswer)
}
