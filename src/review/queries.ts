// Reading reviews: what waits for whom, one review with its trail, and everything about one post.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { ReviewRow } from './lock.ts'
import type { Wish } from './open.ts'
import { isOwn, mayReview, outsideFor, reviewersFor } from './reviewers.ts'
import type { Reason, ReviewKind, ReviewState } from './shared.ts'
import type { StepKind } from './steps.ts'
import { takesPart } from './take-part.ts'

export interface ReviewLine {
  id: string
  kind: ReviewKind
  state: ReviewState
  subject: 'post' | 'message'
  title: string
  unit: string | null
  by: string | null
  askedAt: Date
  dueAt: Date
  /** This person was asked by name. */
  isAsked: boolean
  feedbackOnly: boolean
}

export interface ReviewLists {
  /** Wait for this person's approval or feedback. */
  approve: ReviewLine[]
  /** Are out and wait for a second look. */
  look: ReviewLine[]
  /** This person's own, open or answered within two weeks. */
  own: ReviewLine[]
}

const most = 100

/** What waits for a person, the most urgent first; at most 100 of each. */
export async function listReviews(tx: Tx, who: Person): Promise<ReviewLists> {
  const waiting = await waitingFor(tx, who)
    .orderBy('r.due_at')
    .orderBy('r.id')
    .limit(most * 2)
    .execute()
  const own = await lines(tx, who)
    .where(sql<boolean>`r.authors @> array[${who.id}::uuid]`)
    .where(({ or, eb }) =>
      or([eb('r.state', '=', 'open'), eb('r.decided_at', '>', new Date(now().getTime() - 14 * 86_400_000))])
    )
    .orderBy('r.asked_at', 'desc')
    .limit(most)
    .execute()
  const shown = waiting.map(toLine)
  return {
    approve: shown.filter(({ kind }) => kind === 'approval').slice(0, most),
    look: shown.filter(({ kind }) => kind !== 'approval').slice(0, most),
    own: own.map(toLine)
  }
}

/** How much waits for a person; 100 means: at least. */
export async function countReviews(tx: Tx, who: Person): Promise<{ approve: number; look: number }> {
  const rows = await waitingFor(tx, who).limit(most).execute()
  const approve = rows.filter(({ kind }) => kind === 'approval').length
  return { approve, look: rows.length - approve }
}

function waitingFor(tx: Tx, who: Person) {
  const units = [...new Set([...(who.reach.editor ?? []), ...(who.reach.leader ?? [])])]
  return lines(tx, who)
    .where('r.state', '=', 'open')
    .where(sql<boolean>`not r.authors @> array[${who.id}::uuid]`)
    .where(
      units.length > 0
        ? sql<boolean>`(r.unit_id is null or r.unit_id = any(${units}::uuid[]) or q.id is not null)`
        : sql<boolean>`q.id is not null`
    )
}

function lines(tx: Tx, who: Person) {
  return tx
    .selectFrom('review as r')
    .leftJoin('review_request as q', (join) =>
      join
        .onRef('q.review_id', '=', 'r.id')
        .on('q.person_id', '=', who.id)
        .on('q.answered_at', 'is', null)
        // Whoever was asked twice, for feedback and then in full, appears once.
        .on(
          sql<boolean>`not exists (select 1 from review_request q2 where q2.review_id = q.review_id
            and q2.person_id = q.person_id and not q2.feedback_only and q.feedback_only)`
        )
    )
    .leftJoin('unit as u', 'u.id', 'r.unit_id')
    .leftJoin('person as p', 'p.id', 'r.asked_by')
    .leftJoin('message as m', 'm.id', 'r.message_id')
    .leftJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select([
      'r.id',
      'r.kind',
      'r.state',
      'r.subject_kind',
      'r.title',
      'c.subject',
      'u.short_name',
      'p.name as by',
      'r.asked_at',
      'r.due_at',
      'q.id as request',
      'q.feedback_only'
    ])
}

function toLine(row: Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number]): ReviewLine {
  return {
    id: row.id,
    kind: row.kind as ReviewKind,
    state: row.state as ReviewState,
    subject: row.subject_kind as 'post',
    title: row.subject_kind === 'message' ? (row.subject ?? '') : row.title,
    unit: row.short_name,
    by: row.by,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    isAsked: row.request !== null,
    feedbackOnly: row.feedback_only ?? false
  }
}

export interface TrailStep {
  id: string
  what: StepKind
  name: string
  note: string
  field: 'title' | 'lead' | 'body' | null
  quote: string | null
  at: Date
}

export interface OpenedReview extends Omit<ReviewLine, 'isAsked' | 'feedbackOnly'> {
  revision: number | null
  version: number | null
  reasons: Reason[]
  wish: Wish
  /** The text that is reviewed. */
  text: { title: string; lead: string; body: string }
  post: { id: string; slug: string; state: string } | null
  conversation: string | null
  steps: TrailStep[]
  asked: { name: string; feedbackOnly: boolean; byLink: boolean; expiresAt: Date | null; answeredAt: Date | null }[]
}

