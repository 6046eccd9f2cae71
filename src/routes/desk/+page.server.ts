import { retryPublication, settlePublication } from '#channels/settle.ts'
import { error, redirect } from '@sveltejs/kit'
import { dropForward, forwardCase, retryForward, settleForward } from '#cases/forward/forward.ts'
import { decidePhoto } from '#cases/photo.ts'
import { refileCase, settleCase } from '#cases/settle.ts'
import { questionsFor } from '#dialogue/ask.ts'
import { returnedText } from '#dialogue/approved.ts'
import { assign } from '#dialogue/assign.ts'
import { readFilters } from '#dialogue/filters.ts'
import { savedViews } from '#dialogue/saved-views.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { countDecisions } from '#dialogue/moderation/queries.ts'
import { confirmUnit } from '#dialogue/confirm-unit.ts'
import { note } from '#dialogue/note.ts'
import { unseenNotices } from '#dialogue/notices.ts'
import { presentAt } from '#dialogue/presence.ts'
import { countsFor, listConversations, views, type View } from '#dialogue/queries.ts'
import { markRead } from '#dialogue/read.ts'
import { serveGoals } from '#dialogue/serve-goals.ts'
import { mergedInto } from '#dialogue/standing.ts'
import { close, reopen, wait } from '#dialogue/state.ts'
import { personChoices, unitChoices } from '#dialogue/choices.ts'
import { countQuarantine } from '#dialogue/quarantine.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { readTree } from '#goals/tree.ts'
import { countReports } from '#dialogue/reports/queries.ts'
import { may } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { lastPosition } from '#platform/journal/journal.ts'
import { answerRelease } from '#review/facts.ts'
import { countReviews } from '#review/queries.ts'
import { field } from '#routes/failing.ts'
import { act, choice, conversationOf, idOrNull, messageOf } from './acting.ts'
import { listTopics } from '#posts/topics.ts'
import { answerActions } from './answerActions.ts'
import { bulkActions } from './bulkActions.ts'
import { detailActions } from './detailActions.ts'
import { insideActions } from './insideActions.ts'
import { joinActions } from './joinActions.ts'
import { readSide } from './side.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('desk:dialogue')
  const { who, municipality } = locals
  if (!who) error(401)
  const asked = url.searchParams.get('view')
  const view: View = views.find((one) => one === asked) ?? 'all'
  const channel = idOrNull(url.searchParams.get('channel'))
  const chosen = idOrNull(url.searchParams.get('conversation'))
  const filters = view === 'any' ? readFilters(url.searchParams) : {}
  const base = {
    view,
    channel,
    chosen,
    filters,
    zone: municipality.timeZone,
    now: now(),
    owner: who.id,
    answerKey: newId(),
    noteKey: newId()
  }
  if (!may(who, 'conversation.read')) return { ...base, isReader: false as const }
  const after = url.searchParams.get('after')
  const again = idOrNull(url.searchParams.get('again'))
  return inMunicipality(municipality.id, async (tx) => {
    // Read first: what comes later than this position arrives by the live connection.
    const position = await lastPosition(tx)
    const standing = chosen ? await mergedInto(tx, chosen) : null
    if (standing) redirect(303, `/desk?view=${view}&conversation=${standing}`)
    const opened = chosen ? await openConversation(tx, who, chosen) : null
    return {
      ...base,
      isReader: true as const,
      position,
      counts: await countsFor(tx, who),
      reviews: await countReviews(tx, who),
      decisions: await countDecisions(tx, who).then(({ waiting, reviews }) => waiting + reviews),
      reports: may(who, 'message.moderate') ? await countReports(tx, who) : null,
      quarantined: await countQuarantine(tx, who),
      list: await listConversations(tx, who, { view, channel, after, filters }),
      isLater: after !== null,
      saved: await savedViews(tx, who),
      topics: view === 'any' ? await listTopics(tx) : [],
      mayWrite: may(who, 'post.write'),
      lacksImprint: may(who, 'municipality.settle') && municipality.settings.imprint.representative === '',
      opened,
      side: opened ? await readSide(tx, who, opened, url) : null,
      notices: await unseenNotices(tx, who),
      questions: (await questionsFor(tx, who)).length,
      release:
        opened && may(who, 'conversation.answer', opened.unit?.id ?? null)
          ? await answerRelease(tx, who, opened.unit?.id ?? null, locals.language)
          : null,
      again: opened && again ? await returnedText(tx, who, again) : '',
      present: chosen ? presentAt(municipality.id, chosen, who.id) : [],
      units: await unitChoices(tx),
      people: opened || view === 'any' ? await personChoices(tx, null) : [],
      goals: opened?.may.assign ? (await readTree(tx)).map(({ id, name, depth }) => ({ id, name, depth })) : []
    }
  })
}

