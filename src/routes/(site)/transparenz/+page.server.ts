import { figureYears, yearlyFigures } from '#dialogue/reports/figures.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = Number(url.searchParams.get('jahr'))
  return here(locals, async (tx) => {
    const years = await figureYears(tx)
    return { years, figures: await yearlyFigures(tx, years.find((year) => year === asked) ?? years[0]!) }
  })
}
