// Reading decisions: for the author, for the conversation, for the list of the desk.
import type { Person } from '#people/types.ts'
import { may, must } from '#people/rights.ts'
import {
  referenceOf,
  type DecisionState,
  type DecisionView,
  type Outcome,
  type Step,
  type Way
} from '#moderation/shared.ts'
import { statuteOf } from '#moderation/statutes.ts'
import type { Language } from '#language/shared.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken } from '#platform/id.ts'
import { NotFound } from '#platform/refusal.ts'

export interface ReviewLine {
  id: string
  askedBy: 'author' | 'notifier' | 'colleague'
  reason: string
  askedAt: Date
  dueAt: Date
  outcome: Outcome | null
  note: string
  decidedAt: Date | null
  decidedBy: string | null
  next: string | null
}

export interface DecisionLine {
  id: string
  reference: string
  step: Step
  state: DecisionState
  facts: string
  ground: string | null
  groundText: string
  /** The version of the rules it rests on; null: a law, or nothing. */
  rulesVersion: string | null
  milder: string
  until: Date | null
  at: Date
  by: string | null
  isOwn: boolean
  secondBy: string | null
  secondAt: Date | null
  secondNote: string
  told: Way[]
  withheld: string
  carried: string[]
  carriedText: string
  hasEvidence: boolean
  messageId: string | null
  conversationId: string | null
  noticeId: string | null
  unitId: string | null
  post: { id: string; slug: string; title: string } | null
  reviews: ReviewLine[]
}

const base = (tx: Tx) =>
  tx
    .selectFrom('decision as d')
    .leftJoin('person as p', 'p.id', 'd.decided_by')
    .leftJoin('person as s', 's.id', 'd.second_by')
    .leftJoin('post', 'post.id', 'd.post_id')
    .leftJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .selectAll('d')
    .select(['p.name as by_name', 's.name as second_name', 'post.slug', 'v.title'])

type Row = Awaited<ReturnType<ReturnType<typeof base>['execute']>>[number]

async function lines(tx: Tx, rows: Row[], who: Person | null): Promise<DecisionLine[]> {
  const reviews =
    rows.length === 0
      ? []
      : await tx
          .selectFrom('decision_review as r')
          .leftJoin('person as p', 'p.id', 'r.decided_by')
          .selectAll('r')
          .select('p.name')
          .where(
            'r.decision_id',
            'in',
            rows.map(({ id }) => id)
          )
          .orderBy('r.asked_at')
          .limit(1000)
          .execute()
  return rows.map((row) => ({
    id: row.id,
    reference: referenceOf(row.id),
    step: row.step as Step,
    state: row.state as DecisionState,
    facts: row.facts,
    ground: row.ground,
    groundText: row.ground_text,
    rulesVersion: row.netiquette_version,
    milder: row.milder,
    until: row.until,
    at: row.decided_at,
    by: row.by_name,
    isOwn: who !== null && (row.decided_by === who.id || row.second_by === who.id),
    secondBy: row.second_name,
    secondAt: row.second_at,
    secondNote: row.second_note,
    told: row.told as Way[],
    withheld: row.withheld,
    carried: row.carried,
    carriedText: row.carried_text,
    hasEvidence: row.evidence_id !== null,
    messageId: row.message_id,
    conversationId: row.conversation_id,
    noticeId: row.notice_id,
    unitId: row.unit_id,
    post: row.post_id && row.slug ? { id: row.post_id, slug: row.slug, title: row.title ?? row.slug } : null,
    reviews: reviews
      .filter((one) => one.decision_id === row.id)
      .map((one) => ({
        id: one.id,
        askedBy: one.asked_by as ReviewLine['askedBy'],
        reason: one.reason,
        askedAt: one.asked_at,
        dueAt: one.due_at,
        outcome: one.outcome as Outcome | null,
        note: one.note,
        decidedAt: one.decided_at,
        decidedBy: one.name,
        next: one.next_id
      }))
  }))
}

/** What was decided in a conversation, oldest first, at most 50. The caller has checked who may read the conversation. */
export async function decisionsOfConversation(tx: Tx, who: Person, conversationId: string): Promise<DecisionLine[]> {
  const rows = await base(tx)
    .where('d.conversation_id', '=', conversationId)
    .orderBy('d.decided_at')
    .orderBy('d.id')
    .limit(50)
    .execute()
  return lines(tx, rows, who)
}

