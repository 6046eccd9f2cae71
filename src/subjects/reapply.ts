// After a restore: what was erased since the backup is erased again.
import { withdrawAgain } from '#media/withdraw.ts'
import { eraseDay } from '#privacy/address.ts'
import { erasuresAreMissed, readErasures, type ErasureLine } from '#privacy/erasureLog.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { lockConversation, refreshConversation } from '#dialogue/row.ts'
import { clearContent } from '#dialogue/wipe.ts'
import { clearPerson } from '#retention/staff.ts'
import { forgetTrace } from './trace.ts'

/** Set by a restore: the erasures since the backup have to be applied again. */
const dueSetting = 'erasures_due'

/**
 * Applies the erasure log again if the database was restored since the last start, by our command or in another way (then
 * the log ends with something the database does not know). Call it before the first request and job.
 */
export async function reapplyErasuresIfDue(): Promise<void> {
  const due = await inInstallation((tx) =>
    tx.selectFrom('installation_setting').select('name').where('name', '=', dueSetting).executeTakeFirst()
  )
  if (!due && !(await erasuresAreMissed())) return
  await reapplyErasures()
  await inInstallation((tx) => tx.deleteFrom('installation_setting').where('name', '=', dueSetting).execute())
}

/**
 * Applies the erasure log again, after a restore and before the first request: what went stays gone, although the backup
 * still held it. Answers how many lines had something to do.
 */
export async function reapplyErasures(): Promise<number> {
  const byTown = new Map<string, ErasureLine[]>()
  for (const line of await readErasures())
    byTown.set(line.municipality, [...(byTown.get(line.municipality) ?? []), line])
  let done = 0
  for (const [municipality, lines] of byTown)
    for (const line of lines) if (await inMunicipality(municipality, (tx) => applyAgain(tx, line))) done++
  return done
}

async function applyAgain(tx: Tx, line: ErasureLine): Promise<boolean> {
  const did = await redo(tx, line)
  const isListed = await tx.selectFrom('erasure').select('id').where('id', '=', line.id).executeTakeFirst()
  const town = await tx.selectFrom('municipality').select('municipality_id').executeTakeFirst()
  if (!isListed && town)
    await tx
      .insertInto('erasure')
      .values({
        id: line.id,
        at: line.at,
        what: line.what,
        subject_id: line.subject ?? null,
        day: line.day ?? null,
        count: line.count,
        reason: line.reason
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  return did
}

async function redo(tx: Tx, line: ErasureLine): Promise<boolean> {
  if (line.what === 'address') return line.day ? (await eraseDay(tx, line.day)) > 0 : false
  if (line.what === 'media') return line.subject ? withdrawAgain(tx, line.subject, line.reason) : false
  if (line.what === 'person') return line.subject ? clearPerson(tx, line.subject) : false
  if (line.what !== 'message') return line.subject ? forgetTrace(tx, line.what, line.subject) : false
  const message = await tx
    .selectFrom('message')
    .select(['id', 'contact_id', 'conversation_id', 'state'])
    .where('id', '=', line.subject ?? null)
    .executeTakeFirst()
  if (!message || message.state === 'deleted') return false
  const conversation = await lockConversation(tx, message.conversation_id)
  await clearContent(tx, message, line.reason.replace('deleted by ', ''))
  await refreshConversation(tx, conversation)
  return true
}
