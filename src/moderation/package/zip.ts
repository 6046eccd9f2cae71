// A ZIP as small as can be: written without compression, so that its parts are there byte by byte; read with or without, since
// people pack things again. Nothing is ever unpacked onto the disk.
import { crc32, inflateRawSync } from 'node:zlib'

export interface Part {
  path: string
  bytes: Buffer
}

const mostParts = 1000
const mostBytes = 1024 * 1024 * 1024

/** Writes the parts in their order. The time is the same for all: a package made again is the same package. */
export function writeZip(parts: Part[], at: Date): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  const [date, time] = dosTime(at)
  let offset = 0
  for (const { path, bytes } of parts) {
    const name = Buffer.from(path, 'utf8')
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    // Names are UTF-8.
    fixed.writeUInt16LE(0x0800, 2)
    fixed.writeUInt16LE(0, 4)
    fixed.writeUInt16LE(time, 6)
    fixed.writeUInt16LE(date, 8)
    fixed.writeUInt32LE(crc32(bytes), 10)
    fixed.writeUInt32LE(bytes.length, 14)
    fixed.writeUInt32LE(bytes.length, 18)
    fixed.writeUInt16LE(name.length, 22)
    local.push(Buffer.from('504b0304', 'hex'), fixed, name, bytes)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.from('504b01021400', 'hex'), fixed, rest, name)
    offset += 30 + name.length + bytes.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

/** Reads a ZIP's parts. @throws Error when it is none, or asks for more than a package can be */
export function readZip(zip: Buffer): Part[] {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0 || end + 22 > zip.length) throw new Error('this is no ZIP file')
  const count = zip.readUInt16LE(end + 10)
  if (count > mostParts) throw new Error('too many files in it')
  const parts: Part[] = []
  let at = zip.readUInt32LE(end + 16)
  let total = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) throw new Error('its list of files is damaged')
    const method = zip.readUInt16LE(at + 10)
    const packed = zip.readUInt32LE(at + 20)
    const size = zip.readUInt32LE(at + 24)
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number
    ]
    const local = zip.readUInt32LE(at + 42)
    const path = zip.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    at += 46 + nameLength + extra + comment
    if (path.endsWith('/')) continue
    total += size
    if (total > mostBytes) throw new Error('too large')
    parts.push({ path, bytes: contentAt(zip, local, method, packed, size) })
  }
  return parts
}

function contentAt(zip: Buffer, local: number, method: number, packed: number, size: number): Buffer {
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== 0x04034b50) throw new Error('a file in it is damaged')
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const bytes = zip.subarray(start, start + packed)
  if (method === 0) return bytes
  if (method !== 8) throw new Error('packed in a way that is not known here')
  return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
}

/** Two seconds are as fine as ZIP tells the time. */
function dosTime(at: Date): [date: number, time: number] {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return [
    ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  ]
}
