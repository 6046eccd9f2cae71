import { fail, redirect } from '@sveltejs/kit'
import { asksWho, isCategory } from '#dialogue/reports/shared.ts'
import { limitReports, reportable, takeReport } from '#dialogue/reports/take.ts'
import { text } from '#hooks/refused.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

/** A notice of illegal content: first what it is about, then the form, which asks no more than that kind of notice needs. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const about = await here(locals, (tx) => reportable(tx, params.message))
  setHeaders({ 'cache-control': 'no-store' })
  const asked = url.searchParams.get('art')
  const category = isCategory(asked) ? asked : null
  return {
    zone: locals.municipality.timeZone,
    category,
    asksWho: category !== null && asksWho(category),
    about: {
      author: about.author_name,
      html: about.html,
      at: about.at,
      title: about.title,
      location: about.location,
      path: about.path
    }
  }
}

export const actions: Actions = {
  default: async ({ locals, params, request, getClientAddress }) => {
    const form = await request.formData()
    const typed = {
      explanation: text(form, 'explanation'),
      name: text(form, 'name'),
      email: text(form, 'email'),
      goodFaith: form.has('goodFaith'),
      danger: form.has('danger')
    }
    let code: string
    try {
      await limitReports(locals.municipality!.id, getClientAddress() || null)
      const input = { ...typed, message: params.message, category: text(form, 'category'), language: locals.language }
      code = (await here(locals, (tx) => takeReport(tx, { ...input, trap: text(form, 'homepage') }))).code
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const said = (key: string) => refusalText(locals.language, key, problem.data)
      const problems: Record<string, string> =
        problem instanceof Invalid
          ? Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [field, said(key)]))
          : {}
      return fail(problem.status, { ...typed, problems, problem: said(problem.key) })
    }
    redirect(303, `/meldung/${code}?neu`)
  }
}
