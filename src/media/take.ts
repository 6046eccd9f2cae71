// Taking a file up: first it is read and stored (slow, outside of any transaction), then it becomes part of the library.
import { readFile, rm } from 'node:fs/promises'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { storage, type StoredImage, storeImage } from '#platform/media/images.ts'
import { readPdf } from '#platform/media/pdf.ts'
import { hashOfFile } from '#platform/media/storage.ts'
import { copyPatched, readVideo } from '#platform/media/video.ts'
import type { ServedFile } from '#platform/media/served.ts'
import type { Staged } from '#platform/media/stage.ts'
import { Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lengths, type MediaKind } from './types.ts'

/** A file as it lies in the storage, not yet in the library. */
export interface StoredFile extends Omit<StoredImage, 'variants'> {
  kind: MediaKind
  variants: StoredImage['variants']
  file: ServedFile | null
  durationMs: number | null
}

/**
 * Reads a staged upload by its content, removes what it tells about places and people, and stores both that and the original.
 * Outside of any transaction. @throws Refusal `image.…`, `video.…`, `pdf.…`
 */
export async function storeFile(municipalityId: string, staged: Staged): Promise<StoredFile> {
  if (staged.kind === 'video') return storeVideo(municipalityId, staged)
  if (staged.kind === 'document') return storeDocument(municipalityId, staged)
  const image = await storeImage(municipalityId, staged.path, staged.bytes)
  return { ...image, kind: 'image', file: null, durationMs: null }
}

async function storeVideo(municipalityId: string, staged: Staged): Promise<StoredFile> {
  const video = await readVideo(staged.path)
  const clean = `${staged.path}-clean`
  try {
    await copyPatched(staged.path, clean, video.patches)
    const served = await storage().putFile(municipalityId, clean, video.extension)
    return {
      kind: 'video',
      mime: video.type,
      width: video.width,
      height: video.height,
      durationMs: video.durationMs,
      bytes: staged.bytes,
      sha256: await hashOfFile(staged.path),
      variants: [],
      file: { key: served, type: video.type, extension: video.extension, bytes: staged.bytes },
      originalKey: await storage().putFile(municipalityId, staged.path, video.extension)
    }
  } finally {
    await rm(clean, { force: true })
  }
}

/** Documents are small enough to be read as a whole; the rules see to that. */
async function storeDocument(municipalityId: string, staged: Staged): Promise<StoredFile> {
  const bytes = await readFile(staged.path)
  const { clean, isSigned } = readPdf(bytes)
  const key = await storage().put(municipalityId, clean, 'pdf')
  const type = 'application/pdf'
  return {
    kind: 'document',
    mime: type,
    width: 0,
    height: 0,
    durationMs: null,
    bytes: staged.bytes,
    sha256: await hashOfFile(staged.path),
    variants: [],
    file: { key, type, extension: 'pdf', bytes: clean.length, ...(isSigned && { isSigned }) },
    originalKey: await storage().put(municipalityId, bytes, 'pdf')
  }
}

export interface Taken {
  id: string
  token: string
  /** The same file was in the library already; nothing was added. */
  wasThere: boolean
}

/**
 * Puts a stored file into the library. The same content is there once: who uploads it again gets what is there.
 * @throws NotAllowed, Refusal `media.wasWithdrawn` when it was taken back before
 */
export async function addFile(
  tx: Tx,
  who: Who,
  input: { file: StoredFile; name: string; alt?: string; unitId?: string | null }
): Promise<Taken> {
  must(who, 'media.upload', input.unitId)
  const { file } = input
  const same = await tx
    .selectFrom('media')
    .select(['id', 'token', 'withdrawn_at', 'alt'])
    .where('sha256', '=', file.sha256)
    .where('replaced_by', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (same?.withdrawn_at) throw new Refusal('media.wasWithdrawn', { id: same.id })
  if (same) {
    const alt = (input.alt ?? '').trim().slice(0, lengths.alt)
    if (alt && !same.alt) await tx.updateTable('media').set({ alt }).where('id', '=', same.id).execute()
    return { id: same.id, token: same.token, wasThere: true }
  }
  const id = newId()
  const token = newToken(12)
  await tx
    .insertInto('media')
    .values({
      id,
      token,
      kind: file.kind,
      name: nameOf(input.name),
      alt: (input.alt ?? '').trim().slice(0, lengths.alt),
      unit_id: input.unitId ?? null,
      mime: file.mime,
      bytes: file.bytes,
      width: file.width,
      height: file.height,
      duration_ms: file.durationMs,
      sha256: file.sha256,
      variants: JSON.stringify(file.variants),
      file: file.file && JSON.stringify(file.file),
      original_key: file.originalKey,
      uploaded_by: who.kind === 'person' ? who.id : null,
      created_at: now(),
      changed_at: now()
    })
    .execute()
  record(tx, who, 'media.added', id, { kind: file.kind })
  return { id, token, wasThere: false }
}

/** The name of a file as people read it: without folders, ending and signs that mean nothing. */
export function nameOf(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? ''
  return last
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[\p{C}_]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lengths.name)
}
