// The address book of other authorities that citizens' matters are passed on to.
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { isMailAddress, signs, typedLine } from './typed.ts'

export interface Authority {
  id: string
  name: string
  email: string
  phone: string
  /** What it is there for. */
  competence: string
}

export interface AuthorityInput {
  /** Absent: a new one. */
  id?: string | null
  name: string
  email: string
  phone?: string
  competence?: string
}

const most = 500

/** Puts an authority into the address book or changes it. @throws NotAllowed, NotFound, Invalid */
export async function settleAuthority(tx: Tx, who: Person, input: AuthorityInput): Promise<string> {
  must(who, 'authority.settle')
  const row = {
    name: typedLine(input.name),
    email: typedLine(input.email),
    phone: typedLine(input.phone ?? ''),
    competence: typedLine(input.competence ?? ''),
    changed_at: now()
  }
  const faults = {
    ...(row.name === '' && { name: 'authorityNameMissing' }),
    ...(signs(row.name) > 200 && { name: 'enterNameTooLong' }),
    ...(!isMailAddress(row.email) && { email: 'mailAddressWrong' }),
    ...(signs(row.phone) > 60 && { phone: 'phoneTooLong' }),
    ...(signs(row.competence) > 500 && { competence: 'competenceTooLong' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const id = input.id ?? newId()
  if (input.id) {
    const changed = await tx
      .updateTable('authority')
      .set(row)
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new NotFound('authorityNotFound')
  } else {
    if ((await listAuthorities(tx)).length >= most)
      throw new Invalid({ name: 'authoritiesTooMany' }, 'invalid', { max: most })
    await tx
      .insertInto('authority')
      .values({ id, ...row })
      .execute()
  }
  record(tx, who, 'authority.settled', id)
  return id
}

/** Takes an authority out of the address book; what was forwarded to it stays on record. @throws NotAllowed, NotFound */
export async function archiveAuthority(tx: Tx, who: Person, id: string): Promise<void> {
  must(who, 'authority.settle')
  const gone = await tx
    .updateTable('authority')
    .set({ archived_at: now() })
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!gone) throw new NotFound('authorityNotFound')
  record(tx, who, 'authority.archived', id)
}

/** All of them by name. */
export async function listAuthorities(tx: Tx): Promise<Authority[]> {
  return tx
    .selectFrom('authority')
    .select(['id', 'name', 'email', 'phone', 'competence'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(most)
    .execute()
}
