import { error } from '@sveltejs/kit'
import { personChoices } from '#dialogue/choices.ts'
import { refused, text } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { learningState, routingChoices, shownRules } from '#routing/queries.ts'
import { dropRule, moveRule, switchRule } from '#routing/settle-rule.ts'
import { settleRouting } from '#routing/settle-setting.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) =>
  inMunicipality(locals.municipality.id, async (tx) => ({
    rules: await shownRules(tx, locals.who!, await routingChoices(tx)),
    learning: await learningState(tx, locals.who!),
    people: await personChoices(tx, null)
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

/** Two forms settle one thing: each sends what it shows, the rest stays. */
function settle(name: 'learning' | 'nobody'): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const values = { assignsFrom: text(form, 'assignsFrom'), warnMinutes: text(form, 'warnMinutes') }
    try {
      await inMunicipality(locals.municipality.id, async (tx) => {
        const { setting } = await learningState(tx, locals.who!)
        await settleRouting(
          tx,
          locals.who!,
          name === 'learning'
            ? {
                ...setting,
                learns: text(form, 'learns') === 'yes',
                assignsFrom: values.assignsFrom === '' ? null : Number(values.assignsFrom) / 100
              }
            : {
                ...setting,
                watchers: form
                  .getAll('watchers')
                  .filter((one) => typeof one === 'string' && /^[0-9a-f-]{36}$/.test(one)) as string[],
                warnMinutes: Number(values.warnMinutes)
              }
        )
      })
    } catch (problem) {
      return refused(problem, locals.language, values, name)
    }
    return { saved: name }
  }
}

export const actions: Actions = {
  learning: settle('learning'),
  nobody: settle('nobody'),
  switch: act((tx, who, rule, form) => switchRule(tx, who, { rule, active: text(form, 'active') === 'yes' })),
  move: act((tx, who, rule, form) => moveRule(tx, who, { rule, up: text(form, 'to') === 'up' })),
  drop: act((tx, who, rule) => dropRule(tx, who, rule))
}