export const actions: Actions = {
  ...detailActions,
  ...joinActions,
  ...answerActions,
  ...bulkActions,
  ...insideActions,
  note: act(
    'note',
    (tx, who, form) =>
      note(tx, who, {
        ...conversationOf(form),
        text: field(form, 'text'),
        key: idOrNull(field(form, 'key')) ?? undefined
      }),
    ({ dialogue }) => dialogue.noted
  ),
  assign: act(
    'assign',
    (tx, who, form) =>
      assign(tx, who, { ...conversationOf(form), unit: choice(form, 'unit'), person: choice(form, 'person') }),
    ({ dialogue }) => dialogue.assignDone
  ),
  confirmUnit: act(
    'confirmUnit',
    (tx, who, form) => confirmUnit(tx, who, conversationOf(form)),
    ({ routing }) => routing.suggestion.confirmed
  ),
  serve: act(
    'serve',
    (tx, who, form) =>
      serveGoals(tx, who, { ...conversationOf(form), goals: form.getAll('goals').map(String).filter(idOrNull) }),
    (t) => t.dialogue.goalsSaved
  ),
  close: act(
    'close',
    (tx, who, form) => close(tx, who, conversationOf(form)),
    ({ dialogue }) => dialogue.closed
  ),
  reopen: act(
    'reopen',
    (tx, who, form) => reopen(tx, who, conversationOf(form)),
    ({ dialogue }) => dialogue.reopened
  ),
  wait: act(
    'wait',
    (tx, who, form) =>
      wait(tx, who, { ...conversationOf(form), for: field(form, 'for') === 'citizen' ? 'citizen' : 'inside' }),
    ({ dialogue }) => dialogue.waits
  ),
  approve: act(
    'approve',
    (tx, who, form) => approveMessage(tx, who, messageOf(form)),
    ({ dialogue }) => dialogue.approved
  ),
  resend: act(
    'resend',
    (tx, who, form) => retryPublication(tx, who, idOrNull(field(form, 'publication')) ?? newId()),
    ({ dialogue }) => dialogue.sent
  ),
  settle: act(
    'settle',
    (tx, who, form) =>
      settlePublication(
        tx,
        who,
        idOrNull(field(form, 'publication')) ?? newId(),
        field(form, 'found') === 'arrived' ? 'arrived' : 'missing'
      ),
    ({ dialogue }) => dialogue.settled
  ),
  case: act(
    'case',
    (tx, who, form) =>
      settleCase(tx, who, {
        case: idOrNull(field(form, 'case')) ?? newId(),
        state: field(form, 'state'),
        note: field(form, 'note'),
        closes: form.get('closes') === '1'
      }),
    ({ cases }) => cases.panel.saved
  ),
  caseService: act(
    'caseService',
    (tx, who, form) =>
      refileCase(tx, who, {
        case: idOrNull(field(form, 'case')) ?? newId(),
        service: idOrNull(field(form, 'service')) ?? newId()
      }),
    ({ cases }) => cases.panel.refiled
  ),
  casePhoto: act(
    'casePhoto',
    (tx, who, form) =>
      decidePhoto(tx, who, { case: idOrNull(field(form, 'case')) ?? newId(), shown: form.get('shown') === '1' }),
    ({ cases }) => cases.panel.photoDecided
  ),
  caseForward: act(
    'caseForward',
    (tx, who, form) =>
      forwardCase(tx, who, {
        case: idOrNull(field(form, 'case')) ?? newId(),
        endpoint: idOrNull(field(form, 'endpoint')) ?? newId()
      }),
    ({ cases }) => cases.panel.forwardSaved
  ),
  caseForwardMove: act(
    'caseForwardMove',
    async (tx, who, form) => {
      const forward = idOrNull(field(form, 'forward')) ?? newId()
      const move = field(form, 'move')
      if (move === 'retry') await retryForward(tx, who, forward)
      else if (move === 'drop') await dropForward(tx, who, forward)
      else
        await settleForward(tx, who, {
          forward,
          found: move === 'arrived' ? 'arrived' : 'missing',
          number: field(form, 'number')
        })
    },
    ({ cases }) => cases.panel.forwardSaved
  ),
  read: act(
    'read',
    (tx, who, form) => markRead(tx, who, conversationOf(form)),
    () => ''
  )
}
