// Reading posts for the public: only what is published, or was and is withdrawn.
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { type Elsewhere, elsewhereOf } from '#channels/queries.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.ts'
import { readyQuery } from '#platform/database/ready.ts'
import { type Picture, pictureColumns, picturesOf } from '#platform/media/images.ts'
import { withoutWithdrawn } from '#media/shown.ts'
import type { Goal } from '#goals/find.ts'
import type { Topic } from './topics.ts'
import type { Heading } from './types.ts'

/** A post as lists show it. */
export interface PostCard {
  id: string
  slug: string
  title: string
  lead: string
  language: string
  unitId: string
  unitName: string
  publishedAt: Date
  correctedAt: Date | null
  topics: Topic[]
  picture: Picture | null
}

/** Where a list goes on: the last card of the page before. */
export interface Before {
  at: Date
  id: string
}

export interface ListOptions {
  before?: Before | null
  limit?: number
  topicId?: string
  goalId?: string
  unitId?: string
}

/** Published posts, newest first, and where the list goes on (null: it ends). */
export async function listPublished(
  tx: Tx,
  options: ListOptions = {}
): Promise<{ cards: PostCard[]; next: Before | null }> {
  const limit = Math.min(options.limit ?? 10, 100)
  let query = cards(tx).where('post.state', '=', 'published')
  if (options.topicId) {
    const topicId = options.topicId
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('post_topic')
          .select('topic_id')
          .whereRef('post_topic.post_id', '=', 'post.id')
          .where('topic_id', '=', topicId)
      )
    )
  }
  if (options.goalId) {
    const goalId = options.goalId
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('post_goal')
          .select('goal_id')
          .whereRef('post_goal.post_id', '=', 'post.id')
          .where('goal_id', '=', goalId)
      )
    )
  }
  if (options.unitId) query = query.where('post.unit_id', '=', options.unitId)
  if (options.before) {
    const { at, id } = options.before
    query = query.where((where) => where(where.refTuple('post.published_at', 'post.id'), '<', where.tuple(at, id)))
  }
  const rows = await query
    .orderBy('post.published_at', 'desc')
    .orderBy('post.id', 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    cards: await complete(tx, rows.slice(0, limit)),
    next: last?.published_at ? { at: last.published_at, id: last.id } : null
  }
}

/** Published posts that hold these words, the best first, at most 50. */
export async function searchPublished(tx: Tx, words: string): Promise<PostCard[]> {
  const query = words.trim().slice(0, 200)
  if (!query) return []
  const asked = sql<string>`websearch_to_tsquery('german', unaccent(${query}))`
  const rows = await cards(tx)
    .where('post.state', '=', 'published')
    .where(({ or }) =>
      or([
        sql<boolean>`post.search @@ ${asked}`,
        sql<boolean>`lower(version.title) like ${`%${likeOf(query.toLowerCase())}%`}`
      ])
    )
    .orderBy(sql`ts_rank(post.search, ${asked})`, 'desc')
    .orderBy('post.published_at', 'desc')
    .limit(50)
    .execute()
  return complete(tx, rows)
}

