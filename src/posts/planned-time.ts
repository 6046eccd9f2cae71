import { enteredTime } from '#municipality/entered-time.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'

/**
 * The time that a draft is meant for, from a field that is saved while somebody types: what is no time (yet) is no plan.
 * Scheduling is where it is refused, with words.
 */
export async function plannedTime(tx: Tx, entered: string | undefined): Promise<Date | null> {
  if (!entered) return null
  try {
    return (await enteredTime(tx, entered, 'at')).at
  } catch (problem) {
    if (problem instanceof Invalid) return null
    throw problem
  }
}
