import { error, redirect } from '@sveltejs/kit'
import { decide } from '#dialogue/moderation/decide.ts'
import { readPostSubject, readSubject } from '#dialogue/moderation/subject.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field, trying } from '#routes/failing.ts'
import { decisionIn, idIn, typedIn } from '../deciding.ts'
import type { Actions, PageServerLoad } from './$types'

/** The ladder for one message, or the pause for one post. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const message = idIn(url.searchParams.get('message'))
  const post = idIn(url.searchParams.get('post'))
  const notice = idIn(url.searchParams.get('notice'))
  if (!message && !post) error(404, 'notFound')
  return inMunicipality(municipality.id, async (tx) => {
    const subject = message ? await readSubject(tx, who, message) : null
    const paused = subject ? null : await readPostSubject(tx, who, post!)
    if (!subject && !paused) error(404, 'notFound')
    return {
      zone: municipality.timeZone,
      key: newId(),
      notice,
      step: url.searchParams.get('step') === 'police' ? ('police' as const) : null,
      subject,
      post: paused,
      grounds: await groundChoices(tx, language)
    }
  })
}

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    const outcome = await trying(language, 'decide', typedIn(form), async () => ({
      decided: await inMunicipality(municipality.id, (tx) => decide(tx, who, decisionIn(form)))
    }))
    if (!('decided' in outcome)) return outcome
    const { decision, state, told } = outcome.decided
    const said = state === 'waiting' ? 'proposed' : told.length > 0 ? `told-${told.join('-')}` : 'untold'
    redirect(303, `/desk/decisions/${decision}?said=${field(form, 'step') === 'stand' ? 'decided' : said}`)
  }
}
