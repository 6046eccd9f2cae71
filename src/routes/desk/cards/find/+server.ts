// Answer cards for what is being typed.
import { error, json } from '@sveltejs/kit'
import { findCards } from '#dialogue/cards.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who || !may(who, 'conversation.answer')) error(403)
  const words = (url.searchParams.get('q') ?? '').slice(0, 1000)
  const cards = await inMunicipality(municipality.id, (tx) => findCards(tx, who, words))
  return json(cards.map(({ id, title, text, sourceUrl }) => ({ id, title, text, sourceUrl })))
}
