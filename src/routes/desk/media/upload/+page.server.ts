import { error, fail, redirect } from '@sveltejs/kit'
import { readMedia } from '#media/queries.ts'
import { mediaRules } from '#media/rules.ts'
import { may } from '#people/rights.ts'
import { boundaryOf, MalformedForm, readMultipart } from '#platform/media/multipart.ts'
import { Refusal } from '#platform/refusal.ts'
import { messages, refusalText } from '#ui/messages/messages.ts'
import { asPerson } from '../../posts/composing.ts'
import { takeUpload } from '../uploading.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.who || !may(locals.who, 'media.upload')) error(403, 'notAllowed')
  const target = url.searchParams.get('replaces') ?? url.searchParams.get('poster')
  return asPerson(locals, async (tx, who) => ({
    language: locals.language,
    rules: await mediaRules(tx),
    replaces: url.searchParams.get('replaces'),
    poster: url.searchParams.get('poster'),
    target: target && /^[0-9a-f-]{36}$/.test(target) ? (await readMedia(tx, who, target)).name : null
  }))
}

interface Result {
  name: string
  id: string | null
  wasThere: boolean
  problem: string | null
}

export const actions: Actions = {
  /** Without a script. The form is read piece by piece: `formData()` would hold all files in memory. */
  default: async ({ locals, request, url }) => {
    const boundary = boundaryOf(request.headers.get('content-type'))
    if (!boundary || !request.body) error(400)
    const wish = { replaces: url.searchParams.get('replaces'), posterOf: url.searchParams.get('poster') }
    const results: Result[] = []
    const say = (problem: Refusal): string => refusalText(locals.language, problem.key, problem.data)
    try {
      for await (const part of readMultipart(request.body as unknown as AsyncIterable<Uint8Array>, boundary)) {
        if (part.name !== 'files' || !part.fileName) continue
        try {
          const { id, wasThere } = await takeUpload(locals, part.body, part.fileName, wish)
          results.push({ name: part.fileName, id, wasThere, problem: null })
        } catch (problem) {
          if (!(problem instanceof Refusal)) throw problem
          results.push({ name: part.fileName, id: null, wasThere: false, problem: say(problem) })
        }
        if (wish.replaces || wish.posterOf) break
      }
    } catch (problem) {
      if (!(problem instanceof MalformedForm)) throw problem
      results.push({ name: '', id: null, wasThere: false, problem: say(new Refusal('media.form')) })
    }
    const [only] = results
    if (results.length === 1 && only?.id) {
      const done = wish.replaces ? 'replaced' : wish.posterOf ? 'poster' : only.wasThere ? 'there' : 'added'
      redirect(303, `/desk/media/${only.id}?done=${done}`)
    }
    if (results.length === 0) return fail(400, { results, problem: messages(locals.language).media.uploadNone })
    return results.some((result) => result.problem) ? fail(400, { results, problem: null }) : { results, problem: null }
  }
}
