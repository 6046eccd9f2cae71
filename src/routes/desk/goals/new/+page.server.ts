import { error, redirect } from '@sveltejs/kit'
import { addGoal } from '#goals/add.ts'
import { readTree } from '#goals/tree.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { asReader, goalIn, idOrNull, unitChoices, valuesIn } from '../forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) =>
  asReader(locals, async (tx, who) => {
    if (!may(who, 'goal.write')) error(403, 'notAllowed')
    return {
      parents: (await readTree(tx)).map(({ id, name, depth }) => ({ id, name, depth })),
      units: await unitChoices(tx, who),
      parent: idOrNull(url.searchParams.get('parent') ?? '') ?? ''
    }
  })

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const values = valuesIn(await request.formData())
    let id: string
    try {
      const added = await asReader(locals, (tx, who) =>
        addGoal(tx, who, { ...goalIn(values), parentId: idOrNull(values.parentId) })
      )
      id = added.id
    } catch (problem) {
      return refused(problem, locals.language, values)
    }
    redirect(303, `/desk/goals/${id}?done=added`)
  }
}
