// Files for tests of the library, taken up the way people do.
import sharp from 'sharp'
import { stageUpload } from '#platform/media/stage.ts'
import type { Who } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { mediaRules, maxBytesOf } from './rules.ts'
import { addFile, storeFile, type Taken } from './take.ts'

let count = 0

/** A picture that is like no other, with a place and a name in its metadata. */
export async function photo(width = 900, height = 600): Promise<Buffer> {
  count++
  const noise = { r: count % 256, g: (count * 7) % 256, b: (count * 31) % 256 }
  return sharp({ create: { width, height: height + (count % 3), channels: 3, background: noise } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'SecretCam', Artist: 'Erika Geheim' },
      IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' }
    })
    .toBuffer()
}

/** Bytes as they come over the line. */
export async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Takes a file up as this person. */
export async function take(
  municipalityId: string,
  who: Who,
  bytes: Uint8Array,
  name: string,
  given: { alt?: string; unitId?: string | null } = {}
): Promise<Taken> {
  const rules = await inMunicipality(municipalityId, mediaRules)
  await using staged = await stageUpload(municipalityId, inPieces(bytes), maxBytesOf(rules))
  const file = await storeFile(municipalityId, staged)
  return inMunicipality(municipalityId, (tx) => addFile(tx, who, { file, name, ...given }))
}