/** A text as it stands inside a LIKE pattern. */
export function likeOf(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

export interface Article extends PostCard {
  /** What stands below the picture above the text. */
  pictureNote: { caption: string; author: string } | null
  /** There was one, and it is not shown any more. */
  pictureWithdrawn: boolean
  state: 'published' | 'withdrawn'
  version: number
  body: string
  html: string
  headings: Heading[]
  words: number
  comments: 'open' | 'closed'
  /** They rest until then. */
  pausedUntil: Date | null
  goals: Goal[]
  elsewhere: Elsewhere[]
  withdrawnAt: Date | null
  withdrawalReason: string | null
  /** What was corrected, newest first. */
  corrections: { at: Date; note: string }[]
}

/** A post as the site shows it, also when it was withdrawn; null when there is none or it was never public. */
export async function readArticle(tx: Tx, slug: string): Promise<Article | null> {
  return toArticle(tx, (await rowBySlug(tx, slug))[0])
}

/** The same by id. */
export async function articleById(tx: Tx, id: string): Promise<Article | null> {
  return toArticle(tx, (await rowById(tx, id))[0])
}

const rowBySlug = readyQuery((tx, slug) => articleQuery(tx).where('post.slug', '=', slug))
const rowById = readyQuery((tx, id) => articleQuery(tx).where('post.id', '=', id))

/** One question for the whole article: every reader's page that is made anew waits for it. */
function articleQuery(tx: Tx) {
  return cards(tx)
    .select([
      'post.state',
      'post.comments',
      'post.comments_paused_until',
      'post.withdrawn_at',
      'post.withdrawal_reason',
      'version.number',
      'version.body',
      'version.html',
      'version.headings',
      'version.words'
    ])
    .select((one) => [
      jsonArrayFrom(
        one
          .selectFrom('post_topic')
          .innerJoin('topic', 'topic.id', 'post_topic.topic_id')
          .select(['topic.id', 'topic.name', 'topic.slug'])
          .whereRef('post_topic.post_id', '=', 'post.id')
          .orderBy('topic.name')
      ).as('topics'),
      jsonArrayFrom(
        one
          .selectFrom('post_goal')
          .innerJoin('goal', 'goal.id', 'post_goal.goal_id')
          .select(['goal.id', 'goal.name', 'goal.slug'])
          .whereRef('post_goal.post_id', '=', 'post.id')
          .orderBy('goal.name')
      ).as('goals'),
      jsonArrayFrom(
        one
          .selectFrom('post_version as corrected')
          .select(['corrected.at', 'corrected.correction_note'])
          .whereRef('corrected.post_id', '=', 'post.id')
          .where('corrected.correction_note', 'is not', null)
          .orderBy('corrected.number', 'desc')
          .limit(20)
      ).as('corrections'),
      elsewhereOf(one as unknown as ExpressionBuilder<DB, 'post'>).as('elsewhere'),
      jsonObjectFrom(
        one
          .selectFrom('media')
          .select([...pictureColumns, 'media.caption', 'media.author', 'media.withdrawn_at'])
          .whereRef('media.id', '=', 'version.image_id')
      ).as('picture')
    ])
    .where('post.state', 'in', ['published', 'withdrawn'])
}

type ArticleRow = Awaited<ReturnType<typeof rowBySlug>>[number]

async function toArticle(tx: Tx, row: ArticleRow | undefined): Promise<Article | null> {
  if (!row) return null
  const above = row.picture as (Picture & { caption: string; author: string; withdrawn_at: string | null }) | null
  const [html = ''] = await withoutWithdrawn(tx, [row.html], row.language)
  return {
    ...toCard(row, row.topics, above?.withdrawn_at ? null : above),
    pictureNote: above && !above.withdrawn_at ? { caption: above.caption, author: above.author } : null,
    pictureWithdrawn: Boolean(above?.withdrawn_at),
    state: row.state === 'withdrawn' ? 'withdrawn' : 'published',
    version: row.number,
    body: row.body,
    html,
    headings: row.headings as Heading[],
    words: row.words,
    comments: row.comments === 'closed' ? 'closed' : 'open',
    pausedUntil: row.comments_paused_until && row.comments_paused_until > now() ? row.comments_paused_until : null,
    goals: row.goals,
    elsewhere: row.elsewhere,
    withdrawnAt: row.withdrawn_at,
    withdrawalReason: row.withdrawal_reason,
    corrections: row.corrections.map((one) => ({ at: new Date(one.at), note: one.correction_note ?? '' }))
  }
}

/** A topic by its slug. */
export async function readTopic(tx: Tx, slug: string): Promise<Topic | null> {
  return (
    (await tx.selectFrom('topic').select(['id', 'name', 'slug']).where('slug', '=', slug).executeTakeFirst()) ?? null
  )
}

/** The topics that have published posts, by name, with how many and the newest; at most 200. */
export async function publicTopics(tx: Tx): Promise<(Topic & { count: number; newestAt: Date })[]> {
  const rows = await tx
    .selectFrom('topic')
    .innerJoin('post_topic', 'post_topic.topic_id', 'topic.id')
    .innerJoin('post', 'post.id', 'post_topic.post_id')
    .select(['topic.id', 'topic.name', 'topic.slug'])
    .select((select) => [select.fn.countAll<number>().as('count'), select.fn.max('post.published_at').as('newest')])
    .where('post.state', '=', 'published')
    .groupBy(['topic.municipality_id', 'topic.id'])
    .orderBy('topic.name')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    slug: row.slug,
    count: Number(row.count),
    newestAt: row.newest as Date
  }))
}

