// When an answer and a resolution are due, as columns of the conversation's row. Each of the two times runs in the service
// hours of the unit, stands still while the citizen is to reply, and begins anew with a new question or a new opening.
import { addServiceTime, serviceSeconds } from '#municipality/hours.ts'
import type { Conversation, ConversationState } from '../types.ts'
import type { ClockPlan } from './plan.ts'
import type { Subject } from './targets.ts'

/** The columns this file alone settles. */
export type ClockColumns = Pick<
  Conversation,
  | 'due_at'
  | 'resolve_due_at'
  | 'answer_since'
  | 'answer_used'
  | 'resolve_since'
  | 'resolve_used'
  | 'clock_told'
  | 'tell_at'
>

/** What the clock looks at. */
export interface Standing {
  state: ConversationState
  unit_id: string | null
  waiting_since: Date | null
  own_resolve_minutes?: number | null
}

/** Thresholds, as bits of `clock_told`. */
export const thresholds = { answerWarned: 1, answerOver: 2, resolveWarned: 4, resolveOver: 8 } as const
export type Threshold = keyof typeof thresholds

const fresh: ClockColumns & Standing = {
  state: 'done',
  unit_id: null,
  waiting_since: null,
  due_at: null,
  resolve_due_at: null,
  answer_since: null,
  answer_used: 0,
  resolve_since: null,
  resolve_used: 0,
  clock_told: 0,
  tell_at: null
}

interface Timer {
  since: Date | null
  used: number
}

/** How the clock of a conversation stands after a change at `at`. `before` null: it begins. */
export function clockAfter(
  plan: ClockPlan,
  before: (ClockColumns & Standing) | null,
  after: Standing & { channel_id: string; topics: string[] },
  at: Date
): ClockColumns {
  const was = before ?? fresh
  const runs = after.state !== 'done' && after.state !== 'waiting'
  const subject = subjectOf(plan, after)

  const isAsked = after.waiting_since !== null && after.state !== 'done'
  // A later question than the one that waited: the earlier one was answered, or is gone.
  const isNewQuestion = isAsked && (was.waiting_since === null || was.waiting_since < after.waiting_since!)
  const answer = !isAsked
    ? { since: null, used: 0 }
    : isNewQuestion
      ? { since: runs ? after.waiting_since : null, used: 0 }
      : moved(plan, { since: was.answer_since, used: was.answer_used }, was.unit_id, runs, at)

  const isOpened = after.state !== 'done' && (before === null || was.state === 'done')
  const resolve =
    after.state === 'done'
      ? { since: null, used: 0 }
      : isOpened
        ? { since: runs ? at : null, used: 0 }
        : moved(plan, { since: was.resolve_since, used: was.resolve_used }, was.unit_id, runs, at)

  const times = timesOf(plan, subject, after.unit_id, answer, resolve)
  // What was told stays told while its threshold lies behind; one that moved ahead again is told again.
  const isStill = (threshold: Threshold, time: Date | null): boolean => {
    if (threshold.startsWith('answer') ? !isAsked || isNewQuestion : isOpened || after.state === 'done') return false
    return time === null || time <= at
  }
  let told = 0
  for (const [threshold, time] of times)
    if (was.clock_told & thresholds[threshold] && isStill(threshold, time)) told |= thresholds[threshold]
  const timeOf = (wanted: Threshold) => times.find(([threshold]) => threshold === wanted)![1]
  return {
    due_at: timeOf('answerOver'),
    resolve_due_at: timeOf('resolveOver'),
    answer_since: answer.since,
    answer_used: answer.used,
    resolve_since: resolve.since,
    resolve_used: resolve.used,
    clock_told: told,
    tell_at: firstUntold(times, told)
  }
}

/** The clock at `at`, with what has to be told now marked as told. */
export function clockTold(
  plan: ClockPlan,
  row: ClockColumns & Standing & { channel_id: string; topics: string[] },
  at: Date
): { columns: ClockColumns; passed: Threshold[] } {
  const columns = clockAfter(plan, row, row, at)
  const subject = subjectOf(plan, row)
  const answer = { since: columns.answer_since, used: columns.answer_used }
  const resolve = { since: columns.resolve_since, used: columns.resolve_used }
  const times = timesOf(plan, subject, row.unit_id, answer, resolve)
  const passed = times.flatMap(([threshold, time]) =>
    time && time <= at && !(columns.clock_told & thresholds[threshold]) ? [threshold] : []
  )
  const told = passed.reduce((sum, one) => sum | thresholds[one], columns.clock_told)
  return { columns: { ...columns, clock_told: told, tell_at: firstUntold(times, told) }, passed }
}

function subjectOf(plan: ClockPlan, row: Standing & { channel_id: string; topics: string[] }): Subject {
  return {
    units: plan.above(row.unit_id),
    topics: row.topics,
    channelId: row.channel_id,
    ownResolveMinutes: row.own_resolve_minutes
  }
}

/** When each threshold is passed if nothing happens; null: its time stands still, or there is no target. */
function timesOf(
  plan: ClockPlan,
  subject: Subject,
  unitId: string | null,
  answer: Timer,
  resolve: Timer
): [Threshold, Date | null][] {
  const calendar = plan.calendarOf(unitId)
  const share = plan.warnAt(unitId)
  const time = ({ since, used }: Timer, minutes: number | undefined, part: number): Date | null =>
    since && minutes ? addServiceTime(calendar, since, Math.round(minutes * 60 * part) - used) : null
  const answerMinutes = plan.target(subject, 'answer')?.minutes
  const resolveMinutes = plan.target(subject, 'resolve')?.minutes
  return [
    ['answerWarned', time(answer, answerMinutes, share)],
    ['answerOver', time(answer, answerMinutes, 1)],
    ['resolveWarned', time(resolve, resolveMinutes, share)],
    ['resolveOver', time(resolve, resolveMinutes, 1)]
  ]
}

function firstUntold(times: [Threshold, Date | null][], told: number): Date | null {
  const ahead = times.flatMap(([threshold, time]) => (time && !(told & thresholds[threshold]) ? [time.getTime()] : []))
  return ahead.length > 0 ? new Date(Math.min(...ahead)) : null
}

/** A time that goes on, is stopped, or starts again. */
function moved(plan: ClockPlan, { since, used }: Timer, unitId: string | null, runs: boolean, at: Date): Timer {
  if (runs) return { since: since ?? at, used }
  if (!since) return { since: null, used }
  return { since: null, used: used + Math.max(0, serviceSeconds(plan.calendarOf(unitId), since, at)) }
}
