import { today } from '#media/consent.ts'
import { filters, listMedia } from '#media/queries.ts'
import { mediaKinds } from '#media/types.ts'
import { listUnits } from '#municipality/units.ts'
import { may } from '#people/rights.ts'
import { asPerson } from '../posts/composing.ts'
import { showMedia } from './showing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = (name: string): string => url.searchParams.get(name) ?? ''
  const words = asked('q').slice(0, 200)
  const kind = mediaKinds.find((one) => one === asked('kind')) ?? null
  const filter = filters.find((one) => one === asked('filter')) ?? null
  const unitId = idOr(asked('unit'))
  const before = idOr(asked('before'))
  const view = asked('view') === 'list' ? ('list' as const) : ('grid' as const)
  return asPerson(locals, async (tx, who) => {
    const day = await today(tx)
    const { items, next } = await listMedia(tx, who, { words, kind, filter, unitId, before, today: day })
    const here = (more: Record<string, string | null>): string => {
      const all = { q: words, kind, filter, unit: unitId, view: view === 'list' ? view : null, ...more }
      return `/desk/media?${new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])))}`
    }
    return {
      language: locals.language,
      zone: locals.municipality.timeZone,
      words,
      kind,
      filter,
      unitId,
      view,
      mayUpload: may(who, 'media.upload'),
      units: (await listUnits(tx)).map(({ id, name, depth }) => ({ id, name, depth })),
      cards: items.map((item) => showMedia(item, day)),
      grid: here({ view: null }),
      list: here({ view: 'list' }),
      older: next && here({ before: next }),
      newer: before ? here({}) : null
    }
  })
}

function idOr(text: string): string | null {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null
}
