import { error, json } from '@sveltejs/kit'
import { must } from '#people/rights.ts'
import { storeImage } from '#platform/media/images.ts'
import { Refusal } from '#platform/refusal.ts'
import { addImage } from '#posts/images.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { asPerson } from '../posts/composing.ts'
import { showPicture } from '../posts/composing/pictures.ts'
import type { RequestHandler } from './$types'

/** Takes a picture up. */
export const POST: RequestHandler = async ({ locals, request }) => {
  if (!locals.who) error(401)
  try {
    must(locals.who, 'media.upload')
    const form = await request.formData()
    const file = form.get('picture')
    if (!(file instanceof File) || file.size === 0) throw new Refusal('image.unknownKind')
    const image = await storeImage(locals.municipality.id, new Uint8Array(await file.arrayBuffer()))
    const picture = await asPerson(locals, (tx, who) =>
      addImage(tx, who, { image, alt: String(form.get('alt') ?? '') })
    )
    return json(showPicture(picture))
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    return json({ problem: refusalText(locals.language, problem.key, problem.data) }, { status: problem.status })
  }
}
