// A subscribed calendar. Whoever knows the address reads it; there is no other way in, and none to guess one.
import { createHash } from 'node:crypto'
import { openFeed } from '#calendar/feeds.ts'
import { writeFeed } from '#calendar/icalendar.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { hashToken } from '#platform/id.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { TooMany } from '#platform/refusal.ts'
import { messages } from '#ui/messages/messages.ts'
import { here } from '../../here.ts'
import type { RequestHandler } from './$types'

const perFeed = { limit: 60, windowSeconds: 3600 }
const perStranger = { limit: 30, windowSeconds: 3600 }

export const GET: RequestHandler = async ({ locals, params, request, getClientAddress }) => {
  const token = /^([\w-]{20,64})\.ics$/.exec(params.feed)?.[1] ?? ''
  try {
    // A stranger's guesses are counted by where they come from, never by what they guess.
    const feed = await here(locals, (tx) => openFeed(tx, token))
    if (!feed) {
      await takeFrom(limitKey('calendar', getClientAddress()), perStranger)
      return plain(404, 'Not found\n')
    }
    await takeFrom(`calendar:${hashToken(token).slice(0, 32)}`, perFeed)
    const text = await here(locals, async (tx) => {
      const municipality = await loadMunicipality(tx)
      const { feed: words, state, untitled } = messages(municipality.language).calendar
      return writeFeed(tx, municipality, feed, { ...words, state, untitled })
    })
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
    const headers = { etag, 'cache-control': 'private, max-age=900', 'x-robots-tag': 'noindex' }
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
    return new Response(text, { headers: { ...headers, 'content-type': 'text/calendar; charset=utf-8' } })
  } catch (problem) {
    if (!(problem instanceof TooMany)) throw problem
    return plain(429, 'Too many requests\n', { 'retry-after': String(problem.retryAfterSeconds) })
  }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers }
  })
}
