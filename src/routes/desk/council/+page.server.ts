import { error } from '@sveltejs/kit'
import { campaignChoices } from '#campaigns/choices.ts'
import { linkPaper } from '#campaigns/papers.ts'
import {
  agendaOfMeetings,
  hasSources,
  listGroups,
  meetingsBetween,
  referenceTo,
  searchPapers
} from '#council/queries.ts'
import { listGoals } from '#goals/find.ts'
import { addLink } from '#goals/link.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Actions, PageServerLoad } from './$types'

const aheadMs = 56 * 86_400_000
const target = /^(goal|campaign):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who!
  if (!may(who, 'post.write')) error(403, 'notAllowed')
  const words = (url.searchParams.get('q') ?? '').slice(0, 200)
  const at = now()
  return inMunicipality(locals.municipality.id, async (tx) => {
    const meetings = await meetingsBetween(tx, at, new Date(at.getTime() + aheadMs))
    const agendas = await agendaOfMeetings(
      tx,
      meetings.map(({ id }) => id)
    )
    const targets = await targetsFor(tx, may(who, 'goal.write'), may(who, 'campaign.write'))
    const asked = url.searchParams.get('to') ?? ''
    return {
      language: locals.language,
      zone: locals.municipality.timeZone,
      words,
      hasSources: await hasSources(tx),
      maySettle: may(who, 'council.settle'),
      papers: await searchPapers(tx, words),
      meetings: meetings.map((meeting) => ({ ...meeting, agenda: agendas.get(meeting.id) ?? [] })),
      groups: await listGroups(tx),
      targets,
      to: targets.find(({ value }) => value === asked) ?? null
    }
  })
}

/** What a paper can be linked with. */
async function targetsFor(tx: Tx, goals: boolean, campaigns: boolean) {
  return [
    ...(campaigns ? await campaignChoices(tx) : []).map(({ id, title }) => ({
      value: `campaign:${id}`,
      kind: 'campaign' as const,
      name: title,
      href: `/desk/campaigns/${id}`
    })),
    ...(goals ? await listGoals(tx) : []).map(({ id, name }) => ({
      value: `goal:${id}`,
      kind: 'goal' as const,
      name,
      href: `/desk/goals/${id}`
    }))
  ]
}

export const actions: Actions = {
  link: async ({ request, locals }) => {
    const form = await request.formData()
    const who = locals.who!
    try {
      const [, kind, id] = target.exec(text(form, 'to')) ?? []
      const paperId = text(form, 'what')
      if (!kind || !id || !/^[0-9a-f-]{36}$/.test(paperId)) throw new NotFound()
      await inMunicipality(locals.municipality.id, async (tx) => {
        if (kind === 'campaign') return linkPaper(tx, who, { campaign: id, paper: paperId })
        const { isPaper, title, url } = await referenceTo(tx, paperId)
        await addLink(tx, who, { goal: id, kind: isPaper ? 'paper' : 'web', title: title.slice(0, 160), url })
      })
    } catch (problem) {
      return refused(problem, locals.language, {})
    }
    return { linked: true }
  }
}
