import { error } from '@sveltejs/kit'
import { agree } from '#dialogue/moderation/agree.ts'
import { askReview } from '#dialogue/moderation/ask-review.ts'
import { readDecision } from '#dialogue/moderation/queries.ts'
import { review } from '#dialogue/moderation/review.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { exportsOf, lookAtEvidence } from '#moderation/look.ts'
import { exportEvidence } from '#moderation/package/make.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { Invalid } from '#platform/refusal.ts'
import { messages } from '#ui/messages/messages.ts'
import { field, trying } from '#routes/failing.ts'
import { decisionIn, idIn, typedIn } from '../deciding.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const id = idIn(params.id)
  if (!id) error(404, 'notFound')
  return inMunicipality(municipality.id, async (tx) => {
    const decision = await readDecision(tx, who, id)
    const isReviewed = decision.reviews.some(({ outcome }) => outcome === null)
    const moderates = may(who, 'message.moderate', decision.unitId)
    return {
      zone: municipality.timeZone,
      said: url.searchParams.get('said') ?? '',
      key: newId(),
      decision,
      grounds: await groundChoices(tx, language),
      exports:
        decision.hasEvidence && may(who, 'evidence.export', decision.unitId) ? await exportsOf(tx, decision.id) : null,
      may: {
        moderate: moderates,
        ask: may(who, 'conversation.read', decision.unitId),
        look:
          may(who, 'evidence.read', decision.unitId) ||
          (moderates && !decision.isOwn && (decision.state === 'waiting' || isReviewed))
      }
    }
  })
}

/** Runs a use case for a form of the page; what it answers is said to the person. */
function act(
  action: string,
  work: (tx: Tx, who: Person, decision: string, form: FormData) => Promise<unknown>,
  said: (t: ReturnType<typeof messages>['moderation'], form: FormData) => string
) {
  return async ({ request, locals, params }: RequestEvent) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const decision = idIn(params.id)
    if (!decision) error(404, 'notFound')
    const form = await request.formData()
    return trying(
      language,
      action,
      {
        ...typedIn(form),
        ...Object.fromEntries(
          ['reason', 'authority', 'reference'].map((name) => [name, field(form, name).slice(0, 20_000)])
        )
      },
      async () => {
        await inMunicipality(municipality.id, (tx) => work(tx, who, decision, form))
        return { said: said(messages(language).moderation, form) }
      }
    )
  }
}

export const actions: Actions = {
  /** Sent as a form, so that nothing reads it by itself; each look has its line in the log. */
  look: async ({ locals, params }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const decision = idIn(params.id)
    if (!decision) error(404, 'notFound')
    return trying(language, 'look', {}, async () => ({
      evidence: await inMunicipality(municipality.id, (tx) => lookAtEvidence(tx, who, decision))
    }))
  },
  export: act(
    'export',
    (tx, who, decision, form) =>
      exportEvidence(tx, who, {
        decision,
        reason: field(form, 'reason'),
        authority: field(form, 'authority'),
        reference: field(form, 'reference')
      }),
    (t) => t.exported
  ),
  agree: act(
    'agree',
    (tx, who, decision, form) => agree(tx, who, { decision, agrees: true, note: field(form, 'note') }),
    (t) => t.agreed
  ),
  refuse: act(
    'agree',
    (tx, who, decision, form) => agree(tx, who, { decision, agrees: false, note: field(form, 'note') }),
    (t) => t.refused
  ),
  ask: act(
    'ask',
    (tx, who, decision, form) => {
      const asked = field(form, 'askedBy')
      const inTheNameOf = asked === 'author' || asked === 'notifier' ? asked : undefined
      return askReview(tx, { kind: 'colleague', who, inTheNameOf }, { decision, reason: field(form, 'reason') })
    },
    (t) => t.asked
  ),
  review: act(
    'review',
    (tx, who, _decision, form) => {
      const outcome = (['upheld', 'changed', 'undone'] as const).find((one) => one === field(form, 'outcome'))
      if (!outcome) throw new Invalid({ outcome: 'moderation.stepChoose' })
      return review(tx, who, {
        review: idIn(field(form, 'review')) ?? newId(),
        outcome,
        note: field(form, 'note'),
        ...(outcome === 'changed' && { instead: decisionIn(form) })
      })
    },
    (t) => t.reviewed
  )
}
