import { error } from '@sveltejs/kit'
import { listForDesk } from '#posts/desk-queries.ts'
import { postPath } from '#posts/slug.ts'
import type { PostState } from '#posts/types.ts'
import { may } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { readBefore, writeBefore } from '#site/cards.ts'
import { asPerson } from './composing.ts'
import type { PageServerLoad } from './$types'

const states: PostState[] = ['draft', 'in_review', 'scheduled', 'published', 'withdrawn']

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.who || !may(locals.who, 'post.write')) error(403, 'notAllowed')
  const asked = url.searchParams.get('state')
  const state = states.find((one) => one === asked) ?? null
  const words = (url.searchParams.get('q') ?? '').slice(0, 200)
  const before = readBefore(url.searchParams.get('before'))
  const { cards, next } = await asPerson(locals, (tx, who) => listForDesk(tx, who, { state, words, before }))
  const more = new URLSearchParams({
    ...(state && { state }),
    ...(words && { q: words }),
    ...(next && { before: writeBefore(next) })
  })
  return {
    language: locals.language,
    zone: locals.municipality.timeZone,
    now: now(),
    state,
    states,
    words,
    done: url.searchParams.get('done'),
    cards: cards.map((card) => ({ ...card, path: postPath(card) })),
    older: next && `/desk/posts?${more}`,
    isFirst: !before
  }
}
