/**
 * Reads a video by its structure, never by its name: whether it is one, whole, and of a kind that browsers play. Says which bytes
 * of it tell about places, people and devices, so that they can be blanked without moving anything else. Nothing is transcoded.
 */
import { copyFile, open, type FileHandle } from 'node:fs/promises'
import { Refusal } from '#platform/refusal.ts'
import { readMp4 } from './mp4.ts'
import { readWebm } from './webm.ts'

/** Bytes to write at a place of the file; `zeros` instead of `bytes` blanks that many. */
export type Patch = { at: number; bytes: Buffer } | { at: number; zeros: number }

export interface ReadVideo {
  type: 'video/mp4' | 'video/webm'
  extension: 'mp4' | 'webm'
  /** The size as people see it; 0 where the file does not say. */
  width: number
  height: number
  /** Null where the file does not say, as with recordings of a browser. */
  durationMs: number | null
  patches: Patch[]
}

/** Reads pieces of a file; never past its end. */
export interface Source {
  size: number
  /** @throws Refusal `video.cutOff` when the file ends before */
  read(at: number, length: number): Promise<Buffer>
}

/** @throws Refusal `video.broken`, `video.cutOff`, `video.noVideo`, `video.codec` {codec}, `video.track` */
export async function readVideo(path: string): Promise<ReadVideo> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const source: Source = { size, read: (at, length) => readAt(file, size, at, length) }
    const start = (await source.read(0, Math.min(size, 12))).toString('latin1')
    return await (start.slice(4, 8) === 'ftyp' ? readMp4(source) : readWebm(source))
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('video.broken')
    throw error
  } finally {
    await file.close()
  }
}

/** Writes a copy of a video without what its patches blank. */
export async function copyPatched(from: string, to: string, patches: Patch[]): Promise<void> {
  await copyFile(from, to)
  const file = await open(to, 'r+')
  try {
    const zeros = Buffer.alloc(65_536)
    for (const patch of patches) {
      if ('bytes' in patch) await file.write(patch.bytes, 0, patch.bytes.length, patch.at)
      else
        for (let done = 0; done < patch.zeros; done += zeros.length)
          await file.write(zeros, 0, Math.min(zeros.length, patch.zeros - done), patch.at + done)
    }
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, size: number, at: number, length: number): Promise<Buffer> {
  if (at < 0 || length < 0 || at + length > size) throw new Refusal('video.cutOff')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new Refusal('video.cutOff')
  return buffer
}