/** What was decided about one message, newest first, at most 20. */
export async function decisionsOfMessage(
  tx: Tx,
  messageId: string,
  who: Person | null = null
): Promise<DecisionLine[]> {
  const rows = await base(tx)
    .where('d.message_id', '=', messageId)
    .orderBy('d.decided_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(20)
    .execute()
  return lines(tx, rows, who)
}

/** One decision. @throws NotFound, also for who may not read it */
export async function readDecision(tx: Tx, who: Person, id: string): Promise<DecisionLine> {
  const row = await base(tx).where('d.id', '=', id).executeTakeFirst()
  if (!row || !(may(who, 'conversation.read', row.unit_id) || may(who, 'evidence.read', row.unit_id)))
    throw new NotFound('moderation.decisionNotFound')
  return (await lines(tx, [row], who))[0]!
}

const pageSize = 50

/** The list of the desk, newest first, a page at a time. @throws NotAllowed */
export async function listDecisions(
  tx: Tx,
  who: Person,
  view: DecisionView,
  after: string | null = null
): Promise<{ rows: DecisionLine[]; next: string | null }> {
  must(who, 'decision.read')
  const units = reachOf(who)
  const rows = await base(tx)
    .$if(view === 'waiting', (query) => query.where('d.state', '=', 'waiting'))
    .$if(view === 'force', (query) => query.where('d.state', '=', 'in_force').where('d.step', '<>', 'stand'))
    .$if(view === 'reviews', (query) =>
      query.where((where) =>
        where.exists(
          where
            .selectFrom('decision_review')
            .select('decision_review.id')
            .whereRef('decision_review.decision_id', '=', 'd.id')
            .where('decision_review.outcome', 'is', null)
        )
      )
    )
    .where(({ or, eb }) => or([eb('d.unit_id', 'is', null), eb('d.unit_id', 'in', units)]))
    .$if(after !== null, (query) => query.where('d.id', '<', after))
    .orderBy('d.id', 'desc')
    .limit(pageSize + 1)
    .execute()
  const shown = rows.slice(0, pageSize)
  return { rows: await lines(tx, shown, who), next: rows.length > pageSize ? shown.at(-1)!.id : null }
}

/** How much waits: blocks for a second person, reviews for somebody else. */
export async function countDecisions(tx: Tx, who: Person): Promise<{ waiting: number; reviews: number }> {
  if (!may(who, 'decision.read')) return { waiting: 0, reviews: 0 }
  const waiting = await tx.selectFrom('decision').select('id').where('state', '=', 'waiting').limit(100).execute()
  const reviews = await tx.selectFrom('decision_review').select('id').where('outcome', 'is', null).limit(100).execute()
  return { waiting: waiting.length, reviews: reviews.length }
}

/** The units whose decisions this person reads. */
function reachOf(who: Person): string[] {
  return [...new Set(['editor', 'leader', 'privacy'].flatMap((role) => [...(who.reach[role as 'editor'] ?? [])]))]
}

export interface AuthorDecision {
  id: string
  reference: string
  step: Step
  state: DecisionState
  groundText: string
  /** What the article of law says, in plain words. */
  plain: string
  rulesVersion: string | null
  facts: string
  milder: string
  until: Date | null
  at: Date
  reviews: Pick<ReviewLine, 'id' | 'askedBy' | 'askedAt' | 'dueAt' | 'outcome' | 'note' | 'decidedAt'>[]
  mayAskReview: boolean
}

/** What the private page says of decisions about its comment, newest first. What must not be told yet is left out. */
export async function decisionsForAuthor(tx: Tx, token: string, language: Language = 'de'): Promise<AuthorDecision[]> {
  const message = await tx
    .selectFrom('message')
    .select('id')
    .where('link_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!message) throw new NotFound('linkNotFound')
  const all = await decisionsOfMessage(tx, message.id)
  return all
    .filter((one) => one.step !== 'stand' && one.withheld === '' && !['waiting', 'refused'].includes(one.state))
    .map((one) => ({
      id: one.id,
      reference: one.reference,
      step: one.step,
      state: one.state,
      groundText: one.groundText,
      plain: one.ground?.startsWith('law:') ? (statuteOf(one.ground.slice(4), language)?.plain ?? '') : '',
      rulesVersion: one.rulesVersion,
      facts: one.facts,
      milder: one.milder,
      until: one.until,
      at: one.at,
      // What a colleague asks for inside is not the author's matter until it changed something.
      reviews: one.reviews
        .filter(({ askedBy, outcome }) => askedBy === 'author' || (outcome !== null && outcome !== 'upheld'))
        .map(({ id, askedBy, askedAt, dueAt, outcome, note, decidedAt }) => ({
          id,
          askedBy,
          askedAt,
          dueAt,
          outcome,
          note,
          decidedAt
        })),
      mayAskReview:
        one.step !== 'remind' &&
        ['in_force', 'ended'].includes(one.state) &&
        one.reviews.every(({ askedBy, outcome }) => askedBy !== 'author' && outcome !== null)
    }))
}
