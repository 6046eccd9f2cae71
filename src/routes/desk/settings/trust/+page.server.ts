import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { levelHistory, listLevels } from '#review/levels.ts'
import { decideProposal, openProposals } from '#review/proposals.ts'
import { approveOutside, endOutside, outsideReviewers } from '#review/reviewers.ts'
import { setLevel } from '#review/set-level.ts'
import { endAgreement, enterAgreement, settleTrust, trustSettings } from '#review/settings.ts'
import { levels } from '#review/shared.ts'
import { allTopics, settleTopic } from '#review/topics.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who!
  must(who, 'trust.settle')
  return inMunicipality(locals.municipality.id, async (tx) => {
    const lines = await listLevels(tx, who)
    const history = await levelHistory(tx, who, [...new Set(lines.map(({ personId }) => personId))])
    return {
      done: url.searchParams.get('done'),
      lines: lines.map((line) => ({
        ...line,
        history: (history.get(line.personId) ?? []).filter(({ unitName }) => unitName === line.unitName)
      })),
      topics: await allTopics(tx, locals.language),
      outside: await outsideReviewers(tx),
      settings: await trustSettings(tx),
      proposals: await openProposals(tx, who),
      mayAgree: may(who, 'trust.agree')
    }
  })
}

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const nobody = '00000000-0000-0000-0000-000000000000'
const idOf = (form: FormData, name: string) => (id.test(text(form, name)) ? text(form, name) : nobody)

/** Runs a form's use case; what was typed comes back when it is refused. `place` names the form on the page. */
function act(
  done: string,
  place: (form: FormData) => string,
  work: (tx: Tx, who: Person, form: FormData) => Promise<unknown>
): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    try {
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, form))
    } catch (error) {
      return refused(
        error,
        locals.language,
        Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)])),
        place(form)
      )
    }
    redirect(303, `/desk/settings/trust?done=${done}#${place(form)}`)
  }
}

export const actions: Actions = {
  level: act(
    'level',
    (form) => `level-${text(form, 'line')}`,
    (tx, who, form) =>
      setLevel(tx, who, {
        person: idOf(form, 'person'),
        unit: idOf(form, 'unit'),
        level: levels.find((one) => one === text(form, 'level')) ?? null,
        reason: text(form, 'reason')
      })
  ),
  topic: act(
    'topic',
    (form) => `topic-${text(form, 'key') || 'new'}`,
    (tx, who, form) =>
      settleTopic(tx, who, {
        key: text(form, 'key') || null,
        name: text(form, 'name'),
        words: text(form, 'words').split(/\r?\n/),
        isOff: text(form, 'isOff') !== ''
      })
  ),
  approve: act(
    'outside',
    () => 'outside',
    (tx, who, form) => approveOutside(tx, who, { name: text(form, 'name'), email: text(form, 'email') })
  ),
  end: act(
    'outsideEnded',
    () => 'outside',
    (tx, who, form) => endOutside(tx, who, idOf(form, 'outside'))
  ),
  rules: act(
    'rules',
    () => 'rules',
    (tx, who, form) => {
      const number = (name: string) => Number.parseFloat(text(form, name).replace(',', '.'))
      const given = ['lookDays', 'answerHours', 'linkDays', 'recordMonths', 'proposeReviews', 'proposeMonths'].flatMap(
        (name) => (form.has(name) ? [[name, number(name)]] : [])
      )
      return settleTrust(tx, who, { sampleShare: number('samplePercent') / 100, ...Object.fromEntries(given) })
    }
  ),
  agree: act(
    'agreed',
    () => 'agreement',
    (tx, who, form) =>
      enterAgreement(tx, who, { day: text(form, 'day'), reference: text(form, 'reference'), url: text(form, 'url') })
  ),
  disagree: act(
    'agreementEnded',
    () => 'agreement',
    (tx, who) => endAgreement(tx, who)
  ),
  proposal: act(
    'proposal',
    () => 'proposals',
    (tx, who, form) =>
      decideProposal(tx, who, {
        proposal: idOf(form, 'proposal'),
        accept: text(form, 'decision') === 'accept',
        reason: text(form, 'reason')
      })
  )
}
