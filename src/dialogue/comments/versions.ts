// What a comment said before its author changed it. Kept as a raw copy: it has the message's retention and goes with it.
import type { Tx } from '#platform/database/database.ts'

/** The earlier texts of these messages, by message, the oldest first; at most ten of each. */
export async function versionsOf(tx: Tx, ids: string[]): Promise<Map<string, { text: string; until: Date }[]>> {
  const found = new Map<string, { text: string; until: Date }[]>()
  if (ids.length === 0) return found
  const rows = await tx
    .selectFrom('incoming_raw')
    .select(['message_id', 'body', 'understood_at', 'received_at'])
    .where('message_id', 'in', ids.slice(0, 500))
    .where('kind', '=', 'text-before-correction')
    .orderBy('understood_at')
    .limit(500)
    .execute()
  for (const { message_id: id, body, understood_at: until, received_at: at } of rows) {
    const { text = '' } = body as { text?: string }
    if (!id || text === '') continue
    const list = found.get(id) ?? []
    if (list.length < 10) list.push({ text, until: until ?? at })
    found.set(id, list)
  }
  return found
}
