import { error } from '@sveltejs/kit'
import { fetchFound, findRemotePicture } from '#dialogue/remote-media.ts'
import { remoteType } from '#platform/media/remote.ts'
import { here } from '../../../../here.ts'
import type { RequestHandler } from './$types'

/** A picture from another server, through ours. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { message, mark } = params
  if (!/^[0-9a-f-]{36}$/.test(message) || !/^[0-9a-f]{20}$/.test(mark)) error(404, 'notFound')
  const found = await here(locals, (tx) => findRemotePicture(tx, locals.who ?? null, message, mark))
  if (!found) error(404, 'notFound')
  // Short, and not in caches between: a message that goes takes its pictures along.
  const headers = {
    'content-type': remoteType,
    'cache-control': found.isPublic ? 'private, max-age=600' : 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag: `"${mark}"`
  }
  if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers })
  const bytes = await fetchFound(found)
  if (!bytes) error(404, 'notFound')
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-length': String(bytes.length) } })
}