/** Every published post's address and last change, for the sitemap; as many as one may hold. */
export async function listForSitemap(tx: Tx): Promise<{ slug: string; changedAt: Date }[]> {
  const rows = await tx
    .selectFrom('post')
    .select(['slug', 'published_at', 'corrected_at'])
    .where('state', '=', 'published')
    .orderBy('published_at', 'desc')
    .limit(45_000)
    .execute()
  return rows.map((row) => ({ slug: row.slug, changedAt: row.corrected_at ?? row.published_at! }))
}

/** Published posts with their whole text, newest first, for feeds. */
export async function listForFeed(
  tx: Tx,
  options: { topicId?: string; limit?: number } = {}
): Promise<(PostCard & { html: string; correctionNote: string | null })[]> {
  const { cards: found } = await listPublished(tx, {
    limit: options.limit ?? 30,
    ...(options.topicId && { topicId: options.topicId })
  })
  if (found.length === 0) return []
  const rows = await tx
    .selectFrom('post')
    .innerJoin('post_version', (join) =>
      join.onRef('post_version.post_id', '=', 'post.id').onRef('post_version.number', '=', 'post.version_number')
    )
    .select(['post.id', 'post_version.html', 'post_version.correction_note'])
    .where(
      'post.id',
      'in',
      found.map((card) => card.id)
    )
    .execute()
  const shown = await withoutWithdrawn(
    tx,
    rows.map((row) => row.html),
    found[0]!.language
  )
  const html = new Map(rows.map((row, index) => [row.id, shown[index]!]))
  const notes = new Map(rows.map((row) => [row.id, row.correction_note]))
  return found.map((card) => ({ ...card, html: html.get(card.id) ?? '', correctionNote: notes.get(card.id) ?? null }))
}

function cards(tx: Tx) {
  return tx
    .selectFrom('post')
    .innerJoin('post_version as version', (join) =>
      join.onRef('version.post_id', '=', 'post.id').onRef('version.number', '=', 'post.version_number')
    )
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select([
      'post.id',
      'post.slug',
      'post.language',
      'post.unit_id',
      'post.published_at',
      'post.corrected_at',
      'unit.name as unit_name',
      'version.title',
      'version.lead',
      'version.image_id'
    ])
}

type CardRow = Awaited<ReturnType<ReturnType<typeof cards>['execute']>>[number]

/** Adds pictures and topics, with one query each for the whole list. */
async function complete(tx: Tx, rows: CardRow[]): Promise<PostCard[]> {
  if (rows.length === 0) return []
  const pictures = await picturesOf(
    tx,
    rows.flatMap((row) => row.image_id ?? [])
  )
  const topics = await tx
    .selectFrom('post_topic')
    .innerJoin('topic', 'topic.id', 'post_topic.topic_id')
    .select(['post_topic.post_id', 'topic.id', 'topic.name', 'topic.slug'])
    .where(
      'post_topic.post_id',
      'in',
      rows.map((row) => row.id)
    )
    .orderBy('topic.name')
    .execute()
  return rows.map((row) =>
    toCard(
      row,
      topics.filter((topic) => topic.post_id === row.id).map(({ id, name, slug }) => ({ id, name, slug })),
      (row.image_id && pictures.get(row.image_id)) || null
    )
  )
}

function toCard(row: CardRow, topics: Topic[], picture: Picture | null): PostCard {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    lead: row.lead,
    language: row.language,
    unitId: row.unit_id,
    unitName: row.unit_name,
    publishedAt: row.published_at!,
    correctedAt: row.corrected_at,
    topics,
    picture
  }
}
