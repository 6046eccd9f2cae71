import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { readRange } from '#platform/http-range.ts'
import { storage } from '#platform/media/images.ts'
import { servedFile } from '#platform/media/served.ts'
import { here } from '../../../here.ts'
import type { RequestHandler } from './$types'

/**
 * The file behind an address never changes. It may be kept for a day, not for ever: a picture whose consent was revoked
 * must also fade from what others keep.
 */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const file = await here(locals, (tx) => servedFile(tx, params.token, params.name))
  if (!file) error(404, 'notFound')
  if (file.state === 'withdrawn') error(410, 'mediaWithdrawn')
  const etag = `"${file.key.split('/').at(-1)}"`
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': 'public, max-age=86400',
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    etag
  }
  // A document is for keeping, and no page of ours.
  if (file.name !== null)
    headers['content-disposition'] =
      `attachment; filename*=UTF-8''${encodeURIComponent(`${file.name || 'dokument'}.pdf`)}`
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })

  const condition = request.headers.get('if-range')
  const wanted = condition === null || condition === etag ? request.headers.get('range') : null
  const size = wanted === null ? null : await storage().size(file.key)
  const asked = size === null ? { kind: 'whole' as const } : readRange(wanted, size)
  if (asked.kind === 'whole') {
    const whole = await storage().stream(file.key)
    if (!whole) error(404, 'notFound')
    headers['content-length'] = String(whole.size)
    return new Response(bodyOf(whole.body), { headers })
  }
  if (asked.kind === 'outside')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const part = await storage().stream(file.key, asked)
  if (!part) error(404, 'notFound')
  headers['content-range'] = `bytes ${asked.start}-${asked.end}/${size}`
  headers['content-length'] = String(asked.end - asked.start + 1)
  return new Response(bodyOf(part.body), { status: 206, headers })
}

function bodyOf(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}
