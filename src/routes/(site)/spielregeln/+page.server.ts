import { error } from '@sveltejs/kit'
import { loadMunicipality } from '#municipality/hosts.ts'
import { keptRules } from '#moderation/grounds.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { showText } from '#site/shown-text.ts'
import { formatDate } from '#ui/dates.ts'
import { messages } from '#ui/messages/messages.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

/** The rules as they are, or in a version that a decision rests on. */
export const load: PageServerLoad = async ({ locals, setHeaders, url }) => {
  const version = url.searchParams.get('fassung')
  const { text, kept } = await here(locals, async (tx) => ({
    text: await showText(tx, await loadMunicipality(tx), 'netiquette', locals.language),
    kept: version ? await keptRules(tx, version.slice(0, 40)) : null
  }))
  if (version && !kept) error(404, 'notFound')
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  if (!kept) return { text, note: null }
  const from = formatDate(kept.usedFrom, { language: locals.language, zone: locals.municipality!.timeZone })
  const note = messages(locals.language).moderation.oldRules(from)
  return { text: { ...text, html: renderMarkdown(kept.markdown).html, missing: [] }, note }
}
