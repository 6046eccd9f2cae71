/**
 * Reads a PDF as far as is needed to say that it only shows something, and blanks the names in its properties. Everything keeps
 * its place and length, so that nothing else of the file has to be understood. What cannot be looked into is refused.
 */
import { deflateSync, inflateSync } from 'node:zlib'
import { Refusal } from '#platform/refusal.ts'

export interface ReadPdf {
  /** What is served. */
  clean: Buffer
  /** It carries an electronic signature and is served unchanged, names and all: anything else would break it. */
  isSigned: boolean
}

const maxInflated = 20 * 1024 * 1024
const maxInflatedAll = 100 * 1024 * 1024
const active = /\/(JavaScript|JS|Launch|RichMedia|XFA|EmbeddedFiles?|SubmitForm|ImportData|GoToE)(?![\w.-])/
const named = ['Author', 'Manager', 'Company', 'LastModifiedBy', 'SourceModified']

interface Stream {
  dictionary: string
  start: number
  end: number
}

/** @throws Refusal `pdf.broken`, `pdf.encrypted`, `pdf.active` {what}, `pdf.metadata` */
export function readPdf(bytes: Buffer): ReadPdf {
  if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new Refusal('pdf.broken')
  if (!bytes.subarray(-4096).includes('%%EOF')) throw new Refusal('pdf.broken')
  const text = bytes.toString('latin1')
  const streams = streamsOf(text)
  const outside = maskStreams(text, streams)
  const plain = decodeNames(outside)
  if (/\/Encrypt(?![\w.-])/.test(plain)) throw new Refusal('pdf.encrypted')
  refuseActive(plain)
  const clean = Buffer.from(bytes)
  const isSigned = /\/ByteRange\s*\[/.test(plain)
  let inflated = 0
  for (const stream of streams) {
    const dictionary = decodeNames(stream.dictionary)
    const isObjects = /\/Type\s*\/ObjStm(?![\w])/.test(dictionary)
    const isMetadata = /\/Type\s*\/Metadata(?![\w])/.test(dictionary) && /\/Subtype\s*\/XML(?![\w])/.test(dictionary)
    if (!isObjects && !isMetadata) continue
    const packed = isPacked(dictionary)
    const raw = bytes.subarray(stream.start, stream.end)
    const content = packed ? unpack(raw) : raw.toString('latin1')
    inflated += content.length
    if (inflated > maxInflatedAll) throw new Refusal('pdf.broken')
    if (isObjects) refuseActive(decodeNames(content))
    const blanked = isObjects ? blankProperties(content) : blankXmp(content)
    if (blanked !== content && !isSigned) putBack(clean, stream, blanked, packed)
  }
  if (isSigned) return { clean: bytes, isSigned }
  const properties = blankProperties(outside)
  if (properties !== outside) writeChanges(clean, outside, properties)
  blankCameras(clean)
  return { clean, isSigned }
}

/** The streams of the file; their lengths are believed only where the file ends them there. */
function streamsOf(text: string): Stream[] {
  const streams: Stream[] = []
  const opening = /stream(\r\n|\n|\r)/g
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (text.slice(match.index - 3, match.index) === 'end') continue
    // Never back over what was read already: many small streams must not cost the square of their number.
    const before = text.slice(Math.max(streams.at(-1)?.end ?? 0, match.index - 100_000), match.index)
    if (!/>>\s*$/.test(before.slice(-64))) continue
    const dictionary = before.slice(Math.max(before.lastIndexOf(' obj'), before.lastIndexOf('\nobj'), 0))
    const start = match.index + match[0].length
    const said = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1] ?? Number.NaN)
    const isTrue = Number.isInteger(said) && /^\s{0,4}endstream/.test(text.slice(start + said, start + said + 16))
    const end = isTrue ? start + said : text.indexOf('endstream', start)
    if (end < 0) throw new Refusal('pdf.broken')
    streams.push({ dictionary, start, end })
    if (streams.length > 500_000) throw new Refusal('pdf.broken')
    opening.lastIndex = end
  }
  return streams
}

