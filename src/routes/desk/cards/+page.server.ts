import { error } from '@sveltejs/kit'
import { dropCard, listCards, saveCard } from '#dialogue/cards.ts'
import { personChoices, unitChoices } from '#dialogue/choices.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field } from '#routes/failing.ts'
import { act, choice, idOrNull } from '../acting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!may(who, 'conversation.answer')) error(403, 'notAllowed')
  return inMunicipality(municipality.id, async (tx) => ({
    cards: await listCards(tx, who),
    units: (await unitChoices(tx)).filter(({ id }) => may(who, 'conversation.answer', id)),
    people: await personChoices(tx, null),
    chosen: url.searchParams.get('card'),
    zone: municipality.timeZone,
    me: who.id
  }))
}

export const actions: Actions = {
  save: act(
    'save',
    (tx, who, form) =>
      saveCard(tx, who, {
        id: idOrNull(field(form, 'id')),
        title: field(form, 'title'),
        text: field(form, 'text'),
        unit: choice(form, 'unit') ?? null,
        owner: choice(form, 'owner') ?? null,
        validUntil: field(form, 'validUntil'),
        sourceUrl: field(form, 'sourceUrl').trim()
      }),
    ({ finding }) => finding.cards.saved
  ),
  drop: act(
    'drop',
    (tx, who, form) => dropCard(tx, who, { id: idOrNull(field(form, 'id')) ?? newId() }),
    ({ finding }) => finding.cards.dropped
  )
}
