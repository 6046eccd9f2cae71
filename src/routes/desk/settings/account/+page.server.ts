import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { changePassword, changeProfile, readAccount } from '#people/account.ts'
import { removeSecondFactor, renewRecoveryCodes } from '#people/second-factor.ts'
import { endSessions, listSessions } from '#people/session.ts'
import { confirmPassword } from '#people/sign-in.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import { describeAgent } from './agent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => {
    const sessions = await listSessions(tx, who.accountId)
    return {
      person: { name: who.name, language: who.language },
      account: await readAccount(tx, who.accountId),
      sessions: sessions.map(({ id, municipalityId, createdAt, seenAt, userAgent }) => ({
        id,
        createdAt,
        seenAt,
        agent: describeAgent(userAgent),
        isThis: id === locals.session?.id,
        isElsewhere: municipalityId !== locals.municipality.id
      }))
    }
  })
}

export const actions: Actions = {
  profile: async ({ request, locals }) => {
    const form = await request.formData()
    const values = {
      name: text(form, 'name'),
      language: text(form, 'language') === 'en' ? ('en' as const) : ('de' as const)
    }
    try {
      await inMunicipality(locals.municipality.id, (tx) => changeProfile(tx, locals.who!, values))
    } catch (error) {
      return refused(error, locals.language, values, 'profile')
    }
    // Anew, so that the whole page speaks the language that was chosen.
    redirect(303, '/desk/settings/account')
  },
  password: async ({ request, locals }) => {
    const form = await request.formData()
    try {
      const input = { current: text(form, 'current'), next: text(form, 'next'), sessionId: locals.session!.id }
      await changePassword(locals.municipality.id, locals.who!, input)
    } catch (error) {
      return refused(error, locals.language, {}, 'password')
    }
    return { saved: 'password' }
  },
  codes: async ({ request, locals }) => {
    const { accountId } = locals.who!
    try {
      await confirm(accountId, text(await request.formData(), 'password'))
      return { codes: await inInstallation((tx) => renewRecoveryCodes(tx, accountId)) }
    } catch (error) {
      return refused(error, locals.language, {}, 'codes')
    }
  },
  noSecondFactor: async ({ request, locals }) => {
    const { accountId } = locals.who!
    try {
      await confirm(accountId, text(await request.formData(), 'password'))
      await inInstallation((tx) => removeSecondFactor(tx, accountId))
    } catch (error) {
      return refused(error, locals.language, {}, 'noSecondFactor')
    }
    return { saved: 'noSecondFactor' }
  },
  endSession: async ({ request, locals }) => {
    const id = text(await request.formData(), 'id')
    await inInstallation((tx) => endSessions(tx, locals.who!.accountId, { id }))
    return { saved: 'sessions' }
  },
  endOthers: async ({ locals }) => {
    await inInstallation((tx) => endSessions(tx, locals.who!.accountId, { except: locals.session!.id }))
    return { saved: 'sessions' }
  }
}

async function confirm(accountId: string, password: string): Promise<void> {
  if (!(await confirmPassword(accountId, password))) throw new Invalid({ password: 'passwordWrong' })
}
