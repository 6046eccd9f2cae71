// Somebody of the staff who has left: what they decided and wrote for the municipality stays, without their name.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { recordErasure } from '#privacy/erasureLog.ts'

/** Stands where a name stood. */
export const formerName = 'Ehemals hier tätig'

/** Takes the names of everybody who left before a moment. */
export async function forgetStaff(tx: Tx, before: Date): Promise<number> {
  const left = await tx
    .selectFrom('person')
    .select('id')
    .where('left_at', '<', before)
    .where('name', '<>', formerName)
    .orderBy('left_at')
    .limit(200)
    .execute()
  for (const { id } of left) {
    await clearPerson(tx, id)
    await recordErasure(tx, { what: 'person', subject: id, count: 1, reason: 'left' })
  }
  return left.length
}

/** Takes a person's name and traces; done again after a restore. Answers whether there was something to take. */
export async function clearPerson(tx: Tx, id: string): Promise<boolean> {
  const person = await tx.selectFrom('person').select(['account_id', 'name']).where('id', '=', id).executeTakeFirst()
  if (!person || person.name === formerName) return false
  await tx
    .updateTable('person')
    .set({ name: formerName, left_at: sql`coalesce(left_at, ${now()})` })
    .where('id', '=', id)
    .execute()
  for (const table of ['duty', 'absence', 'notice', 'review_notice', 'trust_record', 'trust_proposal', 'role'] as const)
    await sql`delete from ${sql.table(table)} where person_id = ${id}`.execute(tx)
  await tx.updateTable('trust_change').set({ reason: '' }).where('person_id', '=', id).execute()
  await tx.updateTable('review_request').set({ name: '', email: null }).where('person_id', '=', id).execute()
  await tx.updateTable('review_step').set({ name: formerName }).where('person_id', '=', id).execute()
  await tx
    .updateTable('review')
    .set({ decided_as: formerName })
    .where('decided_by', '=', id)
    .where('decided_as', 'is not', null)
    .execute()
  await tx
    .updateTable('election_check')
    .set({ confirmed_as: formerName })
    .where('person_id', '=', id)
    .where('confirmed_as', 'is not', null)
    .execute()
  await tx.updateTable('notice_edition').set({ confirmed_as: formerName }).where('confirmed_by', '=', id).execute()
  await tx.updateTable('channel').set({ account_holder: null }).where('account_holder', '=', person.name).execute()
  // Answers are the administration's, notes the house's: both stay, unsigned.
  await tx
    .updateTable('message')
    .set({ author_name: formerName })
    .where('person_id', '=', id)
    .where('direction', 'in', ['out', 'note'])
    .execute()
  await clearAccount(tx, person.account_id)
  return true
}

/** The way in, unless they still work for another municipality of this installation. */
async function clearAccount(tx: Tx, accountId: string): Promise<void> {
  await tx
    .deleteFrom('membership')
    .where('account_id', '=', accountId)
    .where('municipality_id', '=', tx.municipalityId)
    .execute()
  const elsewhere = await tx
    .selectFrom('membership')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (elsewhere) return
  await tx.deleteFrom('session').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('one_time_token').where('account_id', '=', accountId).execute()
  await tx
    .updateTable('account')
    .set({
      email: `nobody-${newId()}@invalid.invalid`,
      password_hash: null,
      totp_secret: null,
      totp_confirmed_at: null,
      recovery_codes: [],
      disabled_at: now()
    })
    .where('id', '=', accountId)
    .execute()
}
