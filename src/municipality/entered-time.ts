// Times as people enter them: local to the municipality, on days when the clock skips an hour or shows one twice.
import { formatLocal, parseLocal } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'

export interface EnteredTime {
  at: Date
  /** The clock shows this time twice that day; `at` is the first of the two. */
  isDoubled: boolean
}

/**
 * Reads a local time (`YYYY-MM-DDTHH:MM`, as a browser's field gives it) in the municipality's zone. Of a time that the clock
 * shows twice the first is meant, so that nothing goes out later than expected.
 * @throws Invalid at `field` for a time that the clock skips, or that is none
 */
export async function enteredTime(tx: Tx, entered: string, field: string): Promise<EnteredTime> {
  const zone = await timeZone(tx)
  const time = parseLocal(entered, zone)
  if (time.kind === 'invalid') throw new Invalid({ [field]: 'posts.timeInvalid' })
  if (time.kind === 'skipped') {
    throw new Invalid({ [field]: 'posts.timeSkipped' }, 'posts.timeSkipped', {
      later: formatLocal(time.later, zone).slice(11)
    })
  }
  return time.kind === 'doubled' ? { at: time.earlier, isDoubled: true } : { at: time.at, isDoubled: false }
}

/** The zone in which this municipality lives. */
export async function timeZone(tx: Tx): Promise<string> {
  return (await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()).time_zone
}
