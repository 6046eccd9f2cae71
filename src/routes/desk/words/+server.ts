import { error, json } from '@sveltejs/kit'
import { houseOf } from '#municipality/house-words.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { RequestHandler } from './$types'

/** The house's own words, for the help with plain language in the browser. */
export const GET: RequestHandler = async ({ locals }) => {
  if (!locals.who) error(401)
  return json(await inMunicipality(locals.municipality.id, houseOf), {
    headers: { 'cache-control': 'private, max-age=300' }
  })
}
