import { error } from '@sveltejs/kit'
import { pictureFile, storage } from '#platform/media/images.ts'
import { here } from '../../../here.ts'
import type { RequestHandler } from './$types'

/** The file behind an address never changes, so it may be kept for ever. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const file = await here(locals, (tx) => pictureFile(tx, params.token, params.name))
  if (!file) error(404, 'notFound')
  const etag = `"${file.key.split('/').at(-1)}"`
  const headers = {
    'content-type': file.type,
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
    etag
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const bytes = await storage().get(file.key)
  if (!bytes) error(404, 'notFound')
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-length': String(bytes.length) } })
}
