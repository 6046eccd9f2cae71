// The second factor: time-based one-time codes (TOTP, RFC 6238) from an app, and recovery codes on paper.
import { createHmac, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import { now } from '#platform/clock/clock.ts'
import type { InstallationTx, Tx } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'

const periodSeconds = 30
const recoveryCodeCount = 10
/** Without letters and digits that look alike. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

export interface Proposal {
  /** For typing in, in groups of four. */
  secret: string
  uri: string
  /** The QR code, as SVG of our own making. */
  qr: string
}

/** Proposes a secret to be scanned; the same one until it is confirmed. Null when a second factor is in force already. */
export async function proposeSecondFactor(
  tx: Tx | InstallationTx,
  accountId: string,
  issuer: string
): Promise<Proposal | null> {
  const account = await lockAccount(tx, accountId)
  if (account.totp_confirmed_at) return null
  let base32 = account.totp_secret && unseal(accountId, account.totp_secret)
  if (!base32) {
    base32 = new Secret({ size: 20 }).base32
    const sealed = keys().seal(base32, context(accountId))
    await tx.updateTable('account').set({ totp_secret: sealed }).where('id', '=', accountId).execute()
  }
  const uri = new TOTP({ issuer, label: account.email, secret: base32 }).toString()
  const qr = renderSVG(uri, { border: 2, blackColor: '#000', whiteColor: '#fff' })
  return { secret: base32.match(/.{1,4}/g)!.join(' '), uri, qr }
}

/** Puts the proposed secret in force when the code fits. Answers the recovery codes, to be shown once. @throws Invalid */
export async function confirmSecondFactor(tx: Tx | InstallationTx, accountId: string, code: string): Promise<string[]> {
  const account = await lockAccount(tx, accountId)
  if (account.totp_confirmed_at || !account.totp_secret) throw new Refusal('secondFactorState')
  const step = stepOf(unseal(accountId, account.totp_secret), code)
  if (step === null) throw new Invalid({ code: 'codeWrong' })
  await tx
    .updateTable('account')
    .set({ totp_confirmed_at: now(), totp_last_step: step })
    .where('id', '=', accountId)
    .execute()
  return renewRecoveryCodes(tx, accountId)
}

/** Makes new recovery codes; the old ones are worthless. */
export async function renewRecoveryCodes(tx: Tx | InstallationTx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
    return letters.match(/.{4}/g)!.join('-')
  })
  await tx
    .updateTable('account')
    .set({ recovery_codes: codes.map(hashCode) })
    .where('id', '=', accountId)
    .execute()
  return codes
}

/** Takes the second factor away. The caller has asked for the password again. */
export async function removeSecondFactor(tx: Tx | InstallationTx, accountId: string): Promise<void> {
  await tx
    .updateTable('account')
    .set({ totp_secret: null, totp_confirmed_at: null, recovery_codes: [] })
    .where('id', '=', accountId)
    .execute()
}

/** Whether a code from the app, or a recovery code, is right. Each works once: also a code that is still valid. */
export async function takeSecondFactor(tx: Tx | InstallationTx, accountId: string, entered: string): Promise<boolean> {
  const account = await lockAccount(tx, accountId)
  if (!account.totp_confirmed_at || !account.totp_secret) return false
  const code = entered.replace(/[\s-]/g, '').toUpperCase()
  if (/^\d{6}$/.test(code)) {
    const step = stepOf(unseal(accountId, account.totp_secret), code)
    if (step === null || step <= usedStep(account.totp_last_step)) return false
    await tx.updateTable('account').set({ totp_last_step: step }).where('id', '=', accountId).execute()
    return true
  }
  const hash = hashCode(code.match(/.{1,4}/g)?.join('-') ?? '')
  if (!account.recovery_codes.includes(hash)) return false
  const left = account.recovery_codes.filter((one) => one !== hash)
  await tx.updateTable('account').set({ recovery_codes: left }).where('id', '=', accountId).execute()
  return true
}

/**
 * The last step that counts as used. One that lies in the future was shown while the clock was wrong: it must not lock
 * the person out until the clock has caught up.
 */
function usedStep(lastStep: number): number {
  const current = Math.floor(now().getTime() / 1000 / periodSeconds)
  return lastStep > current + 1 ? 0 : lastStep
}

/** Locked, so that of two requests with the same code one finds it used. */
function lockAccount(tx: Tx | InstallationTx, accountId: string) {
  return tx.selectFrom('account').selectAll().where('id', '=', accountId).forUpdate().executeTakeFirstOrThrow()
}

/** The time step a code belongs to (now, the one before or the next), or null. */
function stepOf(base32: string, entered: string): number | null {
  const timestamp = now().getTime()
  const delta = new TOTP({ secret: base32, period: periodSeconds }).validate({
    token: entered.replace(/\s/g, ''),
    timestamp,
    window: 1
  })
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta
}

function hashCode(code: string): string {
  return createHmac('sha256', keys().derive('recovery codes')).update(code).digest('base64url')
}

function unseal(accountId: string, sealed: string): string {
  return keys().unseal(sealed, context(accountId))
}

function context(accountId: string): string {
  return `totp ${accountId}`
}
