// One act on several conversations at once, and the way back. Each is done by the use case that one alone would be done by, with
// the same rights; one that refuses stays as it is and is counted. How each stood before is kept, so that undoing restores exactly
// that, except where somebody changed it since.
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { may } from '#people/rights.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { assign } from './assign.ts'
import { settleDetails } from './details.ts'
import { lockConversation, refreshConversation, restoreClock } from './row.ts'
import { close, reopen, wait } from './state.ts'
import type { Conversation } from './types.ts'

export type BulkAct =
  | { act: 'close' | 'reopen' | 'wait' }
  | { act: 'priority'; priority: string }
  | { act: 'assign'; unit?: string | null; person?: string | null }

/** At once as many as a page of the list shows. */
const most = 200
const kept = [
  'due_at',
  'resolve_due_at',
  'answer_since',
  'answer_used',
  'resolve_since',
  'resolve_used',
  'clock_told',
  'tell_at',
  'routed',
  'taught_unit_id',
  'taught_at',
  'priority'
] as const

interface Before {
  id: string
  version: number
  state: Conversation['state']
  doneAt: string | null
  unit: string | null
  person: string | null
  unread: boolean
  clock: Record<string, unknown>
}

/** Does it to each. Answers how many it was done to, how many refused, and what undoes it (null: nothing changed). */
export async function actOnAll(
  tx: Tx,
  who: Person,
  ids: string[],
  input: BulkAct
): Promise<{ id: string | null; done: number; refused: number }> {
  const before: Before[] = []
  let refused = 0
  // Always in the same order, so that two people never wait for each other crosswise.
  for (const id of [...new Set(ids)].toSorted().slice(0, most)) {
    try {
      const stood = await lockConversation(tx, id)
      const after = await doTo(tx, who, id, input)
      if (after.version === stood.version) continue
      before.push({
        id,
        version: after.version,
        state: stood.state,
        doneAt: stood.done_at?.toISOString() ?? null,
        unit: stood.unit_id,
        person: stood.assignee_id,
        unread: stood.unread,
        clock: Object.fromEntries(kept.map((column) => [column, stood[column]]))
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused++
    }
  }
  if (before.length === 0) return { id: null, done: 0, refused }
  const id = newId()
  await tx
    .insertInto('bulk_act')
    .values({ id, person_id: who.id, act: input.act, before: JSON.stringify(before), at: now() })
    .execute()
  return { id, done: before.length, refused }
}

/** Undoes what this person did to several. Answers how many stand as before; what somebody changed since stays. @throws NotFound */
export async function undoAll(tx: Tx, who: Person, id: string): Promise<number> {
  const row = await tx
    .selectFrom('bulk_act')
    .select('before')
    .where('id', '=', id)
    .where('person_id', '=', who.id)
    .where('undone_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('bulkNotFound')
  let restored = 0
  for (const one of row.before as unknown as Before[]) {
    const conversation = await lockConversation(tx, one.id)
    if (conversation.version !== one.version) continue
    // What was handed to another unit is out of reach otherwise, and this only puts it back.
    if (!may(who, 'conversation.read', one.unit)) continue
    await refreshConversation(tx, conversation, {
      state: one.state,
      done_at: one.doneAt ? new Date(one.doneAt) : null,
      unit_id: one.unit,
      assignee_id: one.person,
      unread: one.unread
    })
    await restoreClock(tx, one.id, one.clock)
    record(tx, who, 'conversation.bulk-undone', conversation)
    restored++
  }
  await tx.updateTable('bulk_act').set({ undone_at: now() }).where('id', '=', id).execute()
  return restored
}

async function doTo(tx: Tx, who: Person, conversation: string, input: BulkAct): Promise<Conversation> {
  switch (input.act) {
    case 'close':
      return close(tx, who, { conversation })
    case 'reopen':
      return reopen(tx, who, { conversation })
    case 'wait':
      return wait(tx, who, { conversation, for: 'inside' })
    case 'priority':
      await settleDetails(tx, who, { conversation, priority: input.priority })
      return lockConversation(tx, conversation)
    case 'assign':
      return assign(tx, who, { conversation, unit: input.unit, person: input.person })
  }
}
