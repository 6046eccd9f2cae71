// Keys of other systems that report over the interface. A key is shown once and kept only as its hash.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken, newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'

const most = 100

export interface CaseKey {
  id: string
  name: string
  perHour: number
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** Issues a key; the answer is the only time it is seen. @throws NotAllowed, Invalid */
export async function issueKey(tx: Tx, who: Who, input: { name: string; perHour: string }): Promise<{ key: string }> {
  must(who, 'case.key')
  const name = input.name.trim()
  const perHour = Number(input.perHour.trim() || '120')
  const faults = {
    ...((name === '' || name.length > 100) && { keyName: 'caseKeyName' }),
    ...(!(Number.isInteger(perHour) && perHour >= 1 && perHour <= 10_000) && { perHour: 'caseKeyPerHour' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const key = newToken()
  const id = newId()
  await tx
    .insertInto('case_key')
    .values({
      id,
      name,
      hash: hashToken(key),
      per_hour: perHour,
      created_at: now(),
      created_by: who.kind === 'person' ? who.id : null
    })
    .execute()
  record(tx, who, 'case.key-issued', id)
  return { key }
}

/** Lets a key open nothing any more; what it reported stays. @throws NotAllowed, NotFound */
export async function revokeKey(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'case.key')
  const row = await tx
    .updateTable('case_key')
    .set({ revoked_at: now() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new NotFound()
  record(tx, who, 'case.key-revoked', id)
}

/** Every key there was, the newest first. @throws NotAllowed */
export async function listKeys(tx: Tx, who: Who): Promise<CaseKey[]> {
  must(who, 'case.key')
  const rows = await tx.selectFrom('case_key').selectAll().orderBy('created_at', 'desc').limit(most).execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    perHour: row.per_hour,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at
  }))
}
