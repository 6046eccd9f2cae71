import { image, preview, publish, removeImage, save } from '../actions.ts'
import { asPerson, composerData } from '../composing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  composer: await asPerson(locals, (tx, who) => composerData(tx, who, locals, null))
})

export const actions: Actions = { save, publish, image, removeImage, preview }
