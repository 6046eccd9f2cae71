import { messages } from '#ui/messages/messages.ts'
import { areasFor } from './areas.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({
  areas: areasFor(locals.who!, messages(locals.language)),
  zone: locals.municipality.timeZone
})
