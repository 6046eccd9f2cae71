import { refused, text } from '#hooks/refused.ts'
import { listUnits } from '#municipality/units.ts'
import { invite, inviteAgain } from '#people/invite.ts'
import { listPeople } from '#people/queries.ts'
import { may, mayGrant } from '#people/rights.ts'
import { endAccess, grantRole, takeRole } from '#people/roles.ts'
import { roles, type Role } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { mailConfigured } from '#platform/mail/mail.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => {
    const units = (await listUnits(tx, { open: true })).filter((unit) => may(who, 'person.settle', unit.id))
    const people = await listPeople(tx, who)
    return {
      me: who.id,
      people: people.map((person) => ({
        ...person,
        roles: person.roles.map((held) => ({ ...held, canTake: mayGrant(who, held.role, held.unitId) }))
      })),
      units: units.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
      roles: roles.filter((role) => units.some((unit) => mayGrant(who, role, unit.id))),
      canMail: mailConfigured()
    }
  })
}

/** An action on one person, named by the hidden field `person`. */
function act(
  name: string,
  change: (tx: Tx, locals: App.Locals, fields: Record<string, string>) => Promise<object | void>
): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const fields = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    const id = name === 'invite' ? name : `person-${fields.person ?? ''}`
    try {
      return { saved: id, ...(await inMunicipality(locals.municipality.id, (tx) => change(tx, locals, fields))) }
    } catch (error) {
      return refused(error, locals.language, fields, id)
    }
  }
}

const roleOf = (fields: Record<string, string>) => {
  const role = roles.find((one) => one === fields.role)
  const unitId = fields.unit ?? ''
  if (!role) throw new Invalid({ role: 'choose' })
  if (!/^[0-9a-f-]{36}$/.test(unitId)) throw new Invalid({ unit: 'choose' })
  return { role: role satisfies Role, unitId }
}
const personOf = (fields: Record<string, string>): string => {
  if (!/^[0-9a-f-]{36}$/.test(fields.person ?? '')) throw new Invalid({ person: 'choose' })
  return fields.person!
}

export const actions: Actions = {
  invite: act('invite', async (tx, { who, language }, fields) => {
    const { email = '', name = '' } = fields
    const invited = await invite(tx, who!, { email, name, language, roles: [roleOf(fields)] })
    return { invited: { email: email.trim(), link: invited.mailed ? null : invited.link } }
  }),
  again: act('again', async (tx, { who }, fields) => {
    const invited = await inviteAgain(tx, who!, personOf(fields))
    return { invited: { email: fields.email ?? '', link: invited.mailed ? null : invited.link } }
  }),
  grant: act('grant', (tx, { who }, fields) => grantRole(tx, who!, { personId: personOf(fields), ...roleOf(fields) })),
  take: act('take', (tx, { who }, fields) => takeRole(tx, who!, { personId: personOf(fields), ...roleOf(fields) })),
  end: act('end', async (tx, { who }, fields) => {
    await endAccess(tx, who!, personOf(fields))
    return { ended: fields.name ?? '' }
  })
}
