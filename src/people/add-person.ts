import * as v from 'valibot'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { now } from '#platform/clock/clock.ts'
import { Invalid } from '#platform/refusal.ts'
import { must, mustGrant } from './rights.ts'
import type { Role, Who } from './types.ts'

export interface PersonInput {
  name: string
  email: string
  /** From `hashPassword`, made outside of the transaction. Without one the person gets in by an invitation only. */
  passwordHash?: string | null
  language?: 'de' | 'en'
  /** Gets in only after accepting the invitation (see `invite.ts`). */
  invited?: boolean
  roles: { role: Role; unitId: string }[]
}

/**
 * Adds a person to the municipality of the transaction, with an account of the installation: the one with this e-mail
 * address if there is one (its password stays as it is), otherwise a new one. Somebody who had left comes back.
 * @throws NotAllowed, Invalid
 */
export async function addPerson(
  tx: Tx,
  who: Who,
  input: PersonInput
): Promise<{ personId: string; accountId: string }> {
  for (const { role, unitId } of input.roles) mustGrant(who, role, unitId)
  if (input.roles.length === 0) must(who, 'person.settle')
  const email = readEmail(input.email)
  if (!email) throw new Invalid({ email: 'emailShape' })
  const accountId = await accountFor(tx, email, input.passwordHash ?? null)
  const existing = await tx
    .selectFrom('person')
    .select(['id', 'left_at'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (existing && !existing.left_at) throw new Invalid({ email: 'personExists' })
  const personId = existing?.id ?? newId()
  const name = input.name.trim() || nameFromEmail(email)
  if (existing) await tx.updateTable('person').set({ left_at: null, name }).where('id', '=', personId).execute()
  else
    await tx
      .insertInto('person')
      .values({ id: personId, account_id: accountId, name, language: input.language ?? 'de', created_at: now() })
      .execute()
  if (!input.invited) await joinMunicipality(tx, accountId, personId)
  for (const { role, unitId } of input.roles) {
    await tx
      .insertInto('role')
      .values({ person_id: personId, unit_id: unitId, role, granted_at: now() })
      .onConflict((c) => c.doNothing())
      .execute()
  }
  record(tx, who, 'person.added', personId, { roles: input.roles.map((one) => one.role) })
  return { personId, accountId }
}

/** Lets an account in: from now on its password opens this municipality too. */
export async function joinMunicipality(tx: Tx, accountId: string, personId: string): Promise<void> {
  await tx
    .insertInto('membership')
    .values({ account_id: accountId, municipality_id: tx.municipalityId, person_id: personId })
    .onConflict((conflict) => conflict.columns(['account_id', 'municipality_id']).doUpdateSet({ person_id: personId }))
    .execute()
}

/** The address in small letters, or null when it cannot be one. */
export function readEmail(entered: string): string | null {
  const email = entered.trim().toLowerCase()
  return email.length <= 254 && v.safeParse(v.pipe(v.string(), v.rfcEmail()), email).success ? email : null
}

/** A first guess at somebody's name: `m.mustermann@…` becomes "M. Mustermann". */
export function nameFromEmail(email: string): string {
  const words = email
    .split('@')[0]!
    .split(/[._-]+/)
    .filter((word) => /\p{L}/u.test(word))
  const named = words.map((word) =>
    word.length === 1 ? `${word.toUpperCase()}.` : word[0]!.toUpperCase() + word.slice(1)
  )
  return named.join(' ') || email
}

async function accountFor(tx: Tx, email: string, passwordHash: string | null): Promise<string> {
  const id = newId()
  const made = await tx
    .insertInto('account')
    .values({ id, email, password_hash: passwordHash, created_at: now() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) return made.id
  const known = await tx
    .selectFrom('account')
    .select(['id', 'password_hash', 'disabled_at'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  if (known.disabled_at) throw new Invalid({ email: 'accountDisabled' })
  if (!known.password_hash && passwordHash)
    await tx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', known.id).execute()
  return known.id
}
