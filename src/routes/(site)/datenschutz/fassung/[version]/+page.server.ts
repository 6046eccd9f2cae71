import { error } from '@sveltejs/kit'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { shownNotice } from '#privacy/shownNotice.ts'
import { here } from '../../../../here.ts'
import type { PageServerLoad } from './$types'

/** What a notice said that stood at the form once. It never changes. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const notice = await here(locals, (tx) => shownNotice(tx, params.version.slice(0, 40)))
  if (!notice) error(404, 'notFound')
  setHeaders({ 'x-robots-tag': 'noindex' })
  return {
    html: renderMarkdown(notice.markdown).html,
    noticeLanguage: notice.language,
    firstAt: notice.firstAt,
    version: notice.version,
    zone: locals.municipality!.timeZone
  }
}
