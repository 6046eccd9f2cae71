import { refused, text } from '#hooks/refused.ts'
import { addUnit, archiveUnit, changeUnit, listUnits, restoreUnit } from '#municipality/units.ts'
import { may, must } from '#people/rights.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  must(who, 'unit.settle')
  const units = await inMunicipality(locals.municipality.id, (tx) => listUnits(tx))
  return {
    units: units.map((unit) => ({ ...unit, canSettle: may(who, 'unit.settle', unit.id) })),
    parents: units
      .filter((unit) => !unit.archivedAt && may(who, 'unit.settle', unit.id))
      .map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` }))
  }
}

type Fields = Record<string, string>

function act(
  change: (tx: Tx, locals: App.Locals, fields: Fields, unitId: string) => Promise<unknown>,
  isNew = false
): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const fields: Fields = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    const unitId = fields.unit ?? ''
    const id = isNew ? 'add' : `unit-${unitId}`
    try {
      if (!/^[0-9a-f-]{36}$/.test(unitId)) throw new Invalid({ unit: 'choose' })
      await inMunicipality(locals.municipality.id, (tx) => change(tx, locals, fields, unitId))
    } catch (error) {
      return refused(error, locals.language, fields, id)
    }
    return { saved: id }
  }
}

const unitOf = ({ name = '', shortName = '', email = '' }: Fields) => ({ name, shortName, email })

export const actions: Actions = {
  add: act((tx, { who }, fields, parentId) => addUnit(tx, who!, { ...unitOf(fields), parentId }), true),
  change: act((tx, { who }, fields, unitId) => changeUnit(tx, who!, unitId, unitOf(fields))),
  archive: act((tx, { who }, _fields, unitId) => archiveUnit(tx, who!, unitId)),
  restore: act((tx, { who }, _fields, unitId) => restoreUnit(tx, who!, unitId))
}
