// A newer file in the place of an old one, in the library and in the drafts that show it.
import { sql } from 'kysely'
import { voidApprovals } from '#media/approved.ts'
import { lockMedia } from '#media/describe.ts'
import { addFile, type StoredFile, type Taken } from '#media/take.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Who } from '#people/types.ts'
import { followChange } from './after-change.ts'
import { noteAuthor } from './authors.ts'

/**
 * Puts a new file in the place of an old one: in the library, with its description and rights, and in every draft. What is
 * published stays as it was told. What was said of people shown is not taken over.
 * @throws NotAllowed, NotFound, Refusal when the new file is of another kind
 */
export async function replaceMedia(
  tx: Tx,
  who: Who,
  input: { old: string; file: StoredFile; name: string }
): Promise<Taken> {
  const old = await lockMedia(tx, who, input.old)
  if (old.kind !== input.file.kind) throw new Refusal('media.notThisKind')
  const added = await addFile(tx, who, { file: input.file, name: old.name || input.name, unitId: old.unit_id })
  if (added.id === old.id) return added
  if (!added.wasThere)
    await tx
      .updateTable('media')
      .set({
        name: old.name,
        alt: old.alt,
        alt_exception: old.alt_exception,
        alt_reason: old.alt_reason,
        caption: old.caption,
        author: old.author,
        licence: old.licence,
        licence_text: old.licence_text,
        source: old.source
      })
      .where('id', '=', added.id)
      .execute()
  await tx
    .updateTable('media')
    .set({ replaced_by: added.id, retired_at: old.retired_at ?? now(), changed_at: now() })
    .where('id', '=', old.id)
    .execute()
  await swapInDrafts(tx, who, old, added)
  record(tx, who, 'media.replaced', old.id, { by: added.id })
  return added
}

/**
 * Drafts only: their revision moves on, so that whoever is writing is told. Whoever replaces the file has changed the post: it is
 * theirs too, and what was scheduled goes back where they would need an approval. What waits for an approval or has one is swapped,
 * too, and that approval voided: an approver saw the old file, which must not go out, and nobody has looked at the new one.
 */
async function swapInDrafts(tx: Tx, who: Who, old: { id: string; token: string }, added: Taken): Promise<void> {
  const from = `/media/${old.token}/`
  const to = `/media/${added.token}/`
  const shown = await tx
    .selectFrom('post')
    .selectAll()
    .where((where) => where.or([where('image_id', '=', old.id), sql<boolean>`position(${from} in draft_body) > 0`]))
    .where('state', 'in', ['draft', 'in_review', 'scheduled', 'published'])
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const before of shown) {
    const { id } = before
    const after = await tx
      .updateTable('post')
      .set({
        draft_body: before.draft_body.replaceAll(from, to),
        image_id: before.image_id === old.id ? added.id : before.image_id,
        draft_revision: before.draft_revision + 1,
        has_draft: true
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await noteAuthor(tx, who, id)
    if (before.review_id || before.approval_id) await voidApprovals(tx, who, [id])
    else await followChange(tx, who, before, after)
    await tx
      .deleteFrom('media_use')
      .where('post_id', '=', id)
      .where('version_number', '=', 0)
      .where('media_id', '=', old.id)
      .execute()
    await tx
      .insertInto('media_use')
      .values({ media_id: added.id, post_id: id, version_number: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
