// The learned sums as bytes, for one column of the database.
import { deflateSync, inflateSync } from 'node:zlib'
import { settle, type Sums } from './model.ts'

/** A head in JSON with its length in front, then marks, texts, how many units, and the units' sums. */
export function pack(sums: Sums): Buffer {
  const { marks, starts, unitOf, sum } = settle(sums)
  const texts = Uint32Array.from(marks, (mark) => sums.marks.get(mark)!.texts)
  const head = Buffer.from(
    JSON.stringify({ units: sums.units, examples: sums.examples, marks: marks.length, entries: sum.length })
  )
  const size = Buffer.alloc(4)
  size.writeUInt32LE(head.length)
  return deflateSync(Buffer.concat([size, head, ...[marks, texts, starts, unitOf, sum].map(bytesOf)]), { level: 1 })
}

/** Reads what `pack` wrote. */
export function unpack(packed: Buffer): Sums {
  const raw = inflateSync(packed)
  const headLength = raw.readUInt32LE(0)
  const head = JSON.parse(raw.subarray(4, 4 + headLength).toString()) as {
    units: string[]
    examples: number[]
    marks: number
    entries: number
  }
  let at = 4 + headLength
  const take = (bytes: number): ArrayBuffer => {
    const part = new Uint8Array(raw.subarray(at, at + bytes)).buffer
    at += bytes
    return part
  }
  const marks = new Uint32Array(take(4 * head.marks))
  const texts = new Uint32Array(take(4 * head.marks))
  const starts = new Uint32Array(take(4 * (head.marks + 1)))
  const unitOf = new Uint8Array(take(head.entries))
  const sum = new Float32Array(take(4 * head.entries))
  const sums: Sums = { units: head.units, examples: head.examples, marks: new Map() }
  for (const [index, mark] of marks.entries()) {
    const byUnit = new Map<number, number>()
    for (let one = starts[index]!; one < starts[index + 1]!; one += 1) byUnit.set(unitOf[one]!, sum[one]!)
    sums.marks.set(mark, { texts: texts[index]!, byUnit })
  }
  return sums
}

function bytesOf(list: Uint8Array | Uint32Array | Float32Array): Buffer {
  return Buffer.from(list.buffer, list.byteOffset, list.byteLength)
}
