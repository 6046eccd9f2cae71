import type { Tx } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import type { Who } from '#people/types.ts'
import type { ReadWarning } from './read.ts'

/** Keeps a warning that is not here yet, and ends those it takes the place of. Answers its id; null when it was here. */
export async function keepWarning(
  tx: Tx,
  who: Who,
  warning: ReadWarning,
  source: 'interface' | 'file'
): Promise<string | null> {
  const added = await tx
    .insertInto('warning')
    .values({
      id: newId(),
      identifier: warning.identifier,
      sender: warning.sender,
      kind: warning.kind,
      replaces: warning.replaces,
      event: warning.event,
      severity: warning.severity,
      headline: warning.headline,
      description: warning.description,
      instruction: warning.instruction,
      area: warning.area,
      web: warning.web,
      source,
      sent_at: warning.sentAt,
      expires_at: warning.expiresAt,
      read_at: now(),
      state: warning.kind === 'cancel' ? 'ended' : 'new'
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'identifier']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return null
  if (warning.replaces.length > 0) {
    await tx
      .updateTable('warning')
      .set({ state: 'ended' })
      .where('identifier', 'in', warning.replaces)
      .where('state', 'in', ['new', 'put-aside'])
      // Anybody can write a file; it does not lift what came from the interface.
      .where('source', '=', source)
      .execute()
  }
  record(tx, who, 'warning.read', added.id)
  return added.id
}
