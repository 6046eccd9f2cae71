import { error, json } from '@sveltejs/kit'
import { commentChallenge } from '#dialogue/comments/assess.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import type { RequestHandler } from './$types'

/** A task for the browser of somebody who begins to write. Asked for only then, so that the page itself can be kept. */
export const GET: RequestHandler = async ({ locals, getClientAddress }) => {
  const { municipality } = locals
  if (!municipality) error(404, 'notFound')
  await takeFrom(limitKey(`challenge:${municipality.id}`, getClientAddress() || 'unknown'), {
    limit: 60,
    windowSeconds: 600
  })
  const challenge = await commentChallenge(municipality.id, municipality.settings.comments.proofBits)
  return json(challenge, { headers: { 'cache-control': 'no-store' } })
}
