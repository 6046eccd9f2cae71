import type { Tx } from '#platform/database/database.ts'
import { add } from './announce.ts'

/**
 * Sends our message to where the question was asked: a publication on the message's channel, in the caller's
 * transaction. The message should be in state `sending`; it becomes `sent` (with its remote id) or `failed` by itself.
 */
export async function sendAnswer(tx: Tx, message: { id: string; channelId: string }): Promise<void> {
  await add(tx, { channelId: message.channelId, purpose: 'answer', messageId: message.id })
}
