// What serves a goal, in four figures. Conversations are never counted here: each post keeps how many it has (post_talk).
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

export interface Served {
  /** Drafts, what waits for an approval, and scheduled posts. */
  planned: number
  /** Published posts. */
  said: number
  /** Conversations about these posts, and those that serve the goal by themselves. */
  asked: number
  answered: number
}

export const nothing: Served = { planned: 0, said: 0, asked: 0, answered: 0 }

/** The figures of all goals that something serves, or of one. What serves its sub-goals is counted there. */
export async function servedCounts(tx: Tx, goalId: string | null = null): Promise<Map<string, Served>> {
  const { rows } = await sql<Served & { goal_id: string }>`
    select goal_id, sum(planned)::int as planned, sum(said)::int as said, sum(asked)::int as asked, sum(answered)::int as answered
    from (
      select pg.goal_id, count(*) filter (where p.state in ('draft', 'in_review', 'scheduled')) as planned,
        count(*) filter (where p.state = 'published') as said,
        coalesce(sum(t.asked), 0) as asked, coalesce(sum(t.answered), 0) as answered
      from post_goal pg join post p on p.id = pg.post_id left join post_talk t on t.post_id = p.id
      where ${goalId}::uuid is null or pg.goal_id = ${goalId} group by pg.goal_id
      union all
      select cg.goal_id, 0, 0, count(*), count(*) filter (where c.answer_count > 0)
      from conversation_goal cg join conversation c on c.id = cg.conversation_id
      where (${goalId}::uuid is null or cg.goal_id = ${goalId})
        and not exists (select 1 from post_goal pg where pg.post_id = c.post_id and pg.goal_id = cg.goal_id)
      group by cg.goal_id
    ) as both_ways group by goal_id`.execute(tx)
  return new Map(rows.map(({ goal_id, ...served }) => [goal_id, served]))
}
