import { redirect } from '@sveltejs/kit'
import { messages } from '#ui/messages/messages.ts'
import { areasFor } from './areas.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  redirect(303, areasFor(locals.who!, messages(locals.language))[0]!.href)
}
