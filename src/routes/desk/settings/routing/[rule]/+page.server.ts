import { error, redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { languages } from '#routing/language-of.ts'
import { oneRule, routingChoices } from '#routing/queries.ts'
import { hoursKinds, priorities } from '#routing/rules.ts'
import { dropRule, keepRule, mustSettleRouting, switchRule, type RuleInput } from '#routing/settle-rule.ts'
import { tryRule } from '#routing/trial.ts'
import type { Actions, PageServerLoad } from './$types'

const uuid = /^[0-9a-f-]{36}$/

const fresh: RuleInput = {
  name: '',
  words: [],
  allWords: [],
  notWords: [],
  places: [],
  channels: [],
  topics: [],
  languages: [],
  hours: 'any',
  overPost: true,
  unit: '',
  priority: null,
  topic: null
}

export const load: PageServerLoad = async ({ locals, params }) => {
  if (params.rule !== 'new' && !uuid.test(params.rule)) error(404, 'notFound')
  return inMunicipality(locals.municipality.id, async (tx) => {
    await mustSettleRouting(tx, locals.who!)
    return {
      rule: params.rule === 'new' ? { ...fresh, id: '', active: false } : await oneRule(tx, locals.who!, params.rule),
      choices: await routingChoices(tx),
      languages: [...languages],
      zone: locals.municipality.timeZone
    }
  })
}

function ruleFrom(form: FormData): RuleInput {
  const list = (name: string) => text(form, name).split(/[,;\n]/)
  const chosen = (name: string) => form.getAll(name).filter((one) => typeof one === 'string')
  return {
    name: text(form, 'name'),
    words: list('words'),
    allWords: list('allWords'),
    notWords: list('notWords'),
    places: list('places'),
    channels: chosen('channels'),
    topics: chosen('topics'),
    languages: chosen('languages'),
    hours: hoursKinds.find((one) => one === text(form, 'hours')) ?? 'any',
    overPost: text(form, 'overPost') === 'yes',
    unit: text(form, 'unit'),
    priority: priorities.find((one) => one === text(form, 'priority')) ?? null,
    topic: text(form, 'topic') || null
  }
}

const idOf = (param: string) => (uuid.test(param) ? param : null)

export const actions: Actions = {
  try: async ({ request, locals, params }) => {
    const input = ruleFrom(await request.formData())
    try {
      const trial = await inMunicipality(locals.municipality.id, (tx) =>
        tryRule(tx, locals.who!, input, idOf(params.rule))
      )
      return { values: input, trial, fields: {}, problem: null }
    } catch (problem) {
      return refused(problem, locals.language, input)
    }
  },
  save: async ({ request, locals, params }) => {
    const input = ruleFrom(await request.formData())
    let id: string
    try {
      ;({ id } = await inMunicipality(locals.municipality.id, (tx) =>
        keepRule(tx, locals.who!, input, idOf(params.rule))
      ))
    } catch (problem) {
      return refused(problem, locals.language, input)
    }
    if (params.rule === 'new') redirect(303, `/desk/settings/routing/${id}?saved`)
    return { saved: true as const }
  },
  switch: async ({ request, locals, params }) => {
    const form = await request.formData()
    const active = text(form, 'active') === 'yes'
    try {
      await inMunicipality(locals.municipality.id, (tx) => switchRule(tx, locals.who!, { rule: params.rule, active }))
    } catch (problem) {
      return refused(problem, locals.language, fresh)
    }
    redirect(303, '/desk/settings/routing')
  },
  drop: async ({ locals, params }) => {
    try {
      await inMunicipality(locals.municipality.id, (tx) => dropRule(tx, locals.who!, params.rule))
    } catch (problem) {
      return refused(problem, locals.language, fresh)
    }
    redirect(303, '/desk/settings/routing')
  }
}
