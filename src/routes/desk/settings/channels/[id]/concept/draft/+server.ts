import { json } from '@sveltejs/kit'
import { Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { atConcept, keepSections } from '../editing.ts'
import type { RequestHandler } from './$types'

/** Saves the concept by itself while somebody writes; the form's own button does the same without a script. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  const form = await request.formData()
  try {
    return json(await atConcept(locals, params.id, (tx, who) => keepSections(tx, who, params.id, form)))
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    return json({ problem: refusalText(locals.language, problem.key, problem.data) }, { status: problem.status })
  }
}
