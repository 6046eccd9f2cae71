import { error, json } from '@sveltejs/kit'
import { readMedia } from '#media/queries.ts'
import { Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { asPerson } from '../../../posts/composing.ts'
import { takeUpload } from '../../uploading.ts'
import { showMedia } from '../../showing.ts'
import type { RequestHandler } from './$types'

/** Takes one file up, sent as it is (the body is the file), so that the page can show how far it is. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
  if (!locals.who) error(401)
  // Browsers send this from our own pages only: the header makes them ask first.
  const name = request.headers.get('x-file-name')
  if (name === null || !request.body) error(400)
  try {
    const wish = {
      alt: url.searchParams.get('alt') ?? '',
      replaces: url.searchParams.get('replaces'),
      posterOf: url.searchParams.get('poster')
    }
    const taken = await takeUpload(locals, request.body as unknown as AsyncIterable<Uint8Array>, decode(name), wish)
    const item = await asPerson(locals, (tx, who) => readMedia(tx, who, taken.id))
    return json({ ...showMedia(item), wasThere: taken.wasThere })
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    return json({ problem: refusalText(locals.language, problem.key, problem.data) }, { status: problem.status })
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
