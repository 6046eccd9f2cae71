import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

/** Whether everything the other side said was rejected or taken back. */
export async function nothingStands(tx: Tx, conversationId: string): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`
    select exists (select 1 from message where conversation_id = ${conversationId} and direction = 'in'
      and state in ('held', 'visible', 'hidden')) as stands`.execute(tx)
  return !rows[0]!.stands
}

/** A short mark of a text as somebody saw it, so that nobody decides about words that were changed under their hands. */
export function textMark(message: { text: string; html: string }): string {
  return createHash('sha256').update(message.html).update('\0').update(message.text).digest('hex').slice(0, 16)
}
