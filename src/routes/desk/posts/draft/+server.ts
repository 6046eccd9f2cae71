import { json } from '@sveltejs/kit'
import { Refusal, Stale } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { asPerson, keepTyped, readTyped } from '../composing.ts'
import type { RequestHandler } from './$types'

/** Saves the composer by itself every few seconds; the form's own button does the same without a script. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const form = await request.formData()
  const id = String(form.get('post') ?? '') || null
  try {
    return json(await asPerson(locals, (tx, who) => keepTyped(tx, who, id, readTyped(form))))
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    const said = { problem: refusalText(locals.language, problem.key, problem.data) }
    // With what the other one wrote, so that both can be laid side by side at once.
    return json(problem instanceof Stale ? { ...said, stale: problem.data } : said, { status: problem.status })
  }
}
