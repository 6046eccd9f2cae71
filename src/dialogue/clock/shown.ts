// What the desk shows of a conversation's clock.
import { serviceSeconds, workingDay } from '#municipality/hours.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Conversation } from '../types.ts'
import type { ClockPlan } from './plan.ts'

export interface Due {
  what: 'answer' | 'resolve'
  at: Date
  /** Seconds of service time; negative: over for so long. */
  left: number
  /** A working day of the unit, in seconds. */
  day: number
}

/** Why an answer or a resolution is due when it is. */
export interface Why {
  what: 'answer' | 'resolve'
  minutes: number
  /** Null: what the program takes where nothing is settled. */
  unit: string | null
  topic: string | null
  channel: string | null
}

export interface ShownClock {
  answer: Due | null
  resolve: Due | null
  /** The time stands still until the citizen replies. */
  isPaused: boolean
  why: Why[]
}

type Row = Pick<Conversation, 'unit_id' | 'due_at' | 'resolve_due_at'>

/** What is due first; null: nothing. */
export function nextDue(plan: ClockPlan, row: Row, at: Date): Due | null {
  const { due_at: answer, resolve_due_at: resolve } = row
  if (answer && (!resolve || answer <= resolve)) return dueAt(plan, row.unit_id, 'answer', answer, at)
  return resolve ? dueAt(plan, row.unit_id, 'resolve', resolve, at) : null
}

/** The clock of one conversation, with the reasons. */
export async function shownClock(
  tx: Tx,
  plan: ClockPlan,
  row: Row & Pick<Conversation, 'state' | 'channel_id' | 'post_id' | 'own_resolve_minutes'>,
  at: Date
): Promise<ShownClock> {
  const topics = row.post_id
    ? await tx.selectFrom('post_topic').select('topic_id').where('post_id', '=', row.post_id).limit(50).execute()
    : []
  const subject = {
    units: plan.above(row.unit_id),
    topics: topics.map(({ topic_id }) => topic_id),
    channelId: row.channel_id,
    ownResolveMinutes: row.own_resolve_minutes
  }
  const why: Why[] = []
  for (const what of ['answer', 'resolve'] as const) {
    const chosen = plan.target(subject, what)
    if (!chosen || !(what === 'answer' ? row.due_at : row.resolve_due_at)) continue
    const { minutes, target } = chosen
    if (!target) why.push({ what, minutes, unit: null, topic: null, channel: null })
    else {
      const names = await tx
        .selectFrom('unit')
        .leftJoin('topic', (join) => join.on('topic.id', '=', target.topicId))
        .leftJoin('channel', (join) => join.on('channel.id', '=', target.channelId))
        .select(['unit.name as unit', 'topic.name as topic', 'channel.name as channel'])
        .where('unit.id', '=', target.unitId)
        .executeTakeFirstOrThrow()
      why.push({ what, minutes, ...names })
    }
  }
  return {
    answer: row.due_at ? dueAt(plan, row.unit_id, 'answer', row.due_at, at) : null,
    resolve: row.resolve_due_at ? dueAt(plan, row.unit_id, 'resolve', row.resolve_due_at, at) : null,
    isPaused: row.state === 'waiting',
    why
  }
}

function dueAt(plan: ClockPlan, unitId: string | null, what: Due['what'], due: Date, at: Date): Due {
  const calendar = plan.calendarOf(unitId)
  const left = serviceSeconds(calendar, at, due)
  // Due at closing time and read in the evening: over, although no service time has passed.
  return { what, at: due, left: left === 0 && due <= at ? -1 : left, day: workingDay(calendar) }
}
