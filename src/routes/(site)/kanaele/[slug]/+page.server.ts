import { error } from '@sveltejs/kit'
import { publicChannel } from '#concepts/public.ts'
import { conceptInForce } from '#concepts/read.ts'
import { startOfDay } from '#platform/clock/clock.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const found = await here(locals, async (tx) => {
    const channel = await publicChannel(tx, params.slug)
    return channel && { channel, concept: await conceptInForce(tx, channel.id) }
  })
  if (!found) error(404, 'notFound')
  const { channel, concept } = found
  const zone = locals.municipality!.timeZone
  // On the day after the review was due the page says so by itself.
  const validUntil = concept?.reviewOn && !channel.standing.isOverdue ? startOfDay(concept.reviewOn, zone, 1) : null
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`], validUntil }) })
  return {
    zone,
    channel: { name: channel.name, slug: channel.slug, platform: channel.platform.name, unitName: channel.unitName },
    concept: concept && {
      number: concept.number,
      at: concept.at,
      reviewAt: startOfDay(concept.reviewOn, zone),
      isOverdue: channel.standing.isOverdue,
      sections: concept.sections.map(({ id, title, text }) => ({ id, title, html: renderMarkdown(text).html }))
    }
  }
}
