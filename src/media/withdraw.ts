// Taking a file out of everything that is public, and letting it back in.
import { sql } from 'kysely'
import { announceAgain } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { recordErasure } from '#privacy/erasureLog.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { WithdrawnWhy } from './types.ts'

/**
 * Withdraws a file. Its address answers 410 from now on, pages say that it was withdrawn, channels that can correct are told,
 * and the others are listed for a person. Doing it again changes nothing.
 * @throws NotAllowed, NotFound
 */
export async function withdrawMedia(tx: Tx, who: Who, id: string, why: WithdrawnWhy): Promise<void> {
  const media = await lock(tx, who, id)
  if (media.withdrawn_at) return
  await tx.updateTable('media').set({ withdrawn_at: now(), withdrawn_why: why }).where('id', '=', id).execute()
  // A restored backup must not show again whom somebody asked not to show.
  await recordErasure(tx, { what: 'media', subject: id, count: 1, reason: why })
  record(tx, who, 'media.withdrawn', id, { why })
  for (const post of await shownIn(tx, id)) {
    record(tx, who, 'post.media-withdrawn', post.id, { media: id })
    for (const told of await announceAgain(tx, post.id, post.version_number, `without:${id}:${newId()}`)) {
      await tx
        .insertInto('media_recall')
        .values({
          id: newId(),
          media_id: id,
          post_id: post.id,
          channel_id: told.channelId,
          publication_id: told.publicationId,
          state: told.told ? 'sent' : 'person',
          created_at: now()
        })
        .execute()
    }
  }
}

/**
 * Shows a withdrawn file again on the site; other channels are left as they are.
 * @throws NotAllowed, NotFound, Refusal when consent has ended, or the files are erased
 */
export async function showAgain(tx: Tx, who: Who, id: string, today: string): Promise<void> {
  const media = await lock(tx, who, id)
  if (!media.withdrawn_at) return
  if (media.erased_at) throw new Refusal('media.isErased')
  const { rows } = await sql<{ ended: boolean }>`select
    coalesce(consent_until < ${today}::date, false) or coalesce(consent_revoked_on <= ${today}::date, false) as ended
    from media where id = ${id}`.execute(tx)
  if (rows[0]?.ended) throw new Refusal('media.consentStillRevoked')
  await tx.updateTable('media').set({ withdrawn_at: null, withdrawn_why: null }).where('id', '=', id).execute()
  await recordErasure(tx, { what: 'media', subject: id, count: 0, reason: 'restored' })
  record(tx, who, 'media.restored', id)
  for (const post of await shownIn(tx, id)) record(tx, who, 'post.media-restored', post.id, { media: id })
}

/** What goes with the files of an erased row: everything about people. */
export const forgotten = {
  name: '',
  alt: '',
  alt_reason: null,
  caption: '',
  author: '',
  source: '',
  consent_scope: '',
  consent_reference: ''
} as const

/** Does again what a line of the erasure log says, after a restore. Answers whether there was something to do. */
export async function withdrawAgain(tx: Tx, id: string, reason: string): Promise<boolean> {
  const change =
    reason === 'restored'
      ? { withdrawn_at: null, withdrawn_why: null }
      : reason === 'erased'
        ? { erased_at: now(), ...forgotten }
        : { withdrawn_at: now(), withdrawn_why: reason }
  const { numUpdatedRows } = await tx.updateTable('media').set(change).where('id', '=', id).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Somebody removed it by hand where the program could not. @throws NotAllowed, NotFound */
export async function settleRecall(tx: Tx, who: Who, id: string): Promise<void> {
  const recall = await tx
    .updateTable('media_recall')
    .set({ state: 'done', done_at: now(), done_by: who.kind === 'person' ? who.id : null })
    .where('id', '=', id)
    .returning('media_id')
    .executeTakeFirst()
  if (!recall) throw new NotFound()
  await lock(tx, who, recall.media_id)
  record(tx, who, 'media.recall-done', recall.media_id)
}

async function lock(tx: Tx, who: Who, id: string) {
  const media = await tx
    .selectFrom('media')
    .select(['id', 'unit_id', 'withdrawn_at', 'erased_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!media) throw new NotFound()
  must(who, 'media.withdraw', media.unit_id)
  return media
}

/** The published posts whose current version shows it. */
async function shownIn(tx: Tx, id: string) {
  return tx
    .selectFrom('media_use')
    .innerJoin('post', 'post.id', 'media_use.post_id')
    .select(['post.id', 'post.version_number'])
    .whereRef('post.version_number', '=', 'media_use.version_number')
    .where('media_use.media_id', '=', id)
    .where('post.state', '=', 'published')
    .orderBy('post.id')
    .limit(1000)
    .execute()
}

export interface Recall {
  id: string
  channelName: string
  postId: string
  postTitle: string
  /** `told`: under way; `sent`: the channel has it; `failed`, `person`: somebody has to look; `done`: somebody did. */
  state: 'told' | 'sent' | 'failed' | 'person' | 'done'
  at: Date
}

/** What the channels made of a withdrawal, at most 200. */
export async function recallsOf(tx: Tx, mediaId: string): Promise<Recall[]> {
  const rows = await tx
    .selectFrom('media_recall')
    .innerJoin('channel', 'channel.id', 'media_recall.channel_id')
    .innerJoin('post', 'post.id', 'media_recall.post_id')
    .leftJoin('publication', 'publication.id', 'media_recall.publication_id')
    .select(['media_recall.id', 'media_recall.state', 'media_recall.created_at', 'media_recall.post_id'])
    .select(['channel.name', 'post.draft_title', 'publication.state as sent'])
    .where('media_recall.media_id', '=', mediaId)
    .orderBy('media_recall.id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channelName: row.name,
    postId: row.post_id,
    postTitle: row.draft_title,
    state: row.state === 'sent' ? outcomeOf(row.sent) : (row.state as 'person' | 'done'),
    at: row.created_at
  }))
}

function outcomeOf(publication: string | null): Recall['state'] {
  if (publication === 'sent' || publication === 'withdrawn') return 'sent'
  return publication === 'refused' || publication === 'unknown' || publication === null ? 'failed' : 'told'
}
