// Videos for tests, put together box by box: their structure is real, their pictures are noise.

/** A box of MP4. */
export function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : one)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4))
  return bytes
}

export interface Mp4Parts {
  codec?: string
  audio?: string
  /** A track of measurements with this sample data. */
  path?: Buffer
  withoutVideo?: boolean
  brand?: string
}

/** An MP4 with metadata about place and people wherever cameras put it. */
export function makeMp4(parts: Mp4Parts = {}): Buffer {
  const { codec = 'avc1', audio = 'mp4a', path = Buffer.from('GPS 50.7374N 7.0982E'), brand = 'isom' } = parts
  const ftyp = box('ftyp', brand, numbers(512), 'isomavc1')
  const pictures = Buffer.alloc(500, 7)
  const mdat = box('mdat', pictures, path)
  const dataAt = ftyp.length + 8
  const track = (handler: string, entry: string, from: number, length: number): Buffer => {
    const tkhd = box(
      'tkhd',
      numbers(0, 0, 0, 1, 0, 5000, 0, 0, 0, 0),
      numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000),
      numbers(640 * 65536, 360 * 65536)
    )
    const stbl = box(
      'stbl',
      box('stsd', numbers(0, 1), box(entry, Buffer.alloc(70))),
      box('stsc', numbers(0, 1, 1, 1, 1)),
      box('stsz', numbers(0, 0, 1, length)),
      box('stco', numbers(0, 1, from))
    )
    return box(
      'trak',
      tkhd,
      box('udta', box('name', 'Kamera von Erika')),
      box('mdia', box('hdlr', numbers(0, 0), handler, numbers(0, 0, 0), 'Handler\0'), box('minf', stbl))
    )
  }
  const moov = box(
    'moov',
    box('mvhd', numbers(0, 0, 0, 1000, 5000), Buffer.alloc(80)),
    ...(parts.withoutVideo ? [] : [track('vide', codec, dataAt, 400)]),
    track('soun', audio, dataAt + 400, 100),
    track('meta', 'mebx', dataAt + 500, path.length),
    box('udta', box('\xa9xyz', '+50.7374+007.0982/'), box('\xa9ART', 'Erika Muster')),
    box('meta', numbers(0), 'com.apple.quicktime.location.ISO6709')
  )
  return Buffer.concat([
    ftyp,
    mdat,
    moov,
    box('uuid', Buffer.alloc(16, 1), '<x:xmpmeta>Bonn</x:xmpmeta>'),
    box('free', 'GPS')
  ])
}

/** An element of WebM. */
export function element(id: number, content: Buffer | string, size?: number): Buffer {
  const body = typeof content === 'string' ? Buffer.from(content) : content
  const name = Buffer.from(id.toString(16).padStart(id > 0xff && id < 0x1000 ? 4 : 2, '0'), 'hex')
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(size ?? body.length))
  length[0] = 0x01
  return Buffer.concat([name, length, body])
}

const unknown = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])

/** A WebM with a title, tags and an attachment; `live` as browsers record it, without sizes. */
export function makeWebm(parts: { codec?: string; kind?: number; live?: boolean } = {}): Buffer {
  const { codec = 'V_VP9', kind = 1, live = false } = parts
  const header = element(0x1a45dfa3, element(0x4282, 'webm'))
  const length = Buffer.alloc(8)
  length.writeDoubleBE(4000)
  const info = element(0x1549a966, Buffer.concat([element(0x7ba9, 'Erikas Film'), element(0x4489, length)]))
  const video = element(
    0xe0,
    Buffer.concat([element(0xb0, Buffer.from([2, 128])), element(0xba, Buffer.from([1, 104]))])
  )
  const entry = element(
    0xae,
    Buffer.concat([element(0x83, Buffer.from([kind])), element(0x86, codec), element(0x536e, 'Kamera Erika'), video])
  )
  const block = element(0xa3, Buffer.alloc(300, 5))
  const cluster = live
    ? Buffer.concat([Buffer.from('1f43b675', 'hex'), unknown, element(0xe7, Buffer.from([0])), block])
    : element(0x1f43b675, Buffer.concat([element(0xe7, Buffer.from([0])), block]))
  const tags = element(0x1254c367, element(0x7373, 'LOCATION Bonn'))
  const attachment = element(0x1941a469, element(0x61a7, 'Erikas Foto'))
  const content = Buffer.concat([info, element(0x1654ae6b, entry), tags, cluster, ...(live ? [] : [attachment])])
  return Buffer.concat([
    header,
    live ? Buffer.concat([Buffer.from('18538067', 'hex'), unknown, content]) : element(0x18538067, content)
  ])
}
