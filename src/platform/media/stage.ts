/**
 * Takes an upload up: streams it to a file of its own on the disk, says by its first bytes what it is, and stops as soon as it
 * is larger than its kind may be. Nothing larger than a piece of it ever lies in memory.
 */
import { open, rm } from 'node:fs/promises'
import { Refusal } from '#platform/refusal.ts'
import { mediaDirectory } from './places.ts'
import { stagingPath } from './storage.ts'

export type MediaKind = 'image' | 'video' | 'document'

export interface Staged {
  path: string
  kind: MediaKind
  bytes: number
  /** Removes the file; safe to call twice. */
  [Symbol.asyncDispose](): Promise<void>
}

/** The largest size of each kind, in bytes. */
export type MaxBytes = Record<MediaKind, number>

/** Enough for `file-type` to know every kind that we take. */
const headBytes = 4100

/**
 * Streams an upload to the disk. The caller disposes of it.
 * @throws Refusal `media.empty`, `media.unknownKind` {what}, `media.svg`, `media.movie`, `image.heic`, `media.tooManyBytes` {maxBytes}
 */
export async function stageUpload(
  folder: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: MaxBytes
): Promise<Staged> {
  const path = await stagingPath(mediaDirectory(), folder)
  const remove = () => rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  try {
    let head = Buffer.alloc(0)
    let kind: MediaKind | null = null
    let bytes = 0
    for await (const piece of body) {
      if (head.length < headBytes) head = Buffer.concat([head, piece.subarray(0, headBytes - head.length)])
      if (!kind && head.length >= headBytes) kind = await kindOf(head)
      bytes += piece.length
      const limit = kind ? maxBytes[kind] : Math.max(...Object.values(maxBytes))
      if (bytes > limit) throw new Refusal('media.tooManyBytes', { maxBytes: limit, kind }, 413)
      for (let written = 0; written < piece.length;) written += (await file.write(piece, written)).bytesWritten
    }
    if (bytes === 0) throw new Refusal('media.empty')
    kind ??= await kindOf(head)
    if (bytes > maxBytes[kind]) throw new Refusal('media.tooManyBytes', { maxBytes: maxBytes[kind], kind }, 413)
    return { path, kind, bytes, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  } finally {
    await file.close()
  }
}

const kinds: Record<string, MediaKind> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/apng': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'image/gif': 'image',
  'video/mp4': 'video',
  'video/x-m4v': 'video',
  'video/webm': 'video',
  'application/pdf': 'document'
}

/** What a file is, by its first bytes; its name says nothing. @throws Refusal */
export async function kindOf(head: Uint8Array): Promise<MediaKind> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const kind = kinds[found?.mime ?? '']
  if (kind) return kind
  if (found && /^image\/hei[cf]/.test(found.mime)) throw new Refusal('image.heic')
  if (found?.mime.startsWith('video/')) throw new Refusal('media.movie', { what: found.ext.toUpperCase() })
  if (/<svg[\s>]/i.test(Buffer.from(head).toString('latin1'))) throw new Refusal('media.svg')
  throw new Refusal('media.unknownKind', { what: found?.ext.toUpperCase() ?? null })
}
