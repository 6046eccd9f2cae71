import { json } from '@sveltejs/kit'
import { limits } from '#posts/types.ts'
import { renderText } from '#posts/version.ts'
import { asPerson } from '../composing.ts'
import type { RequestHandler } from './$types'

/** The text as the site will show it, by the very function that renders it for good. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const body = String((await request.formData()).get('body') ?? '').slice(0, limits.body)
  const { html, words } = await asPerson(locals, (tx) => renderText(tx, body))
  return json({ html, words })
}
