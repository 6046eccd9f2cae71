import type { Tx } from '#platform/database/database.ts'
import { hashToken } from '#platform/id.ts'
import { NotFound } from '#platform/refusal.ts'

/**
 * Where somebody goes on who holds a private link: below the same post, in their conversation once something public stands
 * in it. @throws NotFound
 */
export async function ownPlace(tx: Tx, token: string): Promise<{ post: string | null; parent: string | null }> {
  const row = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.conversation_id', 'conversation.post_id'])
    .where('message.link_hash', '=', hashToken(token))
    .where('message.state', '<>', 'deleted')
    .executeTakeFirst()
  if (!row) throw new NotFound('linkNotFound')
  const last = await tx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', row.conversation_id)
    .where('direction', 'in', ['in', 'out'])
    .where('visibility', 'in', ['public', 'unlisted'])
    .where('state', 'in', ['visible', 'sending', 'sent', 'failed'])
    .where('automatic', '=', false)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { post: row.post_id, parent: last?.id ?? null }
}
