import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { lockConversation } from './row.ts'

/** How many goals a conversation can serve by itself. */
const most = 10

/**
 * Says which goals a conversation serves by itself, and no others; those of the post it is about it serves anyway.
 * Whoever may pass it on to a department may say what it serves.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function serveGoals(tx: Tx, who: Who, input: { conversation: string; goals: string[] }): Promise<void> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.assign', conversation.unit_id)
  const wanted = [...new Set(input.goals)]
  if (wanted.length > most) throw new Invalid({ goals: 'tooManyGoals' }, 'tooManyGoals', { max: most })
  // What is archived meanwhile cannot be chosen any more, and stays.
  const rows = await tx
    .selectFrom('conversation_goal')
    .innerJoin('goal', 'goal.id', 'conversation_goal.goal_id')
    .select('goal_id')
    .where('conversation_id', '=', conversation.id)
    .where('goal.archived_at', 'is', null)
    .execute()
  const had = rows.map((row) => row.goal_id)
  const added = wanted.filter((id) => !had.includes(id))
  const removed = had.filter((id) => !wanted.includes(id))
  if (added.length + removed.length === 0) return
  if (added.length > 0) {
    const live = await tx
      .selectFrom('goal')
      .select('id')
      .where('id', 'in', added)
      .where('archived_at', 'is', null)
      .execute()
    if (live.length < added.length) throw new Invalid({ goals: 'goals.notFound' })
    await tx
      .insertInto('conversation_goal')
      .values(added.map((goal_id) => ({ conversation_id: conversation.id, goal_id })))
      .execute()
  }
  if (removed.length > 0)
    await tx
      .deleteFrom('conversation_goal')
      .where('conversation_id', '=', conversation.id)
      .where('goal_id', 'in', removed)
      .execute()
  record(tx, who, 'conversation.goals-changed', conversation, { goals: wanted })
}
