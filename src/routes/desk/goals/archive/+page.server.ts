import { archivedGoals } from '#goals/archived.ts'
import { asReader } from '../forms.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  goals: await asReader(locals, (tx) => archivedGoals(tx)),
  zone: locals.municipality.timeZone
})
