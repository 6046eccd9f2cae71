import { error } from '@sveltejs/kit'
import { openFile } from '#dialogue/files.ts'
import { Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import type { RequestHandler } from './$types'

/** A file that came with a message, for whoever may read the message. Never shown as a page of ours. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (!locals.who || !/^[0-9a-f-]{36}$/.test(params.id)) error(404, 'notFound')
  try {
    const { name, mime, bytes } = await openFile(locals.municipality.id, locals.who, params.id)
    const isShown = url.searchParams.has('show') && /^image\/(png|jpeg)$/.test(mime)
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': isShown ? mime : 'application/octet-stream',
        'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
        'content-length': String(bytes.length),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox"
      }
    })
  } catch (problem) {
    if (problem instanceof Refusal) error(problem.status, refusalText(locals.language, problem.key, problem.data))
    throw problem
  }
}
