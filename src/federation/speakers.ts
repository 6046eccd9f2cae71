import type { Tx } from '#platform/database/database.ts'
import { homeOf } from './home.ts'

/** Under which name each channel speaks in the Fediverse, as others see it. */
export async function speakersOf(tx: Tx): Promise<Map<string, { name: string; handle: string }>> {
  const { handleDomain } = await homeOf(tx)
  const rows = await tx.selectFrom('fediverse_actor').select(['channel_id', 'username', 'name']).limit(500).execute()
  return new Map(
    rows.map((row) => [row.channel_id, { name: row.name, handle: `@${row.username}@${handleDomain}` }] as const)
  )
}
