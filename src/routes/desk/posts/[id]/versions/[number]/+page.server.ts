import { error, redirect } from '@sveltejs/kit'
import { may } from '#people/rights.ts'
import { NotFound } from '#platform/refusal.ts'
import { readForDesk, readVersion } from '#posts/desk-queries.ts'
import { hiddenReason, hideVersion } from '#posts/public-versions.ts'
import { postPath } from '#posts/slug.ts'
import { field, trying } from '../../../../../failing.ts'
import { asPerson } from '../../../composing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!/^[0-9a-f-]{36}$/.test(params.id) || !/^\d{1,6}$/.test(params.number)) error(404, 'notFound')
  return asPerson(locals, async (tx, who) => {
    const post = await readForDesk(tx, who, params.id)
    const number = Number(params.number)
    return {
      language: locals.language,
      zone: locals.municipality.timeZone,
      post: { id: post.id, title: post.title, state: post.state, versionsPath: `${postPath(post)}/fassungen` },
      version: await readVersion(tx, post.id, number),
      hiddenReason: await hiddenReason(tx, post.id, number),
      mayHide: may(who, 'post.withdraw', post.unitId)
    }
  })
}

async function settle({ locals, params, request }: RequestEvent, isHidden: boolean) {
  const reason = field(await request.formData(), 'reason')
  const done = await trying(locals.language, 'hide', { reason }, () =>
    asPerson(locals, async (tx, who) => {
      if (!/^[0-9a-f-]{36}$/.test(params.id) || !/^\d{1,6}$/.test(params.number)) throw new NotFound()
      await hideVersion(tx, who, { post: params.id, number: Number(params.number), reason: isHidden ? reason : null })
      return { ok: true }
    })
  )
  if (!('ok' in done)) return done
  redirect(303, `/desk/posts/${params.id}/versions/${params.number}`)
}

export const actions: Actions = {
  hide: (event) => settle(event, true),
  show: (event) => settle(event, false)
}
