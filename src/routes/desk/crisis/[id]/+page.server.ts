import { error } from '@sveltejs/kit'
import { channelsForPost } from '#channels/announce.ts'
import { changeAfterNote, endCrisis } from '#crisis/end.ts'
import { writeLog } from '#crisis/hand-over.ts'
import { crisisPath } from '#crisis/path.ts'
import { crisisLeaders, readCrisis } from '#crisis/queries.ts'
import { publishReport } from '#crisis/report.ts'
import { answerRumour, noteRumour } from '#crisis/rumours.ts'
import { may } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { scheduledPosts } from '#posts/held.ts'
import { act, idIn, uuid, type Typed } from '../forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  if (!uuid.test(params.id)) error(404, 'notFound')
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => {
    const found = await readCrisis(tx, who, params.id)
    const { crisis } = found
    const channels = await channelsForPost(tx, crisis.unitId)
    return {
      ...found,
      language: locals.language,
      zone: locals.municipality.timeZone,
      now: now(),
      path: crisisPath(crisis),
      channels: channels
        .filter((one) => one.network !== 'site')
        .map(({ id, name, stopped }) => ({ id, name, isStopped: stopped !== null })),
      held: crisis.state === 'active' ? await scheduledPosts(tx) : [],
      leaders: (await crisisLeaders(tx)).filter(({ id }) => id !== who.id),
      done: url.searchParams.get('done'),
      mayLead: may(who, 'crisis.lead', crisis.unitId)
    }
  })
}

const rumourOf = ({ one }: Typed) => ({
  claim: one('claim'),
  answer: one('answer'),
  verdict: one('verdict'),
  isPublic: one('public') === 'yes'
})
const noteOf = ({ one }: Typed) => ({
  wentWell: one('wentWell'),
  wentBadly: one('wentBadly'),
  lessons: one('lessons')
})

export const actions: Actions = {
  report: act('report', async (tx, who, typed, { params }) => {
    const chosen = typed.all('channels')
    const { one } = typed
    await publishReport(tx, who, {
      crisis: params.id!,
      seen: Number.parseInt(one('seen'), 10) || 0,
      headline: one('headline'),
      known: one('known'),
      unknown: one('unknown'),
      doing: one('doing'),
      next: one('next'),
      without: typed.all('offered').filter((id) => !chosen.includes(id))
    })
    return `/desk/crisis/${params.id}?done=reported`
  }),
  rumour: act('rumour', async (tx, who, typed, { params }) => {
    await noteRumour(tx, who, { crisis: params.id!, ...rumourOf(typed) })
    return `/desk/crisis/${params.id}?done=rumour#rumours`
  }),
  answer: act('answer', async (tx, who, typed, { params }) => {
    await answerRumour(tx, who, { rumour: idIn(typed, 'rumour'), ...rumourOf(typed) })
    return `/desk/crisis/${params.id}?done=rumour#rumours`
  }),
  log: act('log', async (tx, who, typed, { params }) => {
    const to = typed.one('to')
    await writeLog(tx, who, { crisis: params.id!, text: typed.one('text'), to: to ? idIn(typed, 'to') : null })
    return `/desk/crisis/${params.id}?done=log#log`
  }),
  end: act('end', async (tx, who, typed, { params }) => {
    const stop = typed.all('stop').filter((id) => uuid.test(id))
    await endCrisis(tx, who, { crisis: params.id!, ...noteOf(typed), stop })
    return `/desk/crisis/${params.id}?done=ended`
  }),
  note: act('note', async (tx, who, typed, { params }) => {
    await changeAfterNote(tx, who, { crisis: params.id!, ...noteOf(typed) })
    return `/desk/crisis/${params.id}?done=note`
  })
}
