// Reading posts for the desk: drafts, too.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { type Picture, picturesOf } from '#platform/media/images.ts'
import { NotFound } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Before } from './queries.ts'
import { likeOf } from './queries.ts'
import type { PostState } from './types.ts'

/** A post as the desk's list shows it. */
export interface DeskCard {
  id: string
  slug: string
  title: string
  state: PostState
  hasDraft: boolean
  unitName: string
  authorName: string | null
  changedAt: Date
  scheduledAt: Date | null
  publishedAt: Date | null
  scheduleProblem: string | null
  /** A channel refused it, or nobody knows whether it arrived. */
  trouble: boolean
  withoutGoal: boolean
}

export interface DeskListOptions {
  state?: PostState | null
  words?: string
  before?: Before | null
  limit?: number
}

/** Posts of all states, last changed first. Whoever may write somewhere sees them all: a town speaks with one voice. */
export async function listForDesk(
  tx: Tx,
  who: Who,
  options: DeskListOptions = {}
): Promise<{ cards: DeskCard[]; next: Before | null }> {
  if (!may(who, 'post.write')) return { cards: [], next: null }
  const limit = Math.min(options.limit ?? 30, 100)
  let query = tx
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .leftJoin('person', 'person.id', 'post.author_id')
    .select([
      'post.id',
      'post.slug',
      'post.draft_title',
      'post.state',
      'post.has_draft',
      'post.changed_at',
      'post.scheduled_at',
      'post.published_at',
      'post.schedule_problem',
      'unit.name as unit_name',
      'person.name as author_name'
    ])
    .select((select) => [
      select
        .exists(
          select
            .selectFrom('publication')
            .select('publication.id')
            .whereRef('publication.post_id', '=', 'post.id')
            .where('publication.state', 'in', ['refused', 'unknown'])
        )
        .as('trouble'),
      select
        .exists(
          select.selectFrom('post_goal').select('post_goal.goal_id').whereRef('post_goal.post_id', '=', 'post.id')
        )
        .as('has_goal')
    ])
  if (options.state) query = query.where('post.state', '=', options.state)
  const words = options.words?.trim().slice(0, 200)
  if (words) {
    query = query.where(({ or }) =>
      or([
        sql<boolean>`post.draft_title ilike ${`%${likeOf(words)}%`}`,
        sql<boolean>`post.search @@ websearch_to_tsquery('german', unaccent(${words}))`
      ])
    )
  }
  if (options.before) {
    const { at, id } = options.before
    query = query.where((where) => where(where.refTuple('post.changed_at', 'post.id'), '<', where.tuple(at, id)))
  }
  const rows = await query
    .orderBy('post.changed_at', 'desc')
    .orderBy('post.id', 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    cards: rows.slice(0, limit).map((row) => ({
      id: row.id,
      slug: row.slug,
      title: row.draft_title,
      state: row.state as PostState,
      hasDraft: row.has_draft,
      unitName: row.unit_name,
      authorName: row.author_name,
      changedAt: row.changed_at,
      scheduledAt: row.scheduled_at,
      publishedAt: row.published_at,
      scheduleProblem: row.schedule_problem,
      trouble: Boolean(row.trouble),
      withoutGoal: !row.has_goal
    })),
    next: last ? { at: last.changed_at, id: last.id } : null
  }
}

export interface DeskPost {
  id: string
  slug: string
  state: PostState
  revision: number
  version: number
  hasDraft: boolean
  title: string
  lead: string
  body: string
  unitId: string
  language: 'de' | 'en'
  goals: string[]
  topics: string[]
  picture: Picture | null
  fediverseForm: 'note' | 'article'
  comments: 'open' | 'closed'
  channelIds: string[] | null
  fourEyes: string[]
  /** The approval that is asked for and not answered. */
  reviewId: string | null
  /** The approval that was given. */
  approvalId: string | null
  scheduledAt: Date | null
  /** When a draft is meant to go out. */
  plannedAt: Date | null
  scheduleProblem: string | null
  publishedAt: Date | null
  correctedAt: Date | null
  withdrawnAt: Date | null
  withdrawalReason: string | null
  changedAt: Date
}

