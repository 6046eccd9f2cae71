import { error } from '@sveltejs/kit'
import { reviewCommentsOf, reviewedPosts, settleComments } from '#dialogue/comments/settle.ts'
import { refused, text } from '#hooks/refused.ts'
import type { CommentRules } from '#municipality/settings.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  if (!may(locals.who!, 'comments.settle')) error(403, 'notAllowed')
  return {
    rules: locals.municipality.settings.comments,
    posts: await inMunicipality(locals.municipality.id, reviewedPosts)
  }
}

const settle =
  (id: string, part: (form: FormData) => Partial<CommentRules>): Action =>
  async ({ request, locals }) => {
    const form = await request.formData()
    const values = Object.fromEntries([...form.keys()].map((name) => [name, text(form, name)]))
    try {
      await inMunicipality(locals.municipality.id, (tx) => settleComments(tx, locals.who!, part(form)))
    } catch (problem) {
      return refused(problem, locals.language, values, id)
    }
    return { saved: id }
  }
const whole = (form: FormData, name: string) => Number(text(form, name).trim() || Number.NaN)

const post =
  (id: string, isReviewed: boolean): Action =>
  async ({ request, locals }) => {
    const given = text(await request.formData(), 'post')
    try {
      await inMunicipality(locals.municipality.id, (tx) =>
        reviewCommentsOf(tx, locals.who!, { post: given, isReviewed })
      )
    } catch (problem) {
      return refused(problem, locals.language, { post: given } as Record<string, string>, 'posts')
    }
    return { saved: 'posts' }
  }

export const actions: Actions = {
  rules: settle('rules', (form) => ({
    reviewAll: form.has('reviewAll'),
    newcomerGood: whole(form, 'newcomerGood'),
    holdLinks: whole(form, 'holdLinks'),
    holdLength: whole(form, 'holdLength'),
    holdWords: text(form, 'holdWords').split(/\r?\n/)
  })),
  protection: settle('protection', (form) => ({
    proofBits: whole(form, 'proofBits'),
    slowMinutes: whole(form, 'slowMinutes')
  })),
  files: settle('files', (form) => ({ files: text(form, 'files') as CommentRules['files'] })),
  posts: post('posts', true),
  usual: post('usual', false)
}
