/**
 * The structure of MP4 (ISO/IEC 14496-12), as far as it is needed. What is kept is listed; everything else is blanked: cameras
 * write places and paths into boxes, tracks and texts of their own making.
 */
import { Refusal } from '#platform/refusal.ts'
import type { Patch, ReadVideo, Source } from './video.ts'

const keptAbove = new Set(['ftyp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'styp', 'ssix', 'prft'])
const keptInMovie = new Set(['mvhd', 'trak', 'mvex', 'iods'])
const keptInTrack = new Set(['tkhd', 'mdia', 'edts'])
const videoCodecs = new Set(['avc1', 'avc3', 'av01', 'vp08', 'vp09'])
const audioCodecs = new Set(['mp4a', 'Opus', 'fLaC', '.mp3'])
const codecNames: Record<string, string> = {
  hvc1: 'HEVC',
  hev1: 'HEVC',
  dvh1: 'Dolby Vision',
  dvhe: 'Dolby Vision',
  apch: 'ProRes',
  apcn: 'ProRes',
  mp4v: 'MPEG-4 Visual',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  alac: 'ALAC',
  encv: 'DRM',
  enca: 'DRM'
}
const maxMovieBytes = 32 * 1024 * 1024
const maxBoxes = 200_000

interface Box {
  type: string
  /** Where it begins in the file. */
  at: number
  header: number
  size: number
}

/** @throws Refusal `video.…` */
export async function readMp4(source: Source): Promise<ReadVideo> {
  const patches: Patch[] = []
  let movie: { box: Box; bytes: Buffer } | null = null
  let isFragmented = false
  let hasData = false
  let count = 0
  for (let at = 0; at < source.size;) {
    if (++count > maxBoxes) throw new Refusal('video.broken')
    const box = await boxAt(source, at)
    if (box.at + box.size > source.size) throw new Refusal('video.cutOff')
    if (box.type === 'moov') {
      if (movie || box.size > maxMovieBytes) throw new Refusal('video.broken')
      movie = { box, bytes: await source.read(box.at, box.size) }
    } else if (!keptAbove.has(box.type)) blank(patches, box)
    isFragmented ||= box.type === 'moof'
    hasData ||= box.type === 'mdat'
    at += box.size
  }
  // The movie often comes last: a file that was cut off has its data only.
  if (!movie) throw new Refusal(hasData ? 'video.cutOff' : 'video.broken')
  return { type: 'video/mp4', extension: 'mp4', ...readMovie(source, movie, isFragmented, patches), patches }
}

async function boxAt(source: Source, at: number): Promise<Box> {
  const head = await source.read(at, Math.min(16, source.size - at))
  if (head.length < 8) throw new Refusal('video.cutOff')
  return boxOf(head, 0, at, source.size - at)
}

/** The box at a place of a buffer that begins at `origin` of the file; `room` is what is left for it. @throws RangeError */
function boxOf(bytes: Buffer, offset: number, origin: number, room: number): Box {
  let size = bytes.readUInt32BE(offset)
  const type = bytes.toString('latin1', offset + 4, offset + 8)
  let header = 8
  if (size === 1) {
    size = Number(bytes.readBigUInt64BE(offset + 8))
    header = 16
  } else if (size === 0) size = room
  if (size < header || !/^[\x20-\x7e\xa9]{4}$/.test(type)) throw new Refusal('video.broken')
  return { type, at: origin + offset, header, size }
}

/** The boxes inside of one, of which `bytes` is the whole file's part from `origin` on. */
function children(bytes: Buffer, origin: number, parent: Box, skip = 0): Box[] {
  const boxes: Box[] = []
  const end = parent.at - origin + parent.size
  for (let offset = parent.at - origin + parent.header + skip; offset + 8 <= end;) {
    const box = boxOf(bytes, offset, origin, end - offset)
    if (offset + box.size > end || boxes.length > 10_000) throw new Refusal('video.broken')
    boxes.push(box)
    offset += box.size
  }
  return boxes
}

function readMovie(
  source: Source,
  { box: movie, bytes }: { box: Box; bytes: Buffer },
  isFragmented: boolean,
  patches: Patch[]
): Pick<ReadVideo, 'width' | 'height' | 'durationMs'> {
  const origin = movie.at
  const inside = (box: Box, skip = 0): Box[] => children(bytes, origin, box, skip)
  let [width, height, hasVideo] = [0, 0, false]
  let durationMs: number | null = null
  for (const box of inside(movie)) {
    if (!keptInMovie.has(box.type)) blank(patches, box)
    if (box.type === 'mvhd') durationMs = durationOf(bytes, box.at - origin + box.header)
    if (box.type !== 'trak') continue
    const parts = inside(box)
    const media = parts.find((one) => one.type === 'mdia')
    if (!media) throw new Refusal('video.broken')
    const handler = inside(media).find((one) => one.type === 'hdlr')
    const kind = handler ? bytes.toString('latin1', handler.at - origin + 16, handler.at - origin + 20) : ''
    const table = inside(media)
      .filter((one) => one.type === 'minf')
      .flatMap((one) => inside(one))
      .find((one) => one.type === 'stbl')
    if (kind !== 'vide' && kind !== 'soun') {
      // Text, time code, measurements: among them the camera's path.
      if (isFragmented) throw new Refusal('video.track')
      if (table) patches.push(...samplesOf(bytes, origin, inside(table), source.size))
      blank(patches, box)
      continue
    }
    for (const part of parts) if (!keptInTrack.has(part.type)) blank(patches, part)
    for (const part of [
      ...inside(media),
      ...inside(media)
        .filter((one) => one.type === 'minf')
        .flatMap((one) => inside(one))
    ])
      if (part.type === 'udta' || part.type === 'meta') blank(patches, part)
    checkCodecs(bytes, origin, table ? inside(table) : [], kind)
    if (kind === 'vide') {
      hasVideo = true
      const head = parts.find((one) => one.type === 'tkhd')
      if (head) ({ width, height } = sizeOf(bytes, head.at - origin, head.size))
    }
  }
  if (!hasVideo) throw new Refusal('video.noVideo')
  return { width, height, durationMs }
}

function checkCodecs(bytes: Buffer, origin: number, tables: Box[], kind: 'vide' | 'soun'): void {
  const descriptions = tables.find((one) => one.type === 'stsd')
  if (!descriptions) throw new Refusal('video.broken')
  const entries = children(bytes, origin, descriptions, 8)
  if (entries.length === 0) throw new Refusal('video.broken')
  for (const { type } of entries)
    if (!(kind === 'vide' ? videoCodecs : audioCodecs).has(type))
      throw new Refusal('video.codec', { codec: codecNames[type] ?? type.trim() })
}

function durationOf(bytes: Buffer, offset: number): number | null {
  const isLong = bytes.readUInt8(offset) === 1
  const scale = bytes.readUInt32BE(offset + (isLong ? 20 : 12))
  const length = isLong ? Number(bytes.readBigUInt64BE(offset + 24)) : bytes.readUInt32BE(offset + 16)
  const ms = scale > 0 ? Math.round((length / scale) * 1000) : 0
  return ms > 0 && ms < 86_400_000 ? ms : null
}

/** Turned as it is shown: telephones write a matrix instead of turning the picture. */
function sizeOf(bytes: Buffer, offset: number, size: number): { width: number; height: number } {
  const end = offset + size
  const [width, height] = [bytes.readUInt16BE(end - 8), bytes.readUInt16BE(end - 4)]
  const isTurned = bytes.readInt32BE(end - 44) === 0 && bytes.readInt32BE(end - 40) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}

/** Where the samples of a track lie in the file, to blank them. */
function samplesOf(bytes: Buffer, origin: number, tables: Box[], fileSize: number): Patch[] {
  const at = (type: string): number | null => {
    const box = tables.find((one) => one.type === type)
    return box ? box.at - origin + box.header + 4 : null
  }
  const [sizes, chunks] = [at('stsz'), at('stsc')]
  const short = at('stco')
  const offsets = short ?? at('co64')
  if (sizes === null || chunks === null || offsets === null) throw new Refusal('video.track')
  const uniform = bytes.readUInt32BE(sizes)
  const chunkCount = bytes.readUInt32BE(offsets)
  const runs = bytes.readUInt32BE(chunks)
  if (chunkCount > 2_000_000 || runs > 2_000_000) throw new Refusal('video.broken')
  const patches: Patch[] = []
  let [run, sample] = [0, 0]
  for (let chunk = 1; chunk <= chunkCount; chunk++) {
    while (run + 1 < runs && bytes.readUInt32BE(chunks + 4 + (run + 1) * 12) <= chunk) run++
    const inChunk = bytes.readUInt32BE(chunks + 4 + run * 12 + 4)
    if (inChunk > 1_000_000) throw new Refusal('video.broken')
    let length = uniform * inChunk
    if (uniform === 0)
      for (let index = 0; index < inChunk; index++) length += bytes.readUInt32BE(sizes + 8 + (sample + index) * 4)
    sample += inChunk
    const start =
      short === null
        ? Number(bytes.readBigUInt64BE(offsets + 4 + (chunk - 1) * 8))
        : bytes.readUInt32BE(offsets + 4 + (chunk - 1) * 4)
    if (start + length > fileSize) throw new Refusal('video.cutOff')
    if (length > 0) patches.push({ at: start, zeros: length })
  }
  return patches
}

/** Makes a box a free one of the same size. */
function blank(patches: Patch[], box: Box): void {
  patches.push({ at: box.at + 4, bytes: Buffer.from('free', 'latin1') })
  if (box.size > box.header) patches.push({ at: box.at + box.header, zeros: box.size - box.header })
}
