/** Reads an answer's body under a limit that holds before and after decompression. */
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { FetchFailed } from './errors.ts'

/** @throws FetchFailed too-big, or wrong-type for an encoding nobody asked for; what the stream throws. */
export async function readBody(body: Readable, encoding: string, maxBytes: number, where: string): Promise<Buffer> {
  const decoder = decoderOf(encoding, where)
  const limited = limit(body, maxBytes, where)
  const chunks: Buffer[] = []
  const source = decoder ? limit(through(limited, decoder), maxBytes, where) : limited
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A decoder for a content encoding; null when there is nothing to decode. */
function decoderOf(encoding: string, where: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      return createInflate()
    default:
      throw new FetchFailed('wrong-type', where)
  }
}

async function* limit(source: AsyncIterable<Buffer>, maxBytes: number, where: string): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new FetchFailed('too-big', where)
    yield chunk
  }
}

/** Ending the iteration early, or an error on either side, ends both streams. */
function through(source: AsyncIterable<Buffer>, decoder: Transform): AsyncIterable<Buffer> {
  return pipeline(source, decoder, () => {})
}
