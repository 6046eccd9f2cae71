import { error, redirect } from '@sveltejs/kit'
import { decide } from '#dialogue/moderation/decide.ts'
import { closeAsGone, noDanger } from '#dialogue/reports/answer.ts'
import { readReport } from '#dialogue/reports/queries.ts'
import { refused, text } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import type { Action, Actions, PageServerLoad } from './$types'

const shape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!shape.test(params.report)) error(404, 'report.notFound')
  return {
    zone: locals.municipality.timeZone,
    now: now(),
    key: newId(),
    report: await inMunicipality(locals.municipality.id, (tx) => readReport(tx, locals.who!, params.report))
  }
}

const act =
  (id: string, change: (tx: Tx, who: Person, report: string, form: FormData) => Promise<unknown>): Action =>
  async ({ locals, params, request }) => {
    const form = await request.formData()
    const values = Object.fromEntries([...form.keys()].map((name) => [name, text(form, name)]))
    if (!shape.test(params.report)) error(404, 'report.notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => change(tx, locals.who!, params.report, form))
    } catch (problem) {
      return refused(problem, locals.language, values, id)
    }
    redirect(303, `/desk/reports/${params.report}`)
  }

export const actions: Actions = {
  /** The notice was not right: the comment stays, and whoever gave the notice reads why. */
  stand: act('stand', async (tx, who, id, form) => {
    const report = await readReport(tx, who, id)
    if (!report.message) error(404, 'report.nothingThere')
    const key = text(form, 'key')
    await decide(tx, who, {
      step: 'stand',
      message: report.message.id,
      facts: text(form, 'facts'),
      ground: '',
      milder: '',
      notice: id,
      ...(shape.test(key) && { key })
    })
  }),
  gone: act('gone', (tx, who, report, form) => closeAsGone(tx, who, { report, reason: text(form, 'reason') })),
  noDanger: act('noDanger', (tx, who, report, form) => noDanger(tx, who, { report, reason: text(form, 'noDanger') }))
}
