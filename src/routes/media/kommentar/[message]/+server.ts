import { error } from '@sveltejs/kit'
import { readCommentFile } from '#dialogue/comments/file.ts'
import { here } from '../../../here.ts'
import type { RequestHandler } from './$types'

/** What somebody attached to a comment: for everybody while the comment stands, before that for the staff. */
export const GET: RequestHandler = async ({ locals, params }) => {
  if (!/^[0-9a-f-]{36}$/.test(params.message)) error(404, 'notFound')
  const file = await here(locals, (tx) => readCommentFile(tx, locals.who ?? null, params.message))
  if (!file) error(404, 'notFound')
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.mime,
      'content-length': String(file.bytes.length),
      // Short, and not in caches between: a comment that goes takes its file along.
      'cache-control': file.isPublic ? 'private, max-age=600' : 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      ...(file.mime === 'application/pdf' && { 'content-disposition': 'attachment; filename="anhang.pdf"' })
    }
  })
}
