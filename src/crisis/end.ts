import { showAlert } from '#municipality/alert.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { stopScheduled } from '#posts/held.ts'
import { setCrisisMode } from '#review/crisis.ts'
import { lockActive, lockCrisis } from './lock.ts'

export interface AfterNote {
  wentWell: string
  wentBadly: string
  lessons: string
}

/**
 * Ends crisis mode. What was scheduled and whose time has passed goes back to the drafts, with what is named in `stop`; the rest
 * goes out as it was planned. The source page stays.
 * @throws NotAllowed, NotFound, Invalid without an after-action note, Refusal `crisis.isOver`
 */
export async function endCrisis(
  tx: Tx,
  who: Who,
  input: AfterNote & { crisis: string; stop: string[] }
): Promise<{ stopped: number }> {
  const crisis = await lockActive(tx, input.crisis)
  must(who, 'crisis.lead', crisis.unit_id)
  const note = checkNote(input)
  const stopped = await stopScheduled(tx, who, { ids: input.stop, problem: 'crisis.heldPost' })
  await tx
    .updateTable('crisis')
    .set({
      state: 'ended',
      ended_at: now(),
      ended_by: who.kind === 'person' ? who.id : null,
      next_at: null,
      ...note
    })
    .where('id', '=', crisis.id)
    .execute()
  await setCrisisMode(tx, false)
  await showAlert(tx, who, null)
  record(tx, who, 'crisis.ended', crisis.id, { stopped })
  return { stopped }
}

/** Puts more into the note later: what went well is often known only weeks after. @throws NotAllowed, NotFound, Invalid */
export async function changeAfterNote(tx: Tx, who: Who, input: AfterNote & { crisis: string }): Promise<void> {
  const crisis = await lockCrisis(tx, input.crisis)
  must(who, 'crisis.lead', crisis.unit_id)
  await tx.updateTable('crisis').set(checkNote(input)).where('id', '=', crisis.id).execute()
  record(tx, who, 'crisis.note-changed', crisis.id)
}

const longestNote = 10_000

function checkNote(input: AfterNote) {
  const note = {
    went_well: input.wentWell.trim(),
    went_badly: input.wentBadly.trim(),
    lessons: input.lessons.trim()
  }
  const problems: Record<string, string> = {}
  if (!note.lessons) problems.lessons = 'crisis.lessonsMissing'
  for (const [field, text] of [
    ['wentWell', note.went_well],
    ['wentBadly', note.went_badly],
    ['lessons', note.lessons]
  ] as const)
    if (text.length > longestNote) problems[field] = 'posts.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return note
}