/** The file without what is inside of its streams, at the same places. */
function maskStreams(text: string, streams: Stream[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end } of streams) {
    pieces.push(text.slice(at, start), ' '.repeat(end - start))
    at = end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

/** Names may be written with codes, as in `/J#61vaScript`. */
function decodeNames(text: string): string {
  return text.includes('#')
    ? text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}

function refuseActive(text: string): void {
  const found = active.exec(text)
  if (found) throw new Refusal('pdf.active', { what: found[1] })
}

/** Whether a stream is compressed the usual way. @throws Refusal `pdf.broken` when in another */
function isPacked(dictionary: string): boolean {
  const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(dictionary)?.[1]?.replace(/[[\]\s]/g, '')
  if (!filter) return false
  if (filter !== '/FlateDecode' || /\/Predictor\s+(?!1\b)\d/.test(dictionary)) throw new Refusal('pdf.broken')
  return true
}

function unpack(raw: Buffer): string {
  try {
    return inflateSync(raw, { maxOutputLength: maxInflated }).toString('latin1')
  } catch {
    throw new Refusal('pdf.broken')
  }
}

/** The new content in the old one's room. Readers stop where the compression ends, what is left over says nothing. */
function putBack(clean: Buffer, stream: Stream, content: string, packed: boolean): void {
  const bytes = Buffer.from(content, 'latin1')
  const made = packed ? deflateSync(bytes, { level: 9 }) : bytes
  if (made.length > stream.end - stream.start) throw new Refusal('pdf.metadata')
  clean.fill(0, stream.start, stream.end)
  made.copy(clean, stream.start)
}

/** Blanks the values of properties that name people. @throws Refusal `pdf.metadata` where a value is out of reach */
function blankProperties(text: string): string {
  const pattern = new RegExp(`/(?:${named.join('|')})\\s*(?=[(<]|\\d+\\s+\\d+\\s+R)`, 'g')
  const spans: [number, number][] = []
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const at = match.index + match[0].length
    const reference = /^(\d+)\s+(\d+)\s+R/.exec(text.slice(at, at + 30))
    if (!reference) {
      spans.push(stringAt(text, at))
      continue
    }
    const target = new RegExp(`(?:^|[\\s>])${reference[1]}\\s+${reference[2]}\\s+obj\\s*(?=[(<])`, 'g')
    let isFound = false
    for (let found = target.exec(text); found; found = target.exec(text)) {
      isFound = true
      spans.push(stringAt(text, found.index + found[0].length))
    }
    if (!isFound) throw new Refusal('pdf.metadata')
  }
  if (spans.length === 0) return text
  const pieces: string[] = []
  let at = 0
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    if (to <= at) continue
    const begin = Math.max(from, at)
    pieces.push(text.slice(at, begin), (text[from - 1] === '<' ? '0' : ' ').repeat(to - begin))
    at = to
  }
  return pieces.join('') + text.slice(at)
}

/** What stands between the marks of a string, `(…)` or `<…>`. */
function stringAt(text: string, at: number): [number, number] {
  if (text[at] === '<') {
    const end = text.indexOf('>', at)
    if (end < 0 || text[at + 1] === '<') throw new Refusal('pdf.metadata')
    return [at + 1, end]
  }
  let depth = 1
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === '(') depth++
    else if (text[end] === ')' && --depth === 0) return [at + 1, end]
  }
  throw new Refusal('pdf.broken')
}

const xmpNames =
  '(?:dc:creator|dc:contributor|pdf:Author|pdfx:(?:Company|SourceModified|Manager)|xmpRights:Owner|photoshop:(?:City|State|Country|AuthorsPosition|CaptionWriter|Credit)|(?:exif:GPS|Iptc4xmp)\\w*(?::\\w+)?)'

/** Blanks who made it and where, in its XMP packet; what says that it is accessible stays. */
function blankXmp(packet: string): string {
  const spaces = (text: string): string => text.replace(/[^\s]/g, ' ')
  return packet
    .replace(
      new RegExp(`<(${xmpNames})(\\b[^>]*)>([\\s\\S]*?)</\\1>`, 'g'),
      (_, name: string, rest: string, inner: string) =>
        // Only what stands between marks: of lists the marks stay.
        `<${name}${rest}>${inner.replace(/(^|>)([^<]*)/g, (_all, mark: string, text: string) => mark + spaces(text))}</${name}>`
    )
    .replace(
      new RegExp(`(\\s${xmpNames}=)(["'])([^"']*)\\2`, 'g'),
      (_, name: string, mark: string, inner: string) => `${name}${mark}${spaces(inner)}${mark}`
    )
}

function writeChanges(clean: Buffer, before: string, after: string): void {
  for (let at = 0; at < after.length; at++) if (after[at] !== before[at]) clean[at] = after.charCodeAt(at)
}

/** Photographs inside keep what the camera wrote: place, owner, software. The blocks that hold it are emptied. */
function blankCameras(clean: Buffer): void {
  for (const [mark, name] of [
    [0xe1, 'Exif\0\0'],
    [0xe1, 'http://ns.adobe.com/xap/1.0/\0'],
    [0xed, 'Photoshop 3.0\0']
  ] as const)
    for (let at = clean.indexOf(name, 0, 'latin1'); at >= 0; at = clean.indexOf(name, at + 1, 'latin1')) {
      if (at < 4 || clean[at - 4] !== 0xff || clean[at - 3] !== mark) continue
      const length = clean.readUInt16BE(at - 2) - 2
      clean.fill(0, at, Math.min(at + Math.max(length, 0), clean.length))
    }
}
