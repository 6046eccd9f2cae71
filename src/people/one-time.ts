// One-time tokens: a link or ticket that works once, for a while, for one purpose. Only its hash is stored.
import { now } from '#platform/clock/clock.ts'
import type { InstallationTx, Tx } from '#platform/database/database.ts'
import { hashToken, newToken } from '#platform/id.ts'

export type Purpose = 'setup' | 'second-factor' | 'recovery' | 'invitation' | 'switch'

export interface OneTime {
  accountId: string | null
  municipalityId: string | null
  data: Record<string, any>
  expiresAt: Date
}

export interface OneTimeInput {
  purpose: Purpose
  accountId?: string | null
  municipalityId?: string | null
  data?: Record<string, unknown>
  minutes: number
}

/** Makes a token. The answer is the only time it can be seen. */
export async function makeOneTime(tx: Tx | InstallationTx, input: OneTimeInput): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('one_time_token')
    .values({
      token_hash: hashToken(token),
      purpose: input.purpose,
      account_id: input.accountId ?? null,
      municipality_id: input.municipalityId ?? null,
      data: JSON.stringify(input.data ?? {}),
      created_at: now(),
      expires_at: new Date(now().getTime() + input.minutes * 60_000)
    })
    .execute()
  return token
}

/** What a token stands for, without using it up. Null when it never was, is used or has expired. */
export async function readOneTime(tx: Tx | InstallationTx, purpose: Purpose, token: string): Promise<OneTime | null> {
  const row = await tx
    .selectFrom('one_time_token')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  if (!row) return null
  return { accountId: row.account_id, municipalityId: row.municipality_id, data: row.data, expiresAt: row.expires_at }
}

/** Uses a token up: of several who try at once, one gets it. */
export async function takeOneTime(tx: Tx | InstallationTx, purpose: Purpose, token: string): Promise<OneTime | null> {
  const row = await tx
    .updateTable('one_time_token')
    .set({ used_at: now() })
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  return { accountId: row.account_id, municipalityId: row.municipality_id, data: row.data, expiresAt: row.expires_at }
}

/** Makes every open token of a purpose worthless, of one account or of all. */
export async function voidOneTimes(tx: Tx | InstallationTx, purpose: Purpose, accountId?: string): Promise<void> {
  let query = tx.deleteFrom('one_time_token').where('purpose', '=', purpose)
  if (accountId) query = query.where('account_id', '=', accountId)
  await query.execute()
}
