import { redirect } from '@sveltejs/kit'
import { confirmAddress, endMails, readMailLink } from '#dialogue/comments/mail.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

const ended = 'beendet'

/** A link of a mail to a commenter. Looking changes nothing: programs that read mails look at every link. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  if (params.token === ended) return { purpose: 'end' as const, isDone: true }
  return here(locals, (tx) => readMailLink(tx, params.token))
}

export const actions: Actions = {
  confirm: async ({ locals, params }) => {
    await here(locals, (tx) => confirmAddress(tx, params.token))
    return { done: 'confirm' as const }
  },
  end: async ({ locals, params }) => {
    await here(locals, (tx) => endMails(tx, params.token))
    redirect(303, `/m/${ended}`)
  }
}
