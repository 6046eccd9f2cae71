import { fail, redirect } from '@sveltejs/kit'
import { text } from '#hooks/refused.ts'
import { adoptConcept, confirmConcept, mayAdopt, withdrawConcept } from '#concepts/adopt.ts'
import { inAYear } from '#concepts/begin.ts'
import { readConcept } from '#concepts/read.ts'
import { discardConceptDraft } from '#concepts/save.ts'
import { platformOf } from '#concepts/shipped.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { atConcept, keepSections, typedSections } from './editing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) =>
  atConcept(locals, params.id, async (tx, who) => {
    const concept = await readConcept(tx, who, params.id)
    return {
      concept,
      platform: platformOf(concept.channel.network).name,
      mayAdopt: await mayAdopt(tx, who, concept.channel.unitId),
      nextReview: await inAYear(tx),
      done: url.searchParams.get('done'),
      version: url.searchParams.get('version')
    }
  })

/** Does what a button says; what cannot be done comes back in words, with everything that was typed. */
async function act(
  { locals, params, request }: RequestEvent,
  name: string,
  work: (tx: Tx, who: Person, form: FormData) => Promise<string>
) {
  const form = await request.formData()
  let done: string
  try {
    done = await atConcept(locals, params.id, (tx, who) => work(tx, who, form))
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    const said = (key: string): string => refusalText(locals.language, key, problem.data)
    const fields = problem instanceof Invalid ? problem.fields : {}
    return fail(problem.status, {
      action: name,
      problem: said(problem.key),
      fields: Object.fromEntries(Object.entries(fields).map(([field, key]) => [field, said(key)])),
      typed: typedSections(form),
      reason: text(form, 'reason'),
      reviewOn: text(form, 'reviewOn'),
      stale: problem instanceof Stale ? (problem.data as { revision: number; sections: Record<string, string> }) : null
    })
  }
  redirect(303, `/desk/settings/channels/${params.id}/concept?done=${done}`)
}

export const actions: Actions = {
  save: (event) =>
    act(event, 'save', async (tx, who, form) => {
      await keepSections(tx, who, event.params.id, form)
      return 'saved'
    }),
  adopt: (event) =>
    act(event, 'adopt', async (tx, who, form) => {
      const channel = event.params.id
      const { revision } = await keepSections(tx, who, channel, form)
      const { number } = await adoptConcept(tx, who, { channel, revision, reviewOn: text(form, 'reviewOn') })
      return `adopted&version=${number}`
    }),
  confirm: (event) =>
    act(event, 'confirm', async (tx, who) => {
      await confirmConcept(tx, who, { channel: event.params.id })
      return 'confirmed'
    }),
  withdraw: (event) =>
    act(event, 'withdraw', async (tx, who, form) => {
      await withdrawConcept(tx, who, { channel: event.params.id, reason: text(form, 'reason') })
      return 'withdrawn'
    }),
  discard: (event) =>
    act(event, 'discard', async (tx, who) => {
      await discardConceptDraft(tx, who, event.params.id)
      return 'discarded'
    })
}