/** What a review is about and everything that happened to it. @throws NotFound */
export async function readReview(tx: Tx, id: string): Promise<OpenedReview> {
  const row = await tx
    .selectFrom('review as r')
    .leftJoin('unit as u', 'u.id', 'r.unit_id')
    .leftJoin('person as p', 'p.id', 'r.asked_by')
    .leftJoin('post', 'post.id', 'r.post_id')
    .leftJoin('message as m', 'm.id', 'r.message_id')
    .leftJoin('conversation as c', 'c.id', 'm.conversation_id')
    .selectAll('r')
    .select([
      'u.short_name',
      'p.name as by',
      'post.slug',
      'post.state as post_state',
      'm.text',
      'c.subject',
      'm.conversation_id'
    ])
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('reviews.notFound')
  const asked = await tx
    .selectFrom('review_request')
    .select(['name', 'feedback_only', 'token_hash', 'expires_at', 'answered_at'])
    .where('review_id', '=', id)
    .orderBy('asked_at')
    .limit(100)
    .execute()
  const isAnswer = row.subject_kind === 'message'
  return {
    id: row.id,
    kind: row.kind as ReviewKind,
    state: row.state as ReviewState,
    subject: row.subject_kind as 'post',
    title: isAnswer ? (row.subject ?? '') : row.title,
    unit: row.short_name,
    by: row.by,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    revision: row.revision,
    version: row.version_number,
    reasons: row.reasons as Reason[],
    wish: row.wish as unknown as Wish,
    text: { title: row.title, lead: row.lead, body: isAnswer ? (row.text ?? '') : row.body },
    post: row.post_id && row.slug ? { id: row.post_id, slug: row.slug, state: row.post_state ?? '' } : null,
    conversation: row.conversation_id,
    steps: await stepsOf(tx, [id]),
    asked: asked.map((one) => ({
      name: one.name,
      feedbackOnly: one.feedback_only,
      byLink: one.token_hash !== null,
      expiresAt: one.expires_at,
      answeredAt: one.answered_at
    }))
  }
}

async function stepsOf(tx: Tx, ids: string[]): Promise<(TrailStep & { reviewId: string })[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('review_step')
    .selectAll()
    .where('review_id', 'in', ids)
    .orderBy('at')
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reviewId: row.review_id,
    what: row.what as StepKind,
    name: row.name,
    note: row.note,
    field: row.field as TrailStep['field'],
    quote: row.quote,
    at: row.at
  }))
}

/** What a person may do with a review. */
export interface ReviewRights {
  decide: boolean
  /** Why not, where it is the person's own. */
  isOwn: boolean
  feedbackOnly: boolean
  comment: boolean
  takeBack: boolean
}

/** A review as a person of the staff sees it. @throws NotFound also when it is none of their business */
export async function openReviewFor(
  tx: Tx,
  who: Person,
  id: string
): Promise<{
  review: OpenedReview
  may: ReviewRights
  people: { id: string; name: string }[]
  outside: { id: string; name: string }[]
}> {
  const row = await tx.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst()
  const review = row && ({ ...row, wish: row.wish as unknown as Wish } satisfies ReviewRow)
  if (!review || !(await takesPart(tx, who, review))) throw new NotFound('reviews.notFound')
  const asked = await tx
    .selectFrom('review_request')
    .select('feedback_only')
    .where('review_id', '=', id)
    .where('person_id', '=', who.id)
    .execute()
  const feedbackOnly = asked.length > 0 && asked.every((one) => one.feedback_only)
  const isOpen = review.state === 'open'
  const own = await isOwn(tx, who, review.authors)
  const isColleague = review.subject_kind === 'post' && may(who, 'post.write', review.unit_id)
  return {
    review: await readReview(tx, id),
    may: {
      decide: isOpen && !feedbackOnly && (await mayReview(tx, who, review.unit_id, review.authors)),
      isOwn: own,
      feedbackOnly: isOpen && feedbackOnly,
      comment: isOpen,
      takeBack: isOpen && review.kind === 'approval' && (review.authors.includes(who.id) || isColleague)
    },
    people: isOpen ? await reviewersFor(tx, review.unit_id, review.authors) : [],
    outside: isOpen ? await outsideFor(tx, review.authors) : []
  }
}

export interface TrailReview extends Pick<ReviewLine, 'id' | 'kind' | 'state' | 'by' | 'askedAt' | 'dueAt'> {
  revision: number | null
  version: number | null
  reasons: Reason[]
  steps: TrailStep[]
  /** Who is asked now. */
  asked: string[]
}

/** Everything that was ever reviewed about a post, newest first, at most 30. */
export async function trailOf(tx: Tx, postId: string): Promise<TrailReview[]> {
  const rows = await tx
    .selectFrom('review as r')
    .leftJoin('person as p', 'p.id', 'r.asked_by')
    .select([
      'r.id',
      'r.kind',
      'r.state',
      'p.name as by',
      'r.asked_at',
      'r.due_at',
      'r.revision',
      'r.version_number',
      'r.reasons'
    ])
    .where('r.post_id', '=', postId)
    .orderBy('r.asked_at', 'desc')
    .limit(30)
    .execute()
  const ids = rows.map(({ id }) => id)
  const steps = await stepsOf(tx, ids)
  const asked =
    ids.length > 0
      ? await tx
          .selectFrom('review_request')
          .select(['review_id', 'name'])
          .where('review_id', 'in', ids)
          .where('answered_at', 'is', null)
          .orderBy('asked_at')
          .limit(300)
          .execute()
      : []
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ReviewKind,
    state: row.state as ReviewState,
    by: row.by,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    revision: row.revision,
    version: row.version_number,
    reasons: row.reasons as Reason[],
    steps: steps.filter((step) => step.reviewId === row.id),
    asked: asked.filter((one) => one.review_id === row.id).map(({ name }) => name)
  }))
}
