// Comments on a post rest for a while: shown on the site, refused there, held where a network brings them all the same.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { pauseHours } from '#moderation/shared.ts'
import { checkReasons, enterDecision } from '#moderation/statement.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import type { Decided, DecideInput } from './decide.ts'

export interface Pause {
  decision: string | null
  until: Date
  /** The ground, as readers see it. */
  reason: string
}

/** Pauses the comments on a post. @throws NotAllowed, NotFound, Invalid, Refusal */
export async function pausePost(tx: Tx, who: Who, input: DecideInput): Promise<Decided> {
  const post = await tx
    .selectFrom('post')
    .select(['id', 'unit_id', 'state', 'comments', 'comments_paused_until'])
    .where('id', '=', input.post ?? null)
    .forUpdate()
    .executeTakeFirst()
  if (!post || post.state !== 'published') throw new NotFound('postNotFound')
  must(who, 'message.moderate', post.unit_id)
  if (post.comments !== 'open') throw new Refusal('commentsClosed')
  const running = await pauseOf(tx, post.id)
  if (running) throw new Refusal('moderation.pausedAlready', { until: running.until.toISOString() }, 409)
  const statement = await checkReasons(tx, 'pause', input)
  if (!pauseHours.some((one) => one === input.hours)) throw new Invalid({ hours: 'moderation.hoursChoose' })
  const until = new Date(now().getTime() + input.hours! * 3_600_000)
  const id = await enterDecision(tx, who, {
    ...statement,
    id: input.key,
    step: 'pause',
    state: 'in_force',
    unitId: post.unit_id,
    conversationId: null,
    messageId: null,
    postId: post.id,
    contactId: null,
    origin: input.origin ?? 'own',
    noticeId: null,
    heldByMachine: false,
    stateBefore: null,
    until,
    carried: [],
    carriedText: '',
    evidenceId: null,
    withheld: ''
  })
  await tx
    .updateTable('post')
    .set({ comments_paused_until: until, comments_paused_by: id })
    .where('id', '=', post.id)
    .execute()
  record(tx, who, 'post.comments-paused', post.id, { decision: id })
  return { decision: id, state: 'in_force', told: ['page'], isNew: true }
}

/** The pause that holds for a post now; null when none does. */
export async function pauseOf(tx: Tx, postId: string | null): Promise<Pause | null> {
  if (!postId) return null
  const row = await tx
    .selectFrom('post')
    .leftJoin('decision', 'decision.id', 'post.comments_paused_by')
    .select(['decision.id', 'decision.ground_text', 'post.comments_paused_until as until'])
    .where('post.id', '=', postId)
    .where('post.comments_paused_until', '>', now())
    .executeTakeFirst()
  return row ? { decision: row.id, until: row.until!, reason: row.ground_text ?? '' } : null
}

/** Lets comments on. */
export async function endPause(tx: Tx, who: Who, postId: string, decision: string): Promise<void> {
  await tx
    .updateTable('post')
    .set({ comments_paused_until: null, comments_paused_by: null })
    .where('id', '=', postId)
    .where('comments_paused_by', '=', decision)
    .execute()
  record(tx, who, 'post.comments-resumed', postId, { decision })
}
