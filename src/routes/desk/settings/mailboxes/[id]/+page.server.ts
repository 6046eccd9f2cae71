import { redirect } from '@sveltejs/kit'
import { readBox } from '#channels/mail/queries.ts'
import { boxOf } from '#channels/mail/settings.ts'
import { askBox, changeBox, chooseFolders, closeBox } from '#channels/mail/settle.ts'
import { faultOf } from '#channels/mail/faults.ts'
import { testBox, type Tested } from '#channels/mail/test-box.ts'
import { pauseChannel } from '#channels/open.ts'
import { refused, text } from '#hooks/refused.ts'
import { listUnits } from '#municipality/units.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { isId, shownAgain, typedBox } from '../typed.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const municipalityId = locals.municipality.id
  const { box, units } = await inMunicipality(municipalityId, async (tx) => {
    if (!isId(params.id)) throw new NotFound()
    return {
      box: await readBox(tx, locals.who!, params.id),
      units: (await listUnits(tx, { open: true })).map(({ id, name }) => ({ id, name }))
    }
  })
  // Only while it is set up, or where somebody asks: looking at a page is no reason to sign in elsewhere.
  const isAsked = box.state === 'preparing' || url.searchParams.has('test') || url.searchParams.has('folders')
  const { settings, secret, ...line } = box
  let tested: Tested | null = null
  if (isAsked)
    try {
      tested = await testBox(boxOf({ municipalityId, channelId: box.id, settings, secret }))
    } catch (error) {
      tested = { imap: faultOf(error), smtp: null, folders: [], idles: false }
    }
  return { box: line, settings, units, tested }
}

function act(name: string, work: (tx: Tx, who: Person, id: string, form: FormData) => Promise<void>): Action {
  return async ({ request, locals, params }) => {
    const form = await request.formData()
    try {
      if (!isId(params.id!)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, params.id!, form))
    } catch (problem) {
      return refused(problem, locals.language, shownAgain(form), name)
    }
    return { saved: name }
  }
}

export const actions: Actions = {
  change: act('change', async (tx, who, id, form) => {
    const input = typedBox(form)
    if (!isId(input.unitId)) throw new NotFound()
    await changeBox(tx, who, id, input)
  }),
  folders: act('folders', (tx, who, id, form) =>
    chooseFolders(tx, who, id, {
      folders: form.getAll('folder').map((folder) => {
        const unit = text(form, `unit-${String(folder)}`)
        return { path: String(folder), unitId: isId(unit) ? unit : null }
      }),
      days: Number(text(form, 'days') || 0),
      afterwards: text(form, 'afterwards'),
      movedTo: text(form, 'movedTo')
    })
  ),
  ask: act('ask', (tx, who, id) => askBox(tx, who, id)),
  pause: act('pause', (tx, who, id, form) => pauseChannel(tx, who, id, text(form, 'paused') === 'yes')),
  close: async (event) => {
    const answer = await act('close', (tx, who, id) => closeBox(tx, who, id))(event)
    if (answer && 'saved' in answer) redirect(303, '/desk/settings/mailboxes')
    return answer
  }
}