/** A post with its draft. @throws NotFound, also for who may not write anything anywhere */
export async function readForDesk(tx: Tx, who: Who, id: string): Promise<DeskPost> {
  if (!may(who, 'post.write')) throw new NotFound()
  const row = await tx.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  const goals = await tx
    .selectFrom('post_goal')
    .innerJoin('goal', 'goal.id', 'post_goal.goal_id')
    .select('goal.name')
    .where('post_goal.post_id', '=', id)
    .orderBy('goal.name')
    .execute()
  const topics = await tx
    .selectFrom('post_topic')
    .innerJoin('topic', 'topic.id', 'post_topic.topic_id')
    .select('topic.name')
    .where('post_topic.post_id', '=', id)
    .orderBy('topic.name')
    .execute()
  const pictures = await picturesOf(tx, row.image_id ? [row.image_id] : [])
  return {
    id: row.id,
    slug: row.slug,
    state: row.state as PostState,
    revision: row.draft_revision,
    version: row.version_number,
    hasDraft: row.has_draft,
    title: row.draft_title,
    lead: row.draft_lead,
    body: row.draft_body,
    unitId: row.unit_id,
    language: row.language === 'en' ? 'en' : 'de',
    goals: goals.map((goal) => goal.name),
    topics: topics.map((topic) => topic.name),
    picture: (row.image_id && pictures.get(row.image_id)) || null,
    fediverseForm: row.fediverse_form === 'note' ? 'note' : 'article',
    comments: row.comments === 'closed' ? 'closed' : 'open',
    channelIds: row.channel_ids,
    fourEyes: row.four_eyes,
    reviewId: row.review_id,
    approvalId: row.approval_id,
    scheduledAt: row.scheduled_at,
    plannedAt: row.planned_at,
    scheduleProblem: row.schedule_problem,
    publishedAt: row.published_at,
    correctedAt: row.corrected_at,
    withdrawnAt: row.withdrawn_at,
    withdrawalReason: row.withdrawal_reason,
    changedAt: row.changed_at
  }
}

export interface VersionRow {
  number: number
  title: string
  correctionNote: string | null
  authorName: string | null
  at: Date
}

/** The versions that were public, newest first, at most 200. */
export async function versionsOf(tx: Tx, postId: string): Promise<VersionRow[]> {
  const rows = await tx
    .selectFrom('post_version')
    .leftJoin('person', 'person.id', 'post_version.author_id')
    .select([
      'post_version.number',
      'post_version.title',
      'post_version.correction_note',
      'post_version.at',
      'person.name'
    ])
    .where('post_version.post_id', '=', postId)
    .orderBy('post_version.number', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    title: row.title,
    correctionNote: row.correction_note,
    authorName: row.name,
    at: row.at
  }))
}

/** One version as it was public. @throws NotFound */
export async function readVersion(tx: Tx, postId: string, number: number) {
  const row = await tx
    .selectFrom('post_version')
    .selectAll()
    .where('post_id', '=', postId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    number: row.number,
    title: row.title,
    lead: row.lead,
    html: row.html,
    correctionNote: row.correction_note,
    at: row.at
  }
}

export interface UnitChoice {
  id: string
  name: string
  depth: number
  /** Its own id and those of the units above it. */
  above: string[]
}

/** The units in which this person may write, as a tree in reading order. */
export async function unitsToWriteFor(tx: Tx, who: Who): Promise<UnitChoice[]> {
  const units = await tx
    .selectFrom('unit')
    .select(['id', 'parent_id', 'name'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(2000)
    .execute()
  const choices: UnitChoice[] = []
  const walk = (parent: string | null, above: string[]): void => {
    for (const unit of units.filter((one) => one.parent_id === parent)) {
      if (may(who, 'post.write', unit.id))
        choices.push({ id: unit.id, name: unit.name, depth: above.length, above: [unit.id, ...above] })
      walk(unit.id, [unit.id, ...above])
    }
  }
  walk(null, [])
  return choices
}
