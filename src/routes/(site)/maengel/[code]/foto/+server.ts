import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { readCode } from '#cases/code.ts'
import { findPhoto } from '#cases/photo.ts'
import { storage } from '#platform/media/images.ts'
import { here } from '../../../../here.ts'
import type { RequestHandler } from './$types'

/** The picture of a report, for everybody once it was looked at, before that for those who look. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const code = readCode(params.code)
  const width = Math.min(2000, Number.parseInt(url.searchParams.get('breite') ?? '960', 10) || 960)
  const found = code && (await here(locals, (tx) => findPhoto(tx, locals.who, code, width)))
  if (!found) error(404, 'notFound')
  const file = await storage().stream(found.variant.key)
  if (!file) error(404, 'notFound')
  return new Response(Readable.toWeb(file.body) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': found.variant.type,
      'content-length': String(file.size),
      // It may be taken back any time.
      'cache-control': found.isPublic && !locals.who ? 'no-cache' : 'private, no-store'
    }
  })
}
