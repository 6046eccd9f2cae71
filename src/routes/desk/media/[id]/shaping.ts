// What the forms about crops and captions do.
import { cropMedia, type CropWish, cropPlaces, heightFor } from '#media/crop.ts'
import { readMedia } from '#media/queries.ts'
import { exceptFromCaptions, removeCaptions, settleCaptions, storeCaptions } from '#media/video.ts'
import { must } from '#people/rights.ts'
import type { CropPlace } from '#platform/media/images.ts'
import { Refusal } from '#platform/refusal.ts'
import { asPerson } from '../../posts/composing.ts'
import { action, outside } from './acting.ts'

export const shaping = {
  crops: outside('crops', async ({ locals, params }, text) => {
    const size = await asPerson(locals, (tx, who) => readMedia(tx, who, params.id))
    const percent = (name: string): number =>
      text(name) === '' ? Number.NaN : Number(text(name).replace(',', '.')) / 100
    const wish = (place: CropPlace): CropWish => {
      const mode = text(`${place}-mode`)
      if (mode !== 'hand') return mode === 'whole' ? 'whole' : 'focal'
      const width = percent(`${place}-width`)
      const height = heightFor(place, width, size) ?? percent(`${place}-height`)
      return { x: percent(`${place}-x`), y: percent(`${place}-y`), width, height }
    }
    const places = Object.keys(cropPlaces) as CropPlace[]
    await cropMedia(locals.municipality.id, locals.who!, params.id, {
      focalX: percent('focalX'),
      focalY: percent('focalY'),
      crops: Object.fromEntries(places.map((place) => [place, wish(place)])) as Record<CropPlace, CropWish>
    })
  }),
  captions: outside('captions', async ({ locals, params }, text, form) => {
    must(locals.who!, 'media.upload')
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) throw new Refusal('media.empty')
    const captions = await storeCaptions(
      locals.municipality.id,
      new Uint8Array(await file.arrayBuffer()),
      text('language')
    )
    await asPerson(locals, (tx, who) => settleCaptions(tx, who, params.id, captions))
  }),
  removeCaptions: action('captions', (tx, who, id, text) => removeCaptions(tx, who, id, text('language'))),
  exception: action('exception', (tx, who, id, text) => exceptFromCaptions(tx, who, id, text('captionsException')))
}
