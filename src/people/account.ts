// What a person settles about the own account: password, second factor, language.
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import { record } from '#platform/journal/journal.ts'
import { voidOneTimes } from './one-time.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { tellOfChange } from './recover.ts'
import { endSessions } from './session.ts'
import { confirmPassword } from './sign-in.ts'
import type { Person } from './types.ts'

export interface OwnAccount {
  email: string
  secondFactorSince: Date | null
  recoveryCodesLeft: number
}

/** The account of a person, as its owner sees it. */
export async function readAccount(tx: Tx, accountId: string): Promise<OwnAccount> {
  const row = await tx
    .selectFrom('account')
    .select(['email', 'totp_confirmed_at', 'recovery_codes'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { email: row.email, secondFactorSince: row.totp_confirmed_at, recoveryCodesLeft: row.recovery_codes.length }
}

/** Changes the password and ends all other sessions, in every municipality. @throws Invalid, TooMany */
export async function changePassword(
  municipalityId: string,
  person: Person,
  input: { current: string; next: string; sessionId: string }
): Promise<void> {
  if (!(await confirmPassword(person.accountId, input.current))) throw new Invalid({ current: 'passwordWrong' })
  const { email } = await inMunicipality(municipalityId, (tx) => readAccount(tx, person.accountId))
  const problem = passwordProblem(input.next, email)
  if (problem) throw new Invalid({ next: problem })
  const passwordHash = await hashPassword(input.next)
  await inInstallation(async (tx) => {
    await tx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', person.accountId).execute()
    // Whoever has the mailbox or knew the old password may hold a link or a half sign-in.
    await voidOneTimes(tx, 'recovery', person.accountId)
    await voidOneTimes(tx, 'second-factor', person.accountId)
    await endSessions(tx, person.accountId, { except: input.sessionId })
  })
  await inMunicipality(municipalityId, (tx) => tellOfChange(tx, email))
}

/** Changes name and language of a person, by that person. @throws Invalid */
export async function changeProfile(
  tx: Tx,
  person: Person,
  input: { name: string; language: 'de' | 'en' }
): Promise<void> {
  const name = input.name.trim()
  if (!name || name.length > 200) throw new Invalid({ name: 'nameMissing' })
  await tx.updateTable('person').set({ name, language: input.language }).where('id', '=', person.id).execute()
  record(tx, person, 'person.changed', person.id)
}
