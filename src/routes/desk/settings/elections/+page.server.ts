import { fail } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { importElections, importLimits } from '#elections/import.ts'
import { electionRestraint } from '#elections/restraint.ts'
import { checklist } from '#elections/rules.ts'
import { addElection, changeElection, listElections, removeElection } from '#elections/settle.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!may(who, 'election.settle')) must(who, 'post.write')
  const today = dayIn(now(), locals.municipality.timeZone)
  return inMunicipality(locals.municipality.id, async (tx) => ({
    // The last two years stay in sight: what was confirmed then is asked for later.
    elections: await listElections(tx, addDays(today, -730)),
    restraint: await electionRestraint(tx, now()),
    checklist: checklist().map((item) => item[locals.language]),
    today,
    canSettle: may(who, 'election.settle')
  }))
}

type Fields = Record<'election' | 'name' | 'kind' | 'day' | 'restraintFrom' | 'restraintTo', string>

function act(name: string, work: (tx: Tx, who: Person, fields: Fields) => Promise<unknown>) {
  return async ({ request, locals }: { request: Request; locals: App.Locals }) => {
    const form = await request.formData()
    const names = ['election', 'name', 'kind', 'day', 'restraintFrom', 'restraintTo'] as const
    const fields = Object.fromEntries(names.map((one) => [one, text(form, one)])) as Fields
    const id = name === 'add' ? 'add' : `election-${fields.election}`
    try {
      if (name !== 'add' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fields.election)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, fields))
    } catch (error) {
      return refused(error, locals.language, fields as Record<string, string>, id)
    }
    return { saved: name === 'remove' ? 'removed' : id }
  }
}

export const actions: Actions = {
  add: act('add', addElection),
  change: act('change', (tx, who, fields) => changeElection(tx, who, fields.election, fields)),
  remove: act('remove', (tx, who, fields) => removeElection(tx, who, fields.election)),
  import: async ({ request, locals }) => {
    const file = (await request.formData()).get('file')
    try {
      if (!(file instanceof File) || file.size === 0) throw new Refusal('fileMissing')
      if (file.size > importLimits.bytes) throw new Refusal('elections.fileTooBig')
      const content = await file.text()
      return {
        imported: await inMunicipality(locals.municipality.id, (tx) => importElections(tx, locals.who!, content))
      }
    } catch (error) {
      const answer = refused<Record<string, string>>(error, locals.language, {}, 'import')
      return fail(answer.status, answer.data)
    }
  }
}
