import { goalsByName } from '#goals/find.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Who } from '#people/types.ts'
import { topicsByName } from './topics.ts'

/** Files a post under these goals and topics, and under no others. Answers whether anything changed. */
export async function fileUnder(
  tx: Tx,
  who: Who,
  postId: string,
  names: { goals?: string[]; topics?: string[] }
): Promise<boolean> {
  let changed = false
  if (names.goals) {
    const wanted = (await goalsByName(tx, who, names.goals)).map((goal) => goal.id)
    const had = (await tx.selectFrom('post_goal').select('goal_id').where('post_id', '=', postId).execute()).map(
      (row) => row.goal_id
    )
    if (!isSame(wanted, had)) {
      changed = true
      await tx.deleteFrom('post_goal').where('post_id', '=', postId).execute()
      if (wanted.length > 0)
        await tx
          .insertInto('post_goal')
          .values(wanted.map((goal_id) => ({ post_id: postId, goal_id })))
          .execute()
    }
  }
  if (names.topics) {
    const wanted = (await topicsByName(tx, who, names.topics)).map((topic) => topic.id)
    const had = (await tx.selectFrom('post_topic').select('topic_id').where('post_id', '=', postId).execute()).map(
      (row) => row.topic_id
    )
    if (!isSame(wanted, had)) {
      changed = true
      await tx.deleteFrom('post_topic').where('post_id', '=', postId).execute()
      if (wanted.length > 0)
        await tx
          .insertInto('post_topic')
          .values(wanted.map((topic_id) => ({ post_id: postId, topic_id })))
          .execute()
    }
  }
  return changed
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}
