import { fail, redirect } from '@sveltejs/kit'
import { loadMunicipality } from '#municipality/hosts.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { limitReports, reportBarrier } from '#site/report-barrier.ts'
import { showText } from '#site/shown-text.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../here.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const text = await here(locals, async (tx) =>
    showText(tx, await loadMunicipality(tx), 'accessibility', locals.language)
  )
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return { text }
}

export const actions: Actions = {
  default: async ({ locals, request, getClientAddress }) => {
    const form = await request.formData()
    const field = (name: string) => String(form.get(name) ?? '')
    const typed = { text: field('text'), page: field('page'), contact: field('contact') }
    let token: string
    try {
      if (locals.municipality) await limitReports(locals.municipality.id, getClientAddress() || null)
      token = (await here(locals, (tx) => reportBarrier(tx, { ...typed, trap: field('homepage') }))).token
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const key = problem instanceof Invalid ? (Object.values(problem.fields)[0] ?? problem.key) : problem.key
      return fail(problem.status, { ...typed, problem: refusalText(locals.language, key, problem.data) })
    }
    redirect(303, `/k/${token}?neu`)
  }
}
