// What nothing speaks against any more appears: after its time, or when its author turns out to be known.
import { loadMunicipality } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { approveMessage } from '../moderate.ts'
import { type HoldReason, holdUntil } from './holds.ts'
import { knownContact } from './known.ts'

/** Shows what has waited its time. Answers how many. */
export async function releaseDue(tx: Tx): Promise<number> {
  const rows = await tx
    .selectFrom('message')
    .select('id')
    .where('state', '=', 'held')
    .where('hold_until', '<=', now())
    .orderBy('hold_until')
    .limit(200)
    .execute()
  for (const { id } of rows) await approveMessage(tx, system, { message: id })
  return rows.length
}

/** Looks anew at what a contact is waiting with, now that more is known of them. */
export async function releaseKnown(tx: Tx, contactId: string): Promise<void> {
  const known = await knownContact(tx, contactId)
  const { comments: rules } = (await loadMunicipality(tx)).settings
  if (!known || known.isBlocked || known.good < rules.newcomerGood) return
  const waiting = await tx
    .selectFrom('message')
    .select(['id', 'hold_reasons', 'received_at'])
    .where('contact_id', '=', contactId)
    .where('state', '=', 'held')
    .orderBy('received_at')
    .limit(50)
    .execute()
  for (const { id, hold_reasons, received_at } of waiting) {
    const reasons = hold_reasons as unknown as HoldReason[]
    // What waits for another reason than that its author was unknown goes on waiting.
    if (!reasons.some(({ kind }) => kind === 'newcomer')) continue
    const left = reasons.filter(({ kind }) => kind !== 'newcomer')
    if (left.length === 0) await approveMessage(tx, system, { message: id })
    else
      await tx
        .updateTable('message')
        .set({ hold_reasons: JSON.stringify(left), hold_until: holdUntil(rules, left, received_at) })
        .where('id', '=', id)
        .execute()
  }
}
