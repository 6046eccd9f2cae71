import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { openOriginal } from '#media/original.ts'
import { storage } from '#platform/media/images.ts'
import { asPerson } from '../../../posts/composing.ts'
import type { RequestHandler } from './$types'

/** The file as it was given, for those who may; each time is written to the journal. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const original = await asPerson(locals, (tx, who) => openOriginal(tx, who, params.id))
  const stream = await storage().stream(original.key)
  if (!stream) error(404, 'notFound')
  return new Response(Readable.toWeb(stream.body) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(stream.size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(original.name)}`,
      'cache-control': 'private, no-store'
    }
  })
}
