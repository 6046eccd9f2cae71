// Taking an upload up, whichever form or script sent it: streamed to the disk, checked, stored, and put into the library.
import { error } from '@sveltejs/kit'
import { replaceMedia } from '#posts/replace-media.ts'
import { maxBytesOf, mediaRules } from '#media/rules.ts'
import { settlePoster } from '#media/video.ts'
import { addFile, storeFile, type Taken } from '#media/take.ts'
import { may, must } from '#people/rights.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { type MaxBytes, type Staged, stageUpload } from '#platform/media/stage.ts'
import { Refusal } from '#platform/refusal.ts'

export interface UploadWish {
  alt?: string
  unitId?: string | null
  /** Takes the place of this file. */
  replaces?: string | null
  /** Is the poster of this video. */
  posterOf?: string | null
}

/** Takes one file up. @throws Refusal in words for the person */
export async function takeUpload(
  locals: App.Locals,
  body: AsyncIterable<Uint8Array>,
  name: string,
  wish: UploadWish
): Promise<Taken> {
  const { who, municipality } = locals
  if (!who) error(401)
  must(who, 'media.upload')
  await takeFrom(limitKey('media-upload', who.id), { limit: 600, windowSeconds: 3600 })
  const rules = await inMunicipality(municipality.id, mediaRules)
  await using staged = await stage(municipality.id, body, maxBytesOf(rules))
  const file = await storeFile(municipality.id, staged)
  return inMunicipality(municipality.id, async (tx) => {
    if (wish.replaces) return replaceMedia(tx, who, { old: wish.replaces, file, name })
    if (wish.posterOf) return settlePoster(tx, who, wish.posterOf, file)
    // Of the person's own unit where there is just one; it can be changed in the library.
    const units = [
      ...new Set(who.roles.filter((role) => may(who, 'media.upload', role.unitId)).map((role) => role.unitId))
    ]
    const unitId = wish.unitId ?? (units.length === 1 ? units[0]! : null)
    return addFile(tx, who, { file, name, alt: wish.alt ?? '', unitId })
  })
}

/**
 * Takes in what was sent to its end, also when it is refused in the middle: a browser whose line is cut says that the line broke,
 * and not what we answered.
 */
async function stage(folder: string, body: AsyncIterable<Uint8Array>, limits: MaxBytes): Promise<Staged> {
  const source = body[Symbol.asyncIterator]()
  const rest = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) }
  try {
    return await stageUpload(folder, rest, limits)
  } catch (error) {
    if (error instanceof Refusal) for await (const piece of rest) void piece
    throw error
  }
}
