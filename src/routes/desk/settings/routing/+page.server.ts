import { error } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { routingChoices, shownRules } from '#routing/queries.ts'
import { dropRule, moveRule, switchRule } from '#routing/settle-rule.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) =>
  inMunicipality(locals.municipality.id, async (tx) => ({
    rules: await shownRules(tx, locals.who!, await routingChoices(tx))
  }))

function act(work: (tx: Tx, who: Person, rule: string, form: FormData) => Promise<void>): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const rule = text(form, 'rule')
    if (!/^[0-9a-f-]{36}$/.test(rule)) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, rule, form))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'rules')
    }
    return { saved: 'rules' }
  }
}

export const actions: Actions = {
  switch: act((tx, who, rule, form) => switchRule(tx, who, { rule, active: text(form, 'active') === 'yes' })),
  move: act((tx, who, rule, form) => moveRule(tx, who, { rule, up: text(form, 'to') === 'up' })),
  drop: act((tx, who, rule) => dropRule(tx, who, rule))
}
