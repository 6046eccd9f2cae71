import { error, json } from '@sveltejs/kit'
import { keepTrack, presentAt, showPresence } from '#dialogue/presence.ts'
import { may } from '#people/rights.ts'
import type { RequestHandler } from './$types'

/** Takes that somebody writes at a post, and answers who else does. Told on by signal, stored nowhere. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!/^[0-9a-f-]{36}$/.test(params.id)) error(404, 'notFound')
  if (!may(who, 'post.write')) error(403, 'notAllowed')
  keepTrack()
  const told = (await request.json().catch(() => ({}))) as { doing?: unknown }
  const doing = (['looking', 'typing', 'gone'] as const).find((one) => one === told.doing) ?? 'looking'
  const place = `post:${params.id}`
  await showPresence(municipality.id, who, place, doing)
  return json({ people: presentAt(municipality.id, place, who.id).map(({ name, doing }) => ({ name, doing })) })
}
