// What serves a goal, and what serves none: posts, conversations, campaigns. Every list is bounded.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'

export interface ServingPost {
  id: string
  title: string
  state: string
  at: Date
}

export interface ServingTalk {
  id: string
  subject: string
  unitName: string | null
  state: string
  isAnswered: boolean
  at: Date
}

export interface ServingCampaign {
  id: string
  title: string
  state: string
}

/** How many rows a list shows. */
export const shown = 10

/** The newest posts of a goal: those that are planned, or those that are public. */
export async function postsOf(tx: Tx, goalId: string, which: 'planned' | 'said'): Promise<ServingPost[]> {
  const rows = await tx
    .selectFrom('post_goal')
    .innerJoin('post', 'post.id', 'post_goal.post_id')
    .select(['post.id', 'post.draft_title', 'post.state', 'post.published_at', 'post.scheduled_at', 'post.changed_at'])
    .where('post_goal.goal_id', '=', goalId)
    .where('post.state', 'in', which === 'said' ? ['published'] : ['draft', 'in_review', 'scheduled'])
    .orderBy(which === 'said' ? 'post.published_at' : 'post.changed_at', 'desc')
    .limit(shown)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.draft_title,
    state: row.state,
    at: (which === 'said' ? row.published_at : row.scheduled_at) ?? row.changed_at
  }))
}

interface TalkRow {
  id: string
  subject: string
  unit_id: string | null
  unit_name: string | null
  assignee_id: string | null
  state: string
  answer_count: number
  last_message_at: Date
}

/** The newest conversations of a goal that this person may read. Relies on conversation_post and conversation_goal_goal. */
export async function talksOf(tx: Tx, who: Person, goalId: string): Promise<ServingTalk[]> {
  const { rows } = await sql<TalkRow>`
    select c.id, c.subject, c.unit_id, u.name as unit_name, c.assignee_id, c.state, c.answer_count, c.last_message_at
    from conversation c left join unit u on u.id = c.unit_id
    where c.id in (
      (select c.id from post_goal pg join conversation c on c.post_id = pg.post_id
        where pg.goal_id = ${goalId} order by c.last_message_at desc limit 100)
      union all
      (select conversation_id from conversation_goal where goal_id = ${goalId} limit 1000)
    ) order by c.last_message_at desc limit 200`.execute(tx)
  return readable(rows, who).slice(0, shown)
}

function readable(rows: TalkRow[], who: Person): ServingTalk[] {
  return rows
    .filter((row) => may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
    .map((row) => ({
      id: row.id,
      subject: row.subject,
      unitName: row.unit_name,
      state: row.state,
      isAnswered: row.answer_count > 0,
      at: row.last_message_at
    }))
}

/** The campaigns of a goal, the last changed first. */
export async function campaignsOf(tx: Tx, goalId: string): Promise<ServingCampaign[]> {
  return tx
    .selectFrom('campaign_goal')
    .innerJoin('campaign', 'campaign.id', 'campaign_goal.campaign_id')
    .select(['campaign.id', 'campaign.title', 'campaign.state'])
    .where('campaign_goal.goal_id', '=', goalId)
    .orderBy('campaign.changed_at', 'desc')
    .limit(shown)
    .execute()
}

export interface Unserving {
  posts: ServingPost[]
  /** Counted up to `countedTo`. */
  postCount: number
  talks: ServingTalk[]
  /** Among the newest open conversations, up to `countedTo`. */
  talkCount: number
  /** Planned and running ones. */
  campaigns: ServingCampaign[]
  /** Counted up to `countedTo`. */
  campaignCount: number
}

/** Beyond it, figures of what serves nothing say "more than". */
export const countedTo = 1000

/** What serves no goal: the newest posts that are planned or public, the newest open conversations, and open campaigns. */
export async function servingNone(tx: Tx, who: Person): Promise<Unserving> {
  const posts = await sql<{ id: string; draft_title: string; state: string; at: Date }>`
    select id, draft_title, state, coalesce(published_at, changed_at) as at from post
    where state in ('draft', 'in_review', 'scheduled', 'published')
      and not exists (select 1 from post_goal pg where pg.post_id = post.id)
    order by changed_at desc limit ${countedTo + 1}`.execute(tx)
  // Relies on conversation_open: only the newest are looked at, however many there are.
  const talks = await sql<TalkRow>`
    select c.id, c.subject, c.unit_id, u.name as unit_name, c.assignee_id, c.state, c.answer_count, c.last_message_at
    from (select * from conversation where state <> 'done' order by last_message_at desc, id desc limit ${countedTo + 1}) as c
    left join unit u on u.id = c.unit_id
    where not exists (select 1 from post_goal pg where pg.post_id = c.post_id)
      and not exists (select 1 from conversation_goal cg where cg.conversation_id = c.id)
    order by c.last_message_at desc`.execute(tx)
  const campaigns = await sql<ServingCampaign>`
    select id, title, state from campaign where state in ('planned', 'running')
      and not exists (select 1 from campaign_goal cg where cg.campaign_id = campaign.id)
    order by changed_at desc limit ${countedTo + 1}`.execute(tx)
  return {
    posts: posts.rows
      .slice(0, shown)
      .map((row) => ({ id: row.id, title: row.draft_title, state: row.state, at: row.at })),
    postCount: posts.rows.length,
    talks: readable(talks.rows, who).slice(0, shown),
    talkCount: talks.rows.length,
    campaigns: campaigns.rows.slice(0, shown),
    campaignCount: campaigns.rows.length
  }
}
