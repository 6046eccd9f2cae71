import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { forgive, limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { makeOneTime, readOneTime, takeOneTime } from './one-time.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import { takeSecondFactor } from './second-factor.ts'
import { startSession } from './session.ts'

const perAddress = { limit: 30, windowSeconds: 900 }
const perAccount = { limit: 10, windowSeconds: 900 }
const perTicket = { limit: 5, windowSeconds: 600 }

export interface Credentials {
  municipalityId: string
  email: string
  password: string
  /** The client's network address, for throttling; never stored as it is. */
  address: string
  userAgent?: string | null
}

export type SignedIn = { state: 'signed-in'; token: string } | { state: 'second-factor'; ticket: string }

/**
 * Signs in with e-mail address and password at a municipality's host. Whatever is wrong (no such account, password, not a
 * member here, left), the answer is the same and takes as long.
 * @throws TooMany, Refusal `signInWrong`
 */
export async function signIn(input: Credentials): Promise<SignedIn> {
  const email = input.email.trim().toLowerCase()
  const accountKey = limitKey('sign-in-account', email)
  await takeFrom(limitKey('sign-in-address', input.address), perAddress)
  await takeFrom(accountKey, perAccount)
  const account = await inInstallation((tx) =>
    tx
      .selectFrom('account')
      .leftJoin('membership', (join) =>
        join
          .onRef('membership.account_id', '=', 'account.id')
          .on('membership.municipality_id', '=', input.municipalityId)
      )
      .select(['account.id', 'password_hash', 'totp_confirmed_at', 'disabled_at', 'membership.person_id'])
      .where('email', '=', email)
      .executeTakeFirst()
  )
  const fits = await verifyPassword(input.password, account?.password_hash ?? null)
  if (!fits || !account?.person_id || account.disabled_at) throw new Refusal('signInWrong', {}, 401)
  await forgive(accountKey)
  const anew = isOutdated(account.password_hash!) ? await hashPassword(input.password) : null
  return inMunicipality(input.municipalityId, async (tx) => {
    if (anew) await tx.updateTable('account').set({ password_hash: anew }).where('id', '=', account.id).execute()
    const who = { accountId: account.id, municipalityId: input.municipalityId }
    if (account.totp_confirmed_at) {
      return {
        state: 'second-factor',
        ticket: await makeOneTime(tx, { purpose: 'second-factor', ...who, minutes: 10 })
      }
    }
    const token = await startSession(tx, { ...who, secondFactor: false, userAgent: input.userAgent })
    return { state: 'signed-in', token }
  })
}

/**
 * The second step: a code from the app or a recovery code, with the ticket of the first. Answers the session's token.
 * @throws TooMany, Invalid (code), Refusal `signInExpired`
 */
export async function signInWithSecondFactor(input: {
  municipalityId: string
  ticket: string
  code: string
  userAgent?: string | null
}): Promise<string> {
  await takeFrom(limitKey('second-factor', input.ticket), perTicket)
  const pending = await inInstallation((tx) => readOneTime(tx, 'second-factor', input.ticket))
  const accountId = pending?.accountId
  if (!accountId || pending.municipalityId !== input.municipalityId) throw new Refusal('signInExpired', {}, 401)
  await takeFrom(limitKey('second-factor-account', accountId), perAccount)
  const token = await inInstallation(async (tx) => {
    if (!(await takeSecondFactor(tx, accountId, input.code))) return null
    if (!(await takeOneTime(tx, 'second-factor', input.ticket))) return null
    return startSession(tx, {
      accountId,
      municipalityId: input.municipalityId,
      secondFactor: true,
      userAgent: input.userAgent
    })
  })
  if (!token) throw new Invalid({ code: 'codeWrong' }, 'codeWrong')
  return token
}

/** Whether the password of an account is right, asked again before a change that matters. Throttled like a sign-in. */
export async function confirmPassword(accountId: string, password: string): Promise<boolean> {
  const key = limitKey('confirm-password', accountId)
  await takeFrom(key, perAccount)
  const account = await inInstallation((tx) =>
    tx.selectFrom('account').select('password_hash').where('id', '=', accountId).executeTakeFirst()
  )
  const fits = await verifyPassword(password, account?.password_hash ?? null)
  if (fits) await forgive(key)
  return fits
}
