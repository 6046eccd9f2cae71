import { today } from '#media/consent.ts'
import { cropPlaces } from '#media/crop.ts'
import { eventsOf } from '#media/journal.ts'
import { fileUrl } from '#media/markdown.ts'
import { readMedia } from '#media/queries.ts'
import { usesOf } from '#media/use.ts'
import { recallsOf } from '#media/withdraw.ts'
import { listUnits } from '#municipality/units.ts'
import { may } from '#people/rights.ts'
import { type CropPlace, pictureUrl } from '#platform/media/images.ts'
import { asPerson } from '../../posts/composing.ts'
import { showMedia } from '../showing.ts'
import { describing } from './describing.ts'
import { ending } from './ending.ts'
import { shaping } from './shaping.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) =>
  asPerson(locals, async (tx, who) => {
    const item = await readMedia(tx, who, params.id)
    const day = await today(tx)
    const isGone = item.withdrawnAt !== null
    const { variants, file, crops, ...shown } = item
    return {
      language: locals.language,
      zone: locals.municipality.timeZone,
      done: url.searchParams.get('done'),
      today: day,
      item: shown,
      marks: showMedia(item, day),
      // What nobody may see any more is not shown here either; the original is there for those who must look.
      picture: !isGone && variants.length > 0 ? pictureUrl(item, 960) : null,
      video:
        !isGone && item.kind === 'video' && file
          ? { src: fileUrl(item), type: file.type, captions: item.captions.map(({ language }) => language) }
          : null,
      servedBytes: file?.bytes ?? null,
      servedUrl: !isGone && file ? fileUrl(item) : null,
      crops: (Object.keys(cropPlaces) as CropPlace[]).map((place) => ({
        place,
        hasShape: cropPlaces[place].aspect !== null,
        rect: crops[place]?.rect ?? null,
        byHand: crops[place]?.byHand ?? false,
        url: !isGone && crops[place] ? pictureUrl({ ...item, crops }, 480, 'webp', place) : null
      })),
      uses: await usesOf(tx, item.id),
      recalls: await recallsOf(tx, item.id),
      events: await eventsOf(tx, item.id),
      units: (await listUnits(tx)).map(({ id, name, depth }) => ({ id, name, depth })),
      may: {
        settle: may(who, 'media.settle', item.unitId),
        withdraw: may(who, 'media.withdraw', item.unitId),
        original: may(who, 'media.original', item.unitId) && item.hasOriginal && !item.erasedAt,
        erase: may(who, 'media.erase', item.unitId)
      }
    }
  })

export const actions: Actions = { ...describing, ...shaping, ...ending }
