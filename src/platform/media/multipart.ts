/**
 * Reads a form with files piece by piece (RFC 7578), so that a large file never lies in memory. Parts come in the order of
 * the form; each must be read to its end before the next is asked for, what is left of it is skipped.
 */

export interface Part {
  name: string
  /** Null: a plain field. */
  fileName: string | null
  body: AsyncIterable<Uint8Array>
}

/** The form is none, or breaks off. */
export class MalformedForm extends Error {}

const maxHeaderBytes = 16_384
const maxParts = 1000

/** The boundary of a form's content type, or null when it is none. */
export function boundaryOf(contentType: string | null): string | null {
  const match = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '')
  return match?.[1] ?? match?.[2] ?? null
}

/** The parts of a form. @throws MalformedForm */
export async function* readMultipart(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const source = body[Symbol.asyncIterator]()
  // The first mark stands at the beginning, without a line end before it.
  let kept: Buffer = Buffer.from('\r\n')

  /** Adds to what is kept. @throws MalformedForm at the end of the body */
  async function more(): Promise<void> {
    const next = await source.next()
    if (next.done) throw new MalformedForm('the form breaks off')
    kept = kept.length > 0 ? Buffer.concat([kept, next.value]) : Buffer.from(next.value)
  }

  /** What stands before the next mark; the mark itself is taken away. */
  async function* upToMark(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = kept.indexOf(mark)
      if (at >= 0) {
        const last = kept.subarray(0, at)
        kept = kept.subarray(at + mark.length)
        if (last.length > 0) yield last
        return
      }
      // The end may be the beginning of a mark.
      const sure = kept.length - mark.length + 1
      if (sure > 0) {
        const piece = kept.subarray(0, sure)
        kept = kept.subarray(sure)
        yield piece
      }
      await more()
    }
  }

  for await (const _ of upToMark()) void _
  for (let count = 0; ; count++) {
    while (kept.length < 2) await more()
    if (kept.subarray(0, 2).toString('latin1') === '--') return
    if (count >= maxParts) throw new MalformedForm('too many parts')
    let end: number
    while ((end = kept.indexOf('\r\n\r\n')) < 0) {
      if (kept.length > maxHeaderBytes) throw new MalformedForm('the head of a part is too long')
      await more()
    }
    const head = kept.subarray(0, end).toString('utf8')
    kept = kept.subarray(end + 2)
    // What is left is the body's first line end, so that an empty body ends at a mark as well.
    const rest = upToMark()
    const stripped = withoutFirstLineEnd(rest)
    const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(head)?.[1]
    if (disposition === undefined) throw new MalformedForm('a part without a name')
    // Without `return`: whoever stops reading a part early must not end what skips the rest of it.
    const part = { [Symbol.asyncIterator]: () => ({ next: () => stripped.next() }) }
    yield { name: parameter(disposition, 'name') ?? '', fileName: parameter(disposition, 'filename'), body: part }
    for await (const _ of stripped) void _
  }
}

/** The small text of a plain field. @throws MalformedForm when it is longer */
export async function textOfPart(part: Part, maxBytes = 10_000): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of part.body) {
    size += piece.length
    if (size > maxBytes) throw new MalformedForm('a field is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

async function* withoutFirstLineEnd(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = 2
  for await (const piece of pieces) {
    const rest = left > 0 ? piece.subarray(Math.min(left, piece.length)) : piece
    left -= piece.length - rest.length
    if (rest.length > 0) yield rest
  }
}

function parameter(text: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(text)
  // Browsers escape these three and nothing else.
  return match ? match[1]!.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n') : null
}
