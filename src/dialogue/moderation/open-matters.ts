// Whether something is open about a message, so that a copy is kept when it goes: its author may take it back, but not the proof.
import type { Who } from '#people/types.ts'
import { takeEvidence } from '#moderation/evidence.ts'
import type { Tx } from '#platform/database/database.ts'
import { isReported } from '../reports/queries.ts'

/** A decision waits for a second person or a review, was reported to the police, or somebody gave notice of the message. */
export async function isMatterOpen(tx: Tx, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('decision')
    .leftJoin('decision_review', (join) =>
      join.onRef('decision_review.decision_id', '=', 'decision.id').on('decision_review.outcome', 'is', null)
    )
    .select('decision.id')
    .where('decision.message_id', '=', messageId)
    .where(({ or, and, eb }) =>
      or([
        eb('decision.state', '=', 'waiting'),
        eb('decision_review.id', 'is not', null),
        and([eb('decision.step', '=', 'police'), eb('decision.state', '=', 'in_force')])
      ])
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined || (await isReported(tx, messageId))
}

/** Call before a message's content goes by another hand than the moderation's. Without an open matter nothing is kept. */
export async function keepIfOpen(tx: Tx, who: Who, messageId: string, why: 'author' | 'server'): Promise<void> {
  if (await isMatterOpen(tx, messageId)) await takeEvidence(tx, who, { message: messageId, why })
}
