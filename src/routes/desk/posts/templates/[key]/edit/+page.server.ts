import { redirect } from '@sveltejs/kit'
import { archiveTemplate, readTemplate } from '#posts/templates/templates.ts'
import { must } from '#people/rights.ts'
import { trying } from '../../../../../failing.ts'
import { asPerson } from '../../../composing.ts'
import { save } from '../../editing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  must(locals.who!, 'template.settle')
  return {
    template: await asPerson(locals, (tx, who) => readTemplate(tx, who, params.key)),
    isSaved: url.searchParams.get('done') === 'saved'
  }
}

const putAway =
  (isArchived: boolean) =>
  async ({ locals, params }: { locals: App.Locals; params: { key: string } }) => {
    const done = await trying(locals.language, 'archive', {}, () =>
      asPerson(locals, async (tx, who) => {
        await archiveTemplate(tx, who, params.key, isArchived)
        return { ok: true }
      })
    )
    if (!('ok' in done)) return done
    redirect(303, '/desk/posts/templates')
  }

export const actions: Actions = { save, archive: putAway(true), restore: putAway(false) }
