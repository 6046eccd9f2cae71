import type { Tx } from '#platform/database/database.ts'
import { must } from './rights.ts'
import type { Role, Who } from './types.ts'

export interface PersonLine {
  id: string
  name: string
  email: string
  language: 'de' | 'en'
  roles: { role: Role; unitId: string; unitName: string }[]
  /** Invited, but not here yet. */
  isInvited: boolean
  hasSecondFactor: boolean
  leftAt: Date | null
}

/** The people of the municipality, by name, at most 1,000. */
export async function listPeople(tx: Tx, who: Who): Promise<PersonLine[]> {
  must(who, 'person.settle')
  const people = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .leftJoin('membership', (join) =>
      join.onRef('membership.account_id', '=', 'account.id').on('membership.municipality_id', '=', tx.municipalityId)
    )
    .select([
      'person.id',
      'person.name',
      'person.language',
      'person.left_at',
      'account.email',
      'account.totp_confirmed_at',
      'membership.person_id as member'
    ])
    .orderBy('person.name')
    .limit(1000)
    .execute()
  const held = await tx
    .selectFrom('role')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .select(['role.person_id', 'role.role', 'role.unit_id', 'unit.short_name'])
    .orderBy('unit.short_name')
    .limit(10_000)
    .execute()
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    language: person.language === 'en' ? 'en' : 'de',
    roles: held
      .filter((one) => one.person_id === person.id)
      .map((one) => ({ role: one.role as Role, unitId: one.unit_id, unitName: one.short_name })),
    isInvited: person.member === null && person.left_at === null,
    hasSecondFactor: person.totp_confirmed_at !== null,
    leftAt: person.left_at
  }))
}
