// Pictures that stand on other servers, shown through our own: fetched under the guard, drawn anew from their pixels, and
// kept on disk for a while. Whoever reads our pages never speaks to a third party.
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { now } from '#platform/clock/clock.ts'
import { guardedFetch } from '#platform/fetch/fetch.ts'
import type { AllowList } from '#platform/fetch/fetch.ts'
import { newId } from '#platform/id.ts'
import { imageTypeOf } from './image.ts'

export interface RemoteKey {
  municipalityId: string
  /** What the picture belongs to and goes with. */
  ownerId: string
  /** Which of its pictures; letters and digits only. */
  mark: string
}

export interface RemoteOptions {
  /** Longest side in pixels. */
  size: number
  allow?: AllowList
}

export const remoteType = 'image/webp'
const maxBytes = 12 * 1024 * 1024
const maxPixels = 40_000_000
/** Longer than this no copy stays; who asks for it then has it fetched again. */
const keptMs = 24 * 3600_000
const mostBytes = 512 * 1024 * 1024
/** So long a picture that could not be had is not asked for again. */
const refusedMs = 10 * 60_000
const mostAtOnce = 6

let folder: string | null = null
const running = new Map<string, Promise<Buffer | null>>()
const refused = new Map<string, number>()
const waiting: (() => void)[] = []
let busy = 0

/** Says where copies are kept; outside of what is backed up. */
export function keepRemotePictures(directory: string): void {
  folder = directory
}

/** The picture at `url` as WebP, from the copy or fetched now. Null when it cannot be had or is none. */
export async function remotePicture(key: RemoteKey, url: string, options: RemoteOptions): Promise<Buffer | null> {
  const path = pathOf(key)
  const copy = path && (await readCopy(path))
  if (copy) return copy
  const name = `${key.municipalityId}/${key.ownerId}/${key.mark}`
  const until = refused.get(name)
  if (until && until > now().getTime()) return null
  const already = running.get(name)
  if (already) return already
  const work = inTurn(() => fetchPicture(url, options)).then(async (bytes) => {
    if (!bytes) {
      if (refused.size > 5000) refused.clear()
      refused.set(name, now().getTime() + refusedMs)
    } else if (path) await writeCopy(path, bytes)
    return bytes
  })
  running.set(name, work)
  return work.finally(() => running.delete(name))
}

/** Throws away every copy of what belongs to `ownerId`. */
export async function forgetRemotePictures(municipalityId: string, ownerId: string): Promise<void> {
  if (folder && isName(municipalityId) && isName(ownerId))
    await rm(join(folder, municipalityId, ownerId), { recursive: true, force: true })
}

/** Throws away what is old, and the oldest while there is too much. Answers how many copies went. */
export async function tidyRemotePictures(limit = mostBytes): Promise<number> {
  if (!folder) return 0
  const files: { path: string; size: number; at: number }[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path).catch(() => null)
    if (found) files.push({ path, size: found.size, at: found.mtimeMs })
  }
  files.sort((a, b) => b.at - a.at)
  let kept = 0
  let gone = 0
  for (const file of files) {
    kept += file.size
    if (kept <= limit && file.at > now().getTime() - keptMs) continue
    kept -= file.size
    await rm(file.path, { force: true })
    gone++
  }
  return gone
}

async function fetchPicture(url: string, { size, allow }: RemoteOptions): Promise<Buffer | null> {
  try {
    const answer = await guardedFetch(url, {
      maxBytes,
      timeoutMs: 10_000,
      accept: ['image/*', 'application/octet-stream'],
      headers: { accept: 'image/webp,image/avif,image/png,image/jpeg,image/gif' },
      allow
    })
    // By its content, never by what the other side says it is; nothing with scripts in it is among these.
    if (answer.status !== 200 || !imageTypeOf(answer.bytes)) return null
    const { default: sharp } = await import('sharp')
    return await sharp(answer.bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1, sequentialRead: true })
      .timeout({ seconds: 15 })
      .autoOrient()
      .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 80 })
      .toBuffer()
  } catch {
    // A picture that is not there shows its description instead.
    return null
  }
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  while (busy >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  busy++
  try {
    return await work()
  } finally {
    busy--
    waiting.shift()?.()
  }
}

async function readCopy(path: string): Promise<Buffer | null> {
  const found = await stat(path).catch(() => null)
  if (!found || found.mtimeMs < now().getTime() - keptMs) return null
  return readFile(path).catch(() => null)
}

/** A full disk is no reason to show nothing. */
async function writeCopy(path: string, bytes: Buffer): Promise<void> {
  const unfinished = `${path}.${newId()}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(unfinished, bytes)
    await utimes(unfinished, now(), now())
    await rename(unfinished, path)
  } catch {
    await rm(unfinished, { force: true }).catch(() => {})
  }
}

function pathOf({ municipalityId, ownerId, mark }: RemoteKey): string | null {
  return folder && isName(municipalityId) && isName(ownerId) && isName(mark)
    ? join(folder, municipalityId, ownerId, mark)
    : null
}

function isName(text: string): boolean {
  return /^[a-z0-9-]{1,80}$/.test(text)
}
