import { lacksChecklist } from '#elections/confirm.ts'
import { planPost, unplanPost } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { may, must } from '#people/rights.ts'
import { system, type Who } from '#people/types.ts'
import { crisisMode } from '#review/crisis.ts'
import { enteredTime } from '#municipality/entered-time.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { loadPerson } from '#people/person.ts'
import { addStep } from '#review/steps.ts'
import { authorsOf, forgetAuthors } from './authors.ts'
import { afterwards, approvalProblem, askFor, goPublic } from './go-public.ts'
import { fingerprintOf } from './fingerprint.ts'
import { lockPost, type PostRow, refuseIfStale } from './lock.ts'
import { type Letting, release } from './publish.ts'
import { reachProblems } from './variants.ts'

const logger = log('posts')

/**
 * Lets the post go out, or asks for the approval that it needs to go out, at a local time of the municipality (`YYYY-MM-DDTHH:MM`, as a browser's field gives it).
 * @throws Invalid for a time that is past, that the clock skips in spring, or that is none; and as `publishPost` does
 */
export async function schedulePost(
  tx: Tx,
  who: Who,
  input: { post: string; revision: number; at: string; reviewer?: string | null }
): Promise<{ at: Date } & Pick<Letting, 'kind' | 'review'>> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.publish', post.unit_id)
  refuseIfStale(post, input.revision)
  if (post.state === 'published') throw new Refusal('posts.isPublished')
  if (post.state === 'withdrawn') throw new Refusal('posts.isWithdrawn')
  const at = await readTime(tx, input.at)
  const unreached = await reachProblems(tx, post)
  if (Object.keys(unreached).length > 0) throw new Invalid(unreached)
  const wish = { act: 'schedule' as const, at: at.toISOString() }
  const { kind, review } = await goPublic(
    tx,
    who,
    post,
    wish,
    () => putOff(tx, who, post, at, who.kind === 'person' ? who.id : null),
    input.reviewer
  )
  return { at, kind, review }
}

/** The scheduling itself, of a post that is locked and whose right is checked. */
export async function putOff(
  tx: Tx,
  who: Who,
  post: PostRow,
  at: Date,
  authorId: string | null
): Promise<{ version?: undefined }> {
  await tx
    .updateTable('post')
    .set({
      state: 'scheduled',
      scheduled_at: at,
      scheduled_by: authorId,
      schedule_problem: null,
      review_id: null,
      changed_at: now()
    })
    .where('id', '=', post.id)
    .execute()
  await planPost(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids }, post.version_number + 1, at)
  await scheduledJob.send(tx, { m: tx.municipalityId, id: post.id }, { startAfter: at })
  record(tx, who, 'post.scheduled', post.id, { at: at.toISOString() })
  return {}
}

/** Takes a scheduled post back to the drafts. @throws NotAllowed, NotFound, Refusal when it is not scheduled (any more) */
export async function unschedulePost(tx: Tx, who: Who, input: { post: string }): Promise<void> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.publish', post.unit_id)
  if (post.state !== 'scheduled') throw new Refusal('posts.notScheduled')
  await backToDraft(tx, post.id, null)
  record(tx, who, 'post.unscheduled', post.id)
}

async function readTime(tx: Tx, entered: string): Promise<Date> {
  const { at } = await enteredTime(tx, entered, 'at')
  if (at <= now()) throw new Invalid({ at: 'posts.timePast' })
  if (at.getTime() > now().getTime() + 3 * 366 * 86_400_000) throw new Invalid({ at: 'posts.timeFar' })
  return at
}

/** Publishes the post when its time has come; nothing otherwise. What is in the way is noted at the post. */
export async function publishScheduled(municipalityId: string, postId: string): Promise<void> {
  try {
    await inMunicipality(municipalityId, async (tx) => {
      const post = await tx.selectFrom('post').selectAll().where('id', '=', postId).forUpdate().executeTakeFirst()
      if (!post || post.state !== 'scheduled' || !post.scheduled_at || post.scheduled_at > now()) return
      // It waits at its place: what was cheerful yesterday may be wrong today. Ending the crisis decides about it.
      if (await crisisMode(tx)) return
      await releaseAsDecided(tx, post)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const problem = error instanceof Invalid ? (Object.values(error.fields)[0] ?? error.key) : error.key
    logger.warn('a scheduled post could not be published: {problem}', { post: postId, problem })
    await inMunicipality(municipalityId, async (tx) => {
      const post = await tx.selectFrom('post').select('approval_id').where('id', '=', postId).executeTakeFirst()
      await backToDraft(tx, postId, problem)
      const channels = Array.isArray(error.data.channels) ? error.data.channels.join(', ') : ''
      if (post?.approval_id) await addStep(tx, system, post.approval_id, 'stopped', { note: channels })
      record(tx, system, 'post.schedule-failed', postId, { problem })
    })
  }
}

/**
 * What was approved goes out as it was approved. What needed no approval when it was scheduled is asked again, because a
 * level, a topic or a time of restraint may have changed meanwhile.
 * @throws Refusal when it may not go out any more
 */
async function releaseAsDecided(tx: Tx, post: PostRow): Promise<void> {
  if (post.approval_id) {
    const problem = await approvalProblem(tx, post)
    if (problem?.key === 'channelGone') throw new Refusal('posts.channelGone', { channels: problem.channels })
    if (problem) throw new Refusal('posts.approvalVoid')
    if (await lacksChecklist(tx, { id: post.id, fingerprint: await fingerprintOf(tx, post) }, now()))
      throw new Refusal('elections.notConfirmed')
    await release(tx, system, post)
    return forgetAuthors(tx, post.id)
  }
  const person = post.scheduled_by ? await loadPerson(tx, post.scheduled_by) : null
  // Nobody stands behind it any more: whoever scheduled it has left, or may not publish here now. Somebody decides anew.
  if (!person || !may(person, 'post.publish', post.unit_id)) throw new Refusal('posts.schedulerGone')
  const authors = await authorsOf(tx, post)
  const answer = await askFor(tx, person, post, { act: 'publish' }, authors)
  if (answer.kind === 'approval') throw new Refusal('posts.needsApprovalNow')
  const { version } = await release(tx, system, post)
  await afterwards(tx, person, post, version, { authors, answer })
  await forgetAuthors(tx, post.id)
}

async function backToDraft(tx: Tx, postId: string, problem: string | null): Promise<void> {
  await tx
    .updateTable('post')
    .set({ state: 'draft', scheduled_at: null, scheduled_by: null, schedule_problem: problem, changed_at: now() })
    .where('id', '=', postId)
    .where('state', '=', 'scheduled')
    .execute()
  await unplanPost(tx, postId)
}

/** At its time. */
export const scheduledJob = defineJob<{ m: string; id: string }>({
  name: 'post-scheduled',
  handle: ({ m, id }) => publishScheduled(m, id)
})

/** In case the job at its time was lost, or the clock moved. */
export const scheduleSweepJob = defineJob({
  name: 'post-schedule-sweep',
  everySeconds: 30,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await sweepSchedule(id)
  }
})

/** Publishes everything in a municipality whose time has come. */
export async function sweepSchedule(municipalityId: string): Promise<void> {
  const due = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('post')
      .select('id')
      .where('state', '=', 'scheduled')
      .where('scheduled_at', '<=', now())
      .orderBy('scheduled_at')
      .limit(200)
      .execute()
  )
  for (const { id } of due) await publishScheduled(municipalityId, id)
}
