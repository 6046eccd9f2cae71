// Where there is room: days on which nothing goes out yet, at an hour that leaves time for answers.
import { onDuty } from '#duty/queries.ts'
import { addServiceTime, serviceSeconds } from '#municipality/hours.ts'
import { calendarOf, readHours } from '#municipality/unit-hours.ts'
import type { Who } from '#people/types.ts'
import { addDays, dayIn, formatLocal, now, startOfDay, zoned } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { dayOfEntry } from './shared.ts'
import { entriesBetween } from './entries.ts'

export interface Slot {
  /** Local, as a field takes it. */
  at: string
  /** Hours of service left that day, for questions. */
  hoursLeft: number
  /** Who is on duty then. */
  duty: string | null
  /** Days since the post before it; null when there is none near. */
  daysSince: number | null
}

const lookAheadDays = 21
const most = 3

/**
 * The next days without a post on which the unit (else the town hall) works, an hour after it opens: early enough that questions
 * are answered the same day. Days that lie farther from the posts around them come first.
 */
export async function freeSlots(tx: Tx, who: Who, unitId: string | null = null): Promise<Slot[]> {
  const hours = calendarOf(await readHours(tx), unitId)
  const today = zoned(now(), hours.zone).day
  const posts = await entriesBetween(tx, who, {
    from: addDays(today, -7),
    to: addDays(today, lookAheadDays + 8),
    kinds: ['post'],
    unitId
  })
  const taken = [...new Set(posts.filter((post) => post.state !== 'ends').map(dayOfEntry))]
  const times = new Map<string, Date>()
  for (let ahead = 1; ahead <= lookAheadDays; ahead++) {
    const day = addDays(today, ahead)
    const at = addServiceTime(hours, startOfDay(day, hours.zone), 3600)
    // Where nobody works that day, the hour is over on a later one.
    if (dayIn(at, hours.zone) === day) times.set(day, at)
  }
  const working = [...times.keys()]
  const chosen: { day: string; daysSince: number | null }[] = []
  while (chosen.length < most) {
    const free = working.filter((day) => !taken.includes(day))
    const best = free.sort((a, b) => room(b, taken) - room(a, taken) || a.localeCompare(b))[0]
    if (!best) break
    const before = posts
      .map(dayOfEntry)
      .filter((day) => day < best)
      .at(-1)
    chosen.push({ day: best, daysSince: before ? apart(before, best) : null })
    // What is proposed counts as taken, or three days in a row would be.
    taken.push(best)
  }
  const slots: Slot[] = []
  for (const { day, daysSince } of chosen.sort((a, b) => a.day.localeCompare(b.day))) {
    const at = times.get(day)!
    const [duty] = await onDuty(tx, at, unitId ?? undefined)
    const hoursLeft = Math.floor(serviceSeconds(hours, at, startOfDay(day, hours.zone, 1)) / 3600)
    slots.push({ at: formatLocal(at, hours.zone), hoursLeft, daysSince, duty: duty?.personName ?? null })
  }
  return slots
}

/** How many days lie between this one and the nearest that is taken; more than three are as good as three. */
function room(day: string, taken: string[]): number {
  return Math.min(3, ...taken.map((one) => Math.abs(apart(one, day))))
}

function apart(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
