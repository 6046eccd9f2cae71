// The versions of a post as its readers may see them.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { compareTexts, type Passage } from './compare.ts'
import { lockPost } from './lock.ts'
import { limits } from './types.ts'

export interface PublicVersion {
  number: number
  at: Date
  /** What was corrected; null: published for the first time or again. */
  note: string | null
  /** Why readers cannot open it; null: they can. */
  hiddenReason: string | null
}

export interface Comparison {
  version: PublicVersion
  before: PublicVersion
  /** Null: not to be shown, as one of the two cannot be opened. */
  changes: { title: Passage[]; lead: Passage[]; body: Passage[] } | null
  isImageChanged: boolean
}

/** A published post and its versions, newest first, at most 200. Null when there is none, also when it was withdrawn. */
export async function publicVersions(
  tx: Tx,
  slug: string
): Promise<{ id: string; title: string; language: string; versions: PublicVersion[] } | null> {
  const post = await tx
    .selectFrom('post')
    .innerJoin('post_version', (join) =>
      join.onRef('post_version.post_id', '=', 'post.id').onRef('post_version.number', '=', 'post.version_number')
    )
    .select(['post.id', 'post.language', 'post_version.title'])
    .where('post.slug', '=', slug)
    .where('post.state', '=', 'published')
    .executeTakeFirst()
  if (!post) return null
  const rows = await tx
    .selectFrom('post_version')
    .leftJoin('hidden_version', (join) =>
      join
        .onRef('hidden_version.post_id', '=', 'post_version.post_id')
        .onRef('hidden_version.number', '=', 'post_version.number')
    )
    .select(['post_version.number', 'post_version.at', 'post_version.correction_note', 'hidden_version.reason'])
    .where('post_version.post_id', '=', post.id)
    .orderBy('post_version.number', 'desc')
    .limit(200)
    .execute()
  return {
    id: post.id,
    title: post.title,
    language: post.language,
    versions: rows.map((row) => ({
      number: row.number,
      at: row.at,
      note: row.correction_note,
      hiddenReason: row.reason
    }))
  }
}

/** What one version changed from the one before it. Null when there is no such version or none before it. */
export async function compareVersion(
  tx: Tx,
  postId: string,
  versions: PublicVersion[],
  number: number
): Promise<Comparison | null> {
  const version = versions.find((one) => one.number === number)
  const before = versions.find((one) => one.number === number - 1)
  if (!version || !before) return null
  if (version.hiddenReason !== null || before.hiddenReason !== null)
    return { version, before, changes: null, isImageChanged: false }
  const rows = await tx
    .selectFrom('post_version')
    .select(['number', 'title', 'lead', 'body', 'image_id'])
    .where('post_id', '=', postId)
    .where('number', 'in', [number, number - 1])
    .execute()
  const [fresh, old] = [rows.find((row) => row.number === number)!, rows.find((row) => row.number === number - 1)!]
  return {
    version,
    before,
    changes: {
      title: compareTexts(old.title, fresh.title),
      lead: compareTexts(old.lead, fresh.lead),
      body: compareTexts(old.body, fresh.body)
    },
    isImageChanged: old.image_id !== fresh.image_id
  }
}

/**
 * Lets readers no longer open a version, also before another one takes its place; or takes that back (`reason` null). It stays as
 * evidence at the desk. @throws NotAllowed, NotFound, Invalid without a reason
 */
export async function hideVersion(
  tx: Tx,
  who: Who,
  input: { post: string; number: number; reason: string | null }
): Promise<void> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.withdraw', post.unit_id)
  const { number } = input
  const exists = await tx
    .selectFrom('post_version')
    .select('number')
    .where('post_id', '=', post.id)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!exists) throw new NotFound()
  if (input.reason === null) {
    await tx.deleteFrom('hidden_version').where('post_id', '=', post.id).where('number', '=', number).execute()
  } else {
    const reason = input.reason.trim()
    if (!reason) throw new Invalid({ reason: 'posts.hideReasonMissing' })
    if (reason.length > limits.note) throw new Invalid({ reason: 'posts.tooLong' })
    const values = { reason, hidden_by: who.kind === 'person' ? who.id : null, hidden_at: now() }
    await tx
      .insertInto('hidden_version')
      .values({ post_id: post.id, number, ...values })
      .onConflict((conflict) => conflict.columns(['municipality_id', 'post_id', 'number']).doUpdateSet(values))
      .execute()
  }
  record(tx, who, input.reason === null ? 'post.version-shown' : 'post.version-hidden', post.id, { version: number })
}

/** Why readers cannot open a version; null: they can. */
export async function hiddenReason(tx: Tx, postId: string, number: number): Promise<string | null> {
  const row = await tx
    .selectFrom('hidden_version')
    .select('reason')
    .where('post_id', '=', postId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.reason ?? null
}
