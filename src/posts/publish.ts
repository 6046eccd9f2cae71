import { announcePost } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { ReleaseKind } from '#review/shared.ts'
import { checkReady } from './check.ts'
import { goPublic } from './go-public.ts'
import { lockPost, type PostRow, refuseIfStale } from './lock.ts'
import { freePostSlug } from './slug.ts'
import { reachProblems } from './variants.ts'
import { addVersion } from './version.ts'

export interface Published {
  id: string
  slug: string
  version: number
}

/** What became of it: it is public, or waits for an approval (`approval`); then slug and version are what they were. */
export interface Letting extends Published {
  kind: ReleaseKind
  review: string | null
}

/**
 * Publishes the draft, on the site at once and on its other channels within seconds; or asks for the approval that it needs.
 * @throws NotAllowed, NotFound, Stale, Invalid when something is missing, Refusal when it is published already
 */
export async function publishPost(
  tx: Tx,
  who: Who,
  input: { post: string; revision: number; reviewer?: string | null }
): Promise<Letting> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.publish', post.unit_id)
  refuseIfStale(post, input.revision)
  if (post.state === 'published') throw new Refusal('posts.isPublished')
  if (post.state === 'withdrawn') throw new Refusal('posts.isWithdrawn')
  const unreached = await reachProblems(tx, post)
  if (Object.keys(unreached).length > 0) throw new Invalid(unreached)
  return letGo(tx, who, post, 'publish', input.reviewer)
}

/** Takes back a withdrawal: the post is public again, as a new version. @throws NotAllowed, NotFound, Invalid, Refusal */
export async function republishPost(tx: Tx, who: Who, input: { post: string }): Promise<Letting> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.publish', post.unit_id)
  if (post.state !== 'withdrawn') throw new Refusal('posts.notWithdrawn')
  return letGo(tx, who, post, 'republish')
}

async function letGo(
  tx: Tx,
  who: Who,
  post: PostRow,
  act: 'publish' | 'republish',
  reviewer?: string | null
): Promise<Letting> {
  const { done, kind, review } = await goPublic(tx, who, post, { act }, () => release(tx, who, post), reviewer)
  return { ...(done ?? { id: post.id, slug: post.slug, version: post.version_number }), kind, review }
}

/**
 * The publishing itself, of a post that is locked and whose right is checked. `authorId`: who stands behind the text where
 * that is not `who`.
 */
export async function release(tx: Tx, who: Who, post: PostRow, authorId?: string | null): Promise<Published> {
  await checkReady(tx, post)
  const version = await addVersion(tx, who, post, null, authorId)
  const slug = post.published_at ? post.slug : await freePostSlug(tx, post.draft_title, post.id)
  await tx
    .updateTable('post')
    .set({
      slug,
      state: 'published',
      published_at: post.published_at ?? now(),
      scheduled_at: null,
      scheduled_by: null,
      review_id: null,
      approval_id: null,
      schedule_problem: null,
      withdrawn_at: null,
      withdrawn_by: null,
      withdrawal_reason: null,
      changed_at: now()
    })
    .where('id', '=', post.id)
    .execute()
  await announcePost(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids }, version)
  const goals = await tx.selectFrom('post_goal').select('goal_id').where('post_id', '=', post.id).execute()
  const topics = await tx.selectFrom('post_topic').select('topic_id').where('post_id', '=', post.id).execute()
  record(tx, who, post.state === 'withdrawn' ? 'post.republished' : 'post.published', post.id, {
    version,
    unit: post.unit_id,
    goals: goals.map((row) => row.goal_id),
    topics: topics.map((row) => row.topic_id)
  })
  return { id: post.id, slug, version }
}
