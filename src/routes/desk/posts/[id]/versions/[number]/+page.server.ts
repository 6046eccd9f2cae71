import { error } from '@sveltejs/kit'
import { readForDesk, readVersion } from '#posts/desk-queries.ts'
import { asPerson } from '../../../composing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!/^[0-9a-f-]{36}$/.test(params.id) || !/^\d{1,6}$/.test(params.number)) error(404, 'notFound')
  return asPerson(locals, async (tx, who) => {
    const post = await readForDesk(tx, who, params.id)
    return {
      language: locals.language,
      zone: locals.municipality.timeZone,
      post: { id: post.id, title: post.title },
      version: await readVersion(tx, post.id, Number(params.number))
    }
  })
}
