// What belongs to a video: its poster, its captions, or the reason why it needs none.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { storage } from '#platform/media/images.ts'
import type { Captions } from '#platform/media/served.ts'
import { cleanCaptions } from '#platform/media/webvtt.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import type { Who } from '#people/types.ts'
import { lockMedia } from './describe.ts'
import type { StoredFile, Taken } from './take.ts'
import { lengths } from './types.ts'

/** Makes a stored picture the poster of a video. @throws NotAllowed, NotFound, Refusal `media.notThisKind` */
export async function settlePoster(tx: Tx, who: Who, id: string, picture: StoredFile): Promise<Taken> {
  const video = await lockMedia(tx, who, id)
  if (video.kind !== 'video' || picture.kind !== 'image') throw new Refusal('media.notThisKind')
  await tx
    .updateTable('media')
    .set({ variants: JSON.stringify(picture.variants), changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.poster-settled', id)
  return { id, token: video.token, wasThere: true }
}

/** Reads captions and stores them. Outside of any transaction. @throws Refusal `vtt.…` */
export async function storeCaptions(municipalityId: string, bytes: Uint8Array, language: string): Promise<Captions> {
  const clean = Buffer.from(cleanCaptions(bytes), 'utf8')
  return { language, key: await storage().put(municipalityId, clean, 'vtt'), bytes: clean.length }
}

/** Gives a video captions in a language, in place of those it had. @throws NotAllowed, NotFound, Refusal, Invalid */
export async function settleCaptions(tx: Tx, who: Who, id: string, captions: Captions): Promise<void> {
  if (!/^[a-z]{2,3}$/.test(captions.language)) throw new Invalid({ language: 'choose' })
  await change(tx, who, id, (all) => [...all.filter((one) => one.language !== captions.language), captions])
}

/** Takes captions away. @throws NotAllowed, NotFound */
export async function removeCaptions(tx: Tx, who: Who, id: string, language: string): Promise<void> {
  await change(tx, who, id, (all) => all.filter((one) => one.language !== language))
}

/** Says why a video needs no captions; empty: it does. @throws NotAllowed, NotFound, Invalid */
export async function exceptFromCaptions(tx: Tx, who: Who, id: string, reason: string): Promise<void> {
  await lockMedia(tx, who, id)
  if (reason.length > lengths.captionsException) throw new Invalid({ captionsException: 'posts.tooLong' })
  await tx
    .updateTable('media')
    .set({ captions_exception: reason.trim() || null, changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.captions-settled', id)
}

async function change(tx: Tx, who: Who, id: string, to: (all: Captions[]) => Captions[]): Promise<void> {
  const video = await lockMedia(tx, who, id)
  if (video.kind !== 'video') throw new Refusal('media.notThisKind')
  const captions = to(video.captions as unknown as Captions[])
  await tx
    .updateTable('media')
    .set({ captions: JSON.stringify(captions), changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.captions-settled', id)
}
