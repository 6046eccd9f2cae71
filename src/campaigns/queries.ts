// Reading campaigns: the list, and one with its whole plan.
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotAllowed, NotFound } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { CampaignState } from './types.ts'

export interface CampaignCard {
  id: string
  title: string
  state: CampaignState
  unitName: string
  startsOn: string | null
  endsOn: string | null
  reviewOn: string | null
  /** Its day has come and it is not over. */
  reviewIsDue: boolean
  posts: number
  hoursBudget: number | null
  hours: number
}

/** Campaigns of a state (of none given: all that are not put away), last changed first, at most 200. */
export async function listCampaigns(tx: Tx, who: Who, state: CampaignState | null = null): Promise<CampaignCard[]> {
  if (!may(who, 'post.write')) throw new NotAllowed()
  const { time_zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const today = dayIn(now(), time_zone)
  let query = tx
    .selectFrom('campaign')
    .innerJoin('unit', 'unit.id', 'campaign.unit_id')
    .selectAll('campaign')
    .select('unit.name as unit_name')
    .select((select) => [
      select
        .selectFrom('post')
        .whereRef('post.campaign_id', '=', 'campaign.id')
        .select((post) => post.fn.countAll<number>().as('n'))
        .as('posts'),
      select
        .selectFrom('campaign_hours')
        .whereRef('campaign_hours.campaign_id', '=', 'campaign.id')
        .select((hours) => hours.fn.sum<number>('hours').as('n'))
        .as('hours')
    ])
  query = state ? query.where('campaign.state', '=', state) : query.where('campaign.state', '<>', 'archived')
  const rows = await query.orderBy('campaign.changed_at', 'desc').orderBy('campaign.id').limit(200).execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    state: row.state as CampaignState,
    unitName: row.unit_name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reviewOn: row.review_on,
    reviewIsDue: isOpen(row.state) && row.review_on !== null && row.review_on <= today,
    posts: Number(row.posts ?? 0),
    hoursBudget: row.hours_budget,
    hours: Number(row.hours ?? 0)
  }))
}

function isOpen(state: string): boolean {
  return state === 'planned' || state === 'running'
}

export interface Measure {
  id: string
  name: string
  figure: string
  target: number | null
  dueOn: string | null
  /** Oldest first. */
  results: { id: string; day: string; value: number; note: string }[]
}

export interface CampaignPage {
  id: string
  title: string
  state: CampaignState
  revision: number
  unitId: string
  unitName: string
  problem: string
  messages: string[]
  startsOn: string | null
  endsOn: string | null
  reviewOn: string | null
  reviewIsDue: boolean
  hoursBudget: number | null
  goals: { id: string; name: string }[]
  audiences: { id: string; name: string }[]
  instruments: { instrument: string; reason: string }[]
  people: { id: string; name: string; left: boolean }[]
  measures: Measure[]
  /** Newest first. */
  hours: { id: string; day: string; hours: number; note: string }[]
  hoursSum: number
  reviews: { id: string; finding: string; by: string | null; at: Date }[]
  posts: { id: string; title: string; state: string; at: Date }[]
}

/** A campaign with its whole plan. @throws NotAllowed, NotFound */
export async function readCampaign(tx: Tx, who: Who, id: string): Promise<CampaignPage> {
  if (!may(who, 'post.write')) throw new NotAllowed()
  const row = await tx
    .selectFrom('campaign')
    .innerJoin('unit', 'unit.id', 'campaign.unit_id')
    .selectAll('campaign')
    .select('unit.name as unit_name')
    .where('campaign.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const { time_zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const goals = await tx
    .selectFrom('campaign_goal')
    .innerJoin('goal', 'goal.id', 'campaign_goal.goal_id')
    .select(['goal.id', 'goal.name'])
    .where('campaign_goal.campaign_id', '=', id)
    .orderBy('goal.name')
    .execute()
  const audiences = await tx
    .selectFrom('campaign_audience')
    .innerJoin('audience', 'audience.id', 'campaign_audience.audience_id')
    .select(['audience.id', 'audience.name'])
    .where('campaign_audience.campaign_id', '=', id)
    .orderBy('audience.name')
    .execute()
  const instruments = await tx
    .selectFrom('campaign_instrument')
    .select(['instrument', 'reason'])
    .where('campaign_id', '=', id)
    .orderBy('instrument')
    .execute()
  const people = await tx
    .selectFrom('campaign_person')
    .innerJoin('person', 'person.id', 'campaign_person.person_id')
    .select(['person.id', 'person.name', 'person.left_at'])
    .where('campaign_person.campaign_id', '=', id)
    .orderBy('person.name')
    .execute()
  const hours = await tx
    .selectFrom('campaign_hours')
    .select(['id', 'on_day', 'hours', 'note'])
    .where('campaign_id', '=', id)
    .orderBy('on_day', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1000)
    .execute()
  const reviews = await tx
    .selectFrom('campaign_review')
    .leftJoin('person', 'person.id', 'campaign_review.by_id')
    .select(['campaign_review.id', 'finding', 'at', 'person.name'])
    .where('campaign_id', '=', id)
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  const posts = await tx
    .selectFrom('post')
    .select(['id', 'draft_title', 'state', 'published_at', 'scheduled_at', 'changed_at'])
    .where('campaign_id', '=', id)
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  const today = dayIn(now(), time_zone)
  return {
    id: row.id,
    title: row.title,
    state: row.state as CampaignState,
    revision: row.revision,
    unitId: row.unit_id,
    unitName: row.unit_name,
    problem: row.problem,
    messages: row.messages,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reviewOn: row.review_on,
    reviewIsDue: isOpen(row.state) && row.review_on !== null && row.review_on <= today,
    hoursBudget: row.hours_budget,
    goals,
    audiences,
    instruments,
    people: people.map((one) => ({ id: one.id, name: one.name, left: one.left_at !== null })),
    measures: await measuresOf(tx, id),
    hours: hours.map((one) => ({ id: one.id, day: one.on_day, hours: one.hours, note: one.note })),
    hoursSum: hours.reduce((sum, one) => sum + one.hours, 0),
    reviews: reviews.map((one) => ({ id: one.id, finding: one.finding, by: one.name, at: one.at })),
    posts: posts.map((post) => ({
      id: post.id,
      title: post.draft_title,
      state: post.state,
      at: post.published_at ?? post.scheduled_at ?? post.changed_at
    }))
  }
}

async function measuresOf(tx: Tx, campaign: string): Promise<Measure[]> {
  const measures = await tx
    .selectFrom('campaign_measure')
    .select(['id', 'name', 'figure', 'target', 'due_on'])
    .where('campaign_id', '=', campaign)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const results = await tx
    .selectFrom('campaign_result')
    .innerJoin('campaign_measure', 'campaign_measure.id', 'campaign_result.measure_id')
    .select(['campaign_result.id', 'measure_id', 'on_day', 'value', 'note'])
    .where('campaign_measure.campaign_id', '=', campaign)
    .orderBy('on_day')
    .orderBy('campaign_result.created_at')
    .limit(15_000)
    .execute()
  return measures.map((measure) => ({
    id: measure.id,
    name: measure.name,
    figure: measure.figure,
    target: measure.target,
    dueOn: measure.due_on,
    results: results
      .filter((one) => one.measure_id === measure.id)
      .map((one) => ({ id: one.id, day: one.on_day, value: one.value, note: one.note }))
  }))
}
