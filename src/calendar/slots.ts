// Where there is room: days on which nothing goes out yet, at an hour that leaves time for answers.
import { onDuty } from '#duty/queries.ts'
import { holidayOn } from '#municipality/holidays.ts'
import type { Municipality } from '#municipality/types.ts'
import type { Who } from '#people/types.ts'
import { addDays, now, parseLocal, zoned } from '#platform/clock/clock.ts'
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
 * The next days without a post on which the town hall works, an hour after it opens: early enough that questions are answered the
 * same day. Days that lie farther from the posts around them come first.
 */
export async function freeSlots(
  tx: Tx,
  who: Who,
  municipality: Pick<Municipality, 'timeZone' | 'land' | 'settings'>,
  unitId: string | null = null
): Promise<Slot[]> {
  const { timeZone: zone, land, settings } = municipality
  const { days, from, to } = settings.serviceHours
  const today = zoned(now(), zone).day
  const posts = await entriesBetween(tx, who, {
    from: addDays(today, -7),
    to: addDays(today, lookAheadDays + 8),
    kinds: ['post'],
    unitId
  })
  const taken = [...new Set(posts.map(dayOfEntry))]
  const hour = Math.min(Number(from.slice(0, 2)) + 1, Math.max(Number(to.slice(0, 2)) - 1, 0))
  const time = `${String(hour).padStart(2, '0')}:${from.slice(3)}`
  const working: string[] = []
  for (let ahead = 1; ahead <= lookAheadDays; ahead++) {
    const day = addDays(today, ahead)
    const local = parseLocal(`${day}T${time}`, zone)
    if (local.kind === 'exact' && days.includes(zoned(local.at, zone).weekday) && !holidayOn(land, day))
      working.push(day)
  }
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
    const local = parseLocal(`${day}T${time}`, zone)
    const duties = local.kind === 'exact' ? await onDuty(tx, local.at, unitId ?? undefined) : []
    const hoursLeft = Math.max(0, Number(to.slice(0, 2)) - hour)
    slots.push({ at: `${day}T${time}`, hoursLeft, daysSince, duty: duties[0]?.personName ?? null })
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
