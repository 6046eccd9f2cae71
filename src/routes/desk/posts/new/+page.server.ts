import { image, preview, publish, removeImage, save } from '../actions.ts'
import { asPerson, composerData } from '../composing.ts'
import { beginIn } from '../composing/plan.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const composer = await asPerson(locals, (tx, who) => composerData(tx, who, locals, null))
  // From a free place in the calendar.
  const at = url.searchParams.get('at') ?? ''
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at)) Object.assign(composer.typed, { when: 'later', at })
  return { composer: beginIn(composer, url.searchParams.get('campaign')) }
}

export const actions: Actions = { save, publish, image, removeImage, preview }
