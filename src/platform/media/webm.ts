/**
 * The structure of WebM (a part of Matroska, RFC 9559), as far as it is needed. Tags, attachments, chapters, titles and names
 * are blanked; tracks that are neither picture nor sound are refused, because their data lies between the others'.
 */
import { Refusal } from '#platform/refusal.ts'
import type { Patch, ReadVideo, Source } from './video.ts'

const id = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  attachments: 0x1941a469,
  chapters: 0x1043a770,
  tags: 0x1254c367,
  void: 0xec,
  checksum: 0xbf
}
const maxHeadBytes = 8 * 1024 * 1024
const maxElements = 2_000_000

interface Element {
  id: number
  at: number
  header: number
  /** Null: not known, it goes on to the next of its level. */
  size: number | null
}

/** @throws Refusal `video.…` */
export async function readWebm(source: Source): Promise<ReadVideo> {
  const header = await elementAt(source, 0)
  if (header?.id !== id.header || header.size === null) throw new Refusal('video.broken')
  const segment = await elementAt(source, header.header + header.size)
  if (segment?.id !== id.segment) throw new Refusal('video.broken')
  const end = segment.size === null ? source.size : segment.at + segment.header + segment.size
  if (end > source.size) throw new Refusal('video.cutOff')
  const patches: Patch[] = []
  let [width, height] = [0, 0]
  let durationMs: number | null = null
  let [hasVideo, hasData] = [false, false]
  let count = 0
  for (let at = segment.at + segment.header; at < end;) {
    if (++count > maxElements) throw new Refusal('video.broken')
    const element = await elementAt(source, at)
    if (!element) throw new Refusal('video.cutOff')
    if (element.size === null) {
      // Only a cluster may go on without an end; what is inside is passed over one by one, up to the next of its level.
      if (element.id !== id.cluster) throw new Refusal('video.broken')
      hasData = true
      at += element.header
      continue
    }
    if (at + element.header + element.size > end) throw new Refusal('video.cutOff')
    if (
      element.id === id.tags ||
      element.id === id.attachments ||
      element.id === id.chapters ||
      element.id === id.checksum
    )
      blank(patches, element)
    else if (element.id === id.info) durationMs = readInfo(await contentOf(source, element), patches)
    else if (element.id === id.tracks) {
      const found = readTracks(await contentOf(source, element), patches)
      hasVideo ||= found.hasVideo
      width = found.width || width
      height = found.height || height
    }
    hasData ||= element.id === id.cluster
    at += element.header + element.size
  }
  if (!hasVideo) throw new Refusal('video.noVideo')
  if (!hasData) throw new Refusal('video.cutOff')
  return { type: 'video/webm', extension: 'webm', width, height, durationMs, patches }
}

async function elementAt(source: Source, at: number): Promise<Element | null> {
  if (at >= source.size) return null
  return elementOf(await source.read(at, Math.min(12, source.size - at)), 0, at)
}

function elementOf(bytes: Buffer, offset: number, origin: number): Element {
  const first = bytes.readUInt8(offset)
  const idLength = Math.clz32(first) - 23
  if (idLength > 4) throw new Refusal('video.broken')
  const element = bytes.readUIntBE(offset, idLength)
  const lead = bytes.readUInt8(offset + idLength)
  const length = Math.clz32(lead) - 23
  if (length > 8) throw new Refusal('video.broken')
  let size = lead & ((1 << (8 - length)) - 1)
  let isUnknown = size === (1 << (8 - length)) - 1
  for (let index = 1; index < length; index++) {
    const byte = bytes.readUInt8(offset + idLength + index)
    isUnknown &&= byte === 0xff
    size = size * 256 + byte
  }
  if (!isUnknown && size > Number.MAX_SAFE_INTEGER / 2) throw new Refusal('video.broken')
  return { id: element, at: origin + offset, header: idLength + length, size: isUnknown ? null : size }
}

interface Content {
  bytes: Buffer
  origin: number
}

async function contentOf(source: Source, element: Element): Promise<Content> {
  if (element.size === null || element.size > maxHeadBytes) throw new Refusal('video.broken')
  const origin = element.at + element.header
  return { bytes: await source.read(origin, element.size), origin }
}

function* inside({ bytes, origin }: Content): Generator<Element & { value: Buffer }> {
  for (let offset = 0; offset < bytes.length;) {
    const element = elementOf(bytes, offset, origin)
    const start = offset + element.header
    if (element.size === null || start + element.size > bytes.length) throw new Refusal('video.broken')
    yield { ...element, value: bytes.subarray(start, start + element.size) }
    offset = start + element.size
  }
}

/** Its title and file names go; answers its length in milliseconds. */
function readInfo(content: Content, patches: Patch[]): number | null {
  let scale = 1_000_000
  let length = 0
  for (const element of inside(content)) {
    if ([id.checksum, 0x7ba9, 0x7384, 0x3c83ab, 0x3e83bb].includes(element.id)) blank(patches, element)
    if (element.id === 0x2ad7b1) scale = unsigned(element.value)
    if (element.id === 0x4489)
      length = element.value.length === 4 ? element.value.readFloatBE() : element.value.readDoubleBE()
  }
  const ms = Math.round((length * scale) / 1e6)
  return ms > 0 && ms < 86_400_000 ? ms : null
}

function readTracks(content: Content, patches: Patch[]): { width: number; height: number; hasVideo: boolean } {
  let [width, height, hasVideo] = [0, 0, false]
  for (const element of inside(content)) {
    if (element.id === id.checksum) blank(patches, element)
    if (element.id !== 0xae) continue
    let [kind, codec] = [0, '']
    for (const part of inside({ bytes: element.value, origin: element.at + element.header })) {
      if (part.id === 0x83) kind = unsigned(part.value)
      if (part.id === 0x86) codec = part.value.toString('latin1').replace(/\0+$/, '')
      if (part.id === 0x536e || part.id === id.checksum) blank(patches, part)
      if (part.id !== 0xe0) continue
      for (const side of inside({ bytes: part.value, origin: part.at + part.header })) {
        if (side.id === 0xb0) width = unsigned(side.value)
        if (side.id === 0xba) height = unsigned(side.value)
      }
    }
    if (kind !== 1 && kind !== 2) throw new Refusal('video.track')
    const isPlayed = kind === 1 ? /^V_(VP8|VP9|AV1)$/.test(codec) : /^A_(OPUS|VORBIS)$/.test(codec)
    if (!isPlayed) throw new Refusal('video.codec', { codec: codec.replace(/^[VA]_/, '').slice(0, 30) || '?' })
    hasVideo ||= kind === 1
  }
  return { width, height, hasVideo }
}

function unsigned(value: Buffer): number {
  return value.length === 0 || value.length > 6 ? 0 : value.readUIntBE(0, value.length)
}

/** Makes an element a void one of the same size. */
function blank(patches: Patch[], element: Element): void {
  const total = element.header + (element.size ?? 0)
  if (total < 2) return
  const head =
    total >= 9 ? Buffer.from([id.void, 1, ...sevenBytes(total - 9)]) : Buffer.from([id.void, 0x80 | (total - 2)])
  patches.push({ at: element.at, bytes: head }, { at: element.at + head.length, zeros: total - head.length })
}

function sevenBytes(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value, index = 0; index < 7; index++, rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return bytes
}
