import { error, redirect } from '@sveltejs/kit'
import { noteHours, removeHours } from '#campaigns/hours.ts'
import { addMeasure, noteResult, removeMeasure, removeResult } from '#campaigns/measures.ts'
import { moveCampaign } from '#campaigns/move.ts'
import { papersOf, unlinkPaper } from '#campaigns/papers.ts'
import { readCampaign } from '#campaigns/queries.ts'
import { reviewCampaign } from '#campaigns/review.ts'
import { conversationsOfCampaign } from '#dialogue/of-campaign.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { readNumber, uuid } from '../planning.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  if (!uuid.test(params.id)) error(404, 'notFound')
  const who = locals.who!
  const zone = locals.municipality.timeZone
  return inMunicipality(locals.municipality.id, async (tx) => {
    const campaign = await readCampaign(tx, who, params.id)
    const conversations = may(who, 'conversation.read') ? await conversationsOfCampaign(tx, who, campaign.id) : []
    return {
      language: locals.language,
      zone,
      now: now(),
      today: dayIn(now(), zone),
      campaign,
      papers: await papersOf(tx, campaign.id),
      conversations: conversations.map(({ id, name, excerpt, lastAt }) => ({ id, name, excerpt, lastAt })),
      done: url.searchParams.get('done'),
      mayPlan: may(who, 'campaign.write', campaign.unitId),
      mayNote: may(who, 'campaign.note', campaign.unitId)
    }
  })
}

type Fields = Record<string, string>

function act(
  name: string,
  done: string,
  work: (tx: Tx, who: Person, fields: Fields, id: string) => Promise<unknown>
): Action {
  return async ({ request, locals, params }) => {
    if (!uuid.test(params.id)) error(404, 'notFound')
    const form = await request.formData()
    const fields: Fields = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    const subject = fields.subject ?? ''
    try {
      if (fields.subject !== undefined && !uuid.test(subject)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, fields, params.id))
    } catch (problem) {
      return refused(problem, locals.language, fields, `${name}${subject && `-${subject}`}`)
    }
    redirect(303, `/desk/campaigns/${params.id}?done=${done}#${name}`)
  }
}

export const actions: Actions = {
  measure: act('measures', 'measure', (tx, who, fields, campaign) =>
    addMeasure(tx, who, {
      campaign,
      name: fields.name ?? '',
      figure: fields.figure ?? '',
      target: readNumber(fields.target ?? ''),
      dueOn: fields.dueOn || null
    })
  ),
  removeMeasure: act('measures', 'removed', (tx, who, { subject = '' }) =>
    removeMeasure(tx, who, { measure: subject })
  ),
  result: act('measures', 'result', (tx, who, { subject = '', day = '', value = '', note = '' }) =>
    noteResult(tx, who, { measure: subject, day, value: readNumber(value), note })
  ),
  removeResult: act('measures', 'removed', (tx, who, { subject = '' }) => removeResult(tx, who, { result: subject })),
  hours: act('hours', 'hours', (tx, who, { day = '', hours = '', note = '' }, campaign) =>
    noteHours(tx, who, { campaign, day, hours: readNumber(hours), note })
  ),
  removeHours: act('hours', 'removed', (tx, who, { subject = '' }) => removeHours(tx, who, { hours: subject })),
  review: act('review', 'reviewed', (tx, who, { finding = '', nextReviewOn = '' }, campaign) =>
    reviewCampaign(tx, who, { campaign, finding, nextReviewOn: nextReviewOn || null })
  ),
  unlink: act('papers', 'removed', (tx, who, { subject = '' }, campaign) =>
    unlinkPaper(tx, who, { campaign, paper: subject })
  ),
  move: act('top', 'moved', (tx, who, { state = '' }, campaign) => moveCampaign(tx, who, { campaign, state }))
}
