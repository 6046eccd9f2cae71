import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { keepSession } from '#hooks/session.ts'
import { createMunicipality } from '#municipality/create.ts'
import { hasMunicipality, normalHost } from '#municipality/hosts.ts'
import { laender } from '#municipality/laender.ts'
import { kinds, type Kind } from '#municipality/types.ts'
import { inviteAgain } from '#people/invite.ts'
import { startSession } from '#people/session.ts'
import { finishSetup, setupAllowed } from '#people/set-up.ts'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { messages } from '#ui/messages/messages.ts'
import type { Actions, PageServerLoad } from './$types'

const fields = [
  'name',
  'land',
  'email',
  'kind',
  'ars',
  'ags',
  'siteHost',
  'handleDomain',
  'unit1',
  'unit2',
  'unit3',
  'person',
  'secondEmail',
  'secondName'
] as const
type Values = Record<(typeof fields)[number], string>

export const load: PageServerLoad = async ({ locals, url }) => {
  const token = url.searchParams.get('token') ?? ''
  const t = messages(locals.language)
  const [unit1 = '', unit2 = '', unit3 = ''] = t.people.setupSuggestedUnits
  const blank: Values = {
    ...(Object.fromEntries(fields.map((field) => [field, ''])) as Values),
    kind: 'stadt',
    siteHost: normalHost(url.host),
    unit1,
    unit2,
    unit3
  }
  return {
    token,
    isOpen: await setupAllowed(token),
    isDone: await hasMunicipality(),
    blank,
    laender: laender().map(({ key, name }) => ({ value: key, label: name })),
    kinds: kinds.map((kind) => ({ value: kind, label: t.settings.kinds[kind] }))
  }
}

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData()
    const values = Object.fromEntries(fields.map((field) => [field, text(form, field)])) as Values
    const token = text(form, 'token') || (url.searchParams.get('token') ?? '')
    try {
      await takeFrom(limitKey('set-up', locals.clientAddress), { limit: 60, windowSeconds: 600 })
      if (!(await setupAllowed(token))) throw new Refusal('linkExpired', {}, 410)
      const password = text(form, 'password')
      const created = await createMunicipality({
        name: values.name,
        kind: values.kind as Kind,
        land: values.land,
        ars: values.ars,
        ags: values.ags,
        siteHost: values.siteHost || url.host,
        handleDomain: values.handleDomain,
        // The address in use keeps working, whatever the public one will be.
        otherHosts: [url.host],
        units: [values.unit1, values.unit2, values.unit3],
        firstPerson: { name: values.person, email: values.email, password },
        secondPerson: values.secondEmail.trim() ? { name: values.secondName, email: values.secondEmail } : undefined
      }).catch((error: unknown) => {
        throw error instanceof Invalid ? new Invalid(named(error.fields)) : error
      })
      await finishSetup(token)
      const second = created.secondPerson?.personId
      const link = second ? await linkFor(created.municipalityId, second) : null
      const session = await inMunicipality(created.municipalityId, (tx) =>
        startSession(tx, {
          accountId: created.firstPerson.accountId,
          municipalityId: created.municipalityId,
          secondFactor: false,
          userAgent: request.headers.get('user-agent')
        })
      )
      keepSession(cookies, url, session)
      if (link) return { done: { name: values.name.trim(), link, email: values.secondEmail.trim() } }
    } catch (error) {
      return refused(error, locals.language, values)
    }
    redirect(303, '/desk')
  }
}

/** The use case names its fields by what they are; the form by whose they are. */
function named(problems: Record<string, string>): Record<string, string> {
  const names: Record<string, string> = { firstEmail: 'email', firstPassword: 'password' }
  return Object.fromEntries(Object.entries(problems).map(([field, key]) => [names[field] ?? field, key]))
}

async function linkFor(municipalityId: string, personId: string): Promise<string> {
  return (await inMunicipality(municipalityId, (tx) => inviteAgain(tx, system, personId))).link
}
