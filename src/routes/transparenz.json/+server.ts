import { json } from '@sveltejs/kit'
import { figureYears, yearlyFigures } from '#dialogue/reports/figures.ts'
import { here } from '../here.ts'
import type { RequestHandler } from './$types'

/** The figures of a year for programs: `?jahr=2026`; without, this year's. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const figures = await here(locals, async (tx) => {
    const years = await figureYears(tx)
    const asked = Number(url.searchParams.get('jahr'))
    return { years, ...(await yearlyFigures(tx, years.find((year) => year === asked) ?? years[0]!)) }
  })
  return json({ municipality: locals.municipality!.name, ...figures }, { headers: { 'cache-control': 'no-cache' } })
}
