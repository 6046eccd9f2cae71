import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { mailConfigured } from '#platform/mail/mail.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { passwordChangedText, recoveryText } from './mail-texts.ts'
import { makeOneTime, readOneTime, takeOneTime, voidOneTimes } from './one-time.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { removeSecondFactor } from './second-factor.ts'
import { endSessions } from './session.ts'
import { system } from './types.ts'

const validMinutes = 60
/** No answer comes faster, so that its time does not tell whether there was an account to write to. */
const steadyMs = 400

/**
 * Sends the link to a new password to the address, if somebody here has it. The answer is the same either way.
 * @throws TooMany; Refusal `mailNotConfigured` when this installation cannot send mail
 */
export async function requestRecovery(input: {
  municipalityId: string
  email: string
  address: string
}): Promise<void> {
  if (!mailConfigured()) throw new Refusal('mailNotConfigured', {}, 503)
  const email = input.email.trim().toLowerCase()
  await takeFrom(limitKey('recover-address', input.address), { limit: 10, windowSeconds: 3600 })
  await takeFrom(limitKey('recover-account', email), { limit: 3, windowSeconds: 3600 })
  const pause = new Promise((resolve) => setTimeout(resolve, steadyMs))
  await inMunicipality(input.municipalityId, async (tx) => {
    const found = await tx
      .selectFrom('account')
      .innerJoin('membership', 'membership.account_id', 'account.id')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .select(['account.id', 'person.language'])
      .where('account.email', '=', email)
      .where('membership.municipality_id', '=', tx.municipalityId)
      .where('account.disabled_at', 'is', null)
      .executeTakeFirst()
    if (found) await sendLink(tx, found.id, email, found.language === 'en' ? 'en' : 'de')
  })
  await pause
}

async function sendLink(tx: Tx, accountId: string, email: string, language: 'de' | 'en'): Promise<void> {
  const municipality = await loadMunicipality(tx)
  const token = await makeOneTime(tx, {
    purpose: 'recovery',
    accountId,
    municipalityId: municipality.id,
    minutes: validMinutes
  })
  const link = linkFor(municipality.siteHost, token)
  const expiresAt = new Date(now().getTime() + validMinutes * 60_000)
  await sendMailLater(tx, {
    recipient: email,
    ...recoveryText(language, { municipality: municipality.name, link }),
    purpose: 'recovery',
    expiresAt
  })
}

/**
 * The operator's way on the command line (`person reset`): a link to a new password, to be handed over in person.
 * With `withoutSecondFactor` the second factor goes too, for somebody who lost the phone.
 * @throws NotFound
 */
export async function resetByCommand(
  email: string,
  options: { withoutSecondFactor?: boolean; host?: string } = {}
): Promise<string> {
  const found = await inInstallation(async (tx) => {
    const account = await tx
      .selectFrom('account')
      .innerJoin('membership', 'membership.account_id', 'account.id')
      .select(['account.id', 'membership.municipality_id'])
      .where('email', '=', email.trim().toLowerCase())
      .orderBy('membership.municipality_id')
      .executeTakeFirst()
    if (!account) return null
    await voidOneTimes(tx, 'recovery', account.id)
    if (options.withoutSecondFactor) await removeSecondFactor(tx, account.id)
    const token = await makeOneTime(tx, {
      purpose: 'recovery',
      accountId: account.id,
      municipalityId: account.municipality_id,
      minutes: validMinutes
    })
    return { token, municipalityId: account.municipality_id }
  })
  if (!found) throw new NotFound('personUnknown', { email })
  const municipality = await inMunicipality(found.municipalityId, loadMunicipality)
  return linkFor(options.host ?? municipality.siteHost, found.token)
}

/** Whose password this link sets, or null when it no longer works. */
export async function readRecovery(municipalityId: string, token: string): Promise<{ email: string } | null> {
  return inInstallation(async (tx) => {
    const found = await readOneTime(tx, 'recovery', token)
    if (!found?.accountId || found.municipalityId !== municipalityId) return null
    const account = await tx.selectFrom('account').select('email').where('id', '=', found.accountId).executeTakeFirst()
    return account ?? null
  })
}

/**
 * Sets a new password with the link, and ends every session of the account.
 * @throws Invalid (password), Refusal `linkExpired`
 */
export async function setNewPassword(municipalityId: string, token: string, password: string): Promise<void> {
  const known = await readRecovery(municipalityId, token)
  if (!known) throw new Refusal('linkExpired', {}, 410)
  const problem = passwordProblem(password, known.email)
  if (problem) throw new Invalid({ password: problem })
  const passwordHash = await hashPassword(password)
  await inInstallation(async (tx) => {
    const taken = await takeOneTime(tx, 'recovery', token)
    if (!taken?.accountId) throw new Refusal('linkExpired', {}, 410)
    await tx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', taken.accountId).execute()
    await voidOneTimes(tx, 'recovery', taken.accountId)
    await voidOneTimes(tx, 'second-factor', taken.accountId)
    await endSessions(tx, taken.accountId)
  })
  await inMunicipality(municipalityId, (tx) => tellOfChange(tx, known.email))
}

/** Tells the person that the password changed. */
export async function tellOfChange(tx: Tx, email: string): Promise<void> {
  const person = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.id', 'person.language'])
    .where('account.email', '=', email)
    .executeTakeFirst()
  if (!person) return
  const municipality = await loadMunicipality(tx)
  const language = person.language === 'en' ? 'en' : 'de'
  const link = `${siteOrigin(municipality)}/desk/recover`
  record(tx, system, 'person.password-changed', person.id)
  await sendMailLater(tx, {
    recipient: email,
    ...passwordChangedText(language, { municipality: municipality.name, link }),
    purpose: 'security'
  })
}

function linkFor(siteHost: string, token: string): string {
  return `${siteOrigin({ siteHost })}/desk/recover/${token}`
}
