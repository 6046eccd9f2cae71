// How soon an answer is due. Several targets may fit a conversation; the most specific one wins, and can say why.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'

export interface Target {
  id: string
  unitId: string
  topicId: string | null
  channelId: string | null
  answerMinutes: number | null
  resolveMinutes: number | null
}

export interface Subject {
  /** The conversation's unit and those above it, nearest first. */
  units: string[]
  topics: string[]
  channelId: string
  /** The conversation's own time until it is resolved, in minutes; counts more than any target. */
  ownResolveMinutes?: number | null
}

export interface Chosen {
  minutes: number
  /** Null: what the program takes where nobody has settled anything. */
  target: Target | null
}

/** A service day, give or take. */
export const usualAnswerMinutes = 8 * 60

/**
 * The target for the answer or the resolution; null: there is none. A topic counts more than a unit, a near unit more than
 * one above it, and a unit more than a channel.
 */
export function chooseTarget(targets: Target[], subject: Subject, what: 'answer' | 'resolve'): Chosen | null {
  if (what === 'resolve' && subject.ownResolveMinutes) return { minutes: subject.ownResolveMinutes, target: null }
  let best: Target | null = null
  let bestWeight = -1
  for (const target of targets) {
    if (minutesOf(target, what) === null) continue
    const far = subject.units.indexOf(target.unitId)
    if (far < 0) continue
    if (target.topicId && !subject.topics.includes(target.topicId)) continue
    if (target.channelId && target.channelId !== subject.channelId) continue
    const weight = (target.topicId ? 100_000 : 0) + (1000 - far) * 10 + (target.channelId ? 1 : 0)
    // Of two topics that fit, the stricter one holds.
    const isStricter = weight === bestWeight && minutesOf(target, what)! < minutesOf(best!, what)!
    if (weight > bestWeight || isStricter) [best, bestWeight] = [target, weight]
  }
  if (best) return { minutes: minutesOf(best, what)!, target: best }
  return what === 'answer' ? { minutes: usualAnswerMinutes, target: null } : null
}

function minutesOf(target: Target, what: 'answer' | 'resolve'): number | null {
  return what === 'answer' ? target.answerMinutes : target.resolveMinutes
}

export interface TargetInput {
  unit: string
  topic: string | null
  channel: string | null
  /** Hours as typed, a comma allowed; empty: not settled here. */
  answerHours: string
  resolveHours: string
}

/** Settles the target of a unit, a topic and a channel; the one that stood there is replaced. @throws NotAllowed, Invalid */
export async function settleTarget(tx: Tx, who: Who, input: TargetInput): Promise<void> {
  must(who, 'unit.settle', input.unit)
  const answer = minutesFrom(input.answerHours, 60_000)
  const resolve = minutesFrom(input.resolveHours, 600_000)
  const faults = {
    ...(answer === undefined && { answerHours: 'targetShape' }),
    ...(resolve === undefined && { resolveHours: 'targetShape' }),
    ...(answer === null && resolve === null && { answerHours: 'targetMissing' }),
    ...(answer && resolve && resolve < answer && { resolveHours: 'targetOrder' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const times = { answer_minutes: answer ?? null, resolve_minutes: resolve ?? null }
  await tx
    .insertInto('clock_target')
    .values({ id: newId(), unit_id: input.unit, topic_id: input.topic, channel_id: input.channel, ...times })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'unit_id', 'topic_id', 'channel_id']).doUpdateSet(times)
    )
    .execute()
  record(tx, who, 'unit.target-settled', input.unit)
}

/** Takes a target back. @throws NotAllowed, NotFound */
export async function dropTarget(tx: Tx, who: Who, id: string): Promise<void> {
  const row = await tx.selectFrom('clock_target').select('unit_id').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'unit.settle', row.unit_id)
  await tx.deleteFrom('clock_target').where('id', '=', id).execute()
  record(tx, who, 'unit.target-dropped', row.unit_id)
}

/** Every target of the municipality, at most 2,000. */
export async function readTargets(tx: Tx): Promise<Target[]> {
  const rows = await tx.selectFrom('clock_target').selectAll().orderBy('id').limit(2000).execute()
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    topicId: row.topic_id,
    channelId: row.channel_id,
    answerMinutes: row.answer_minutes,
    resolveMinutes: row.resolve_minutes
  }))
}

/** Minutes from typed hours; null: nothing typed; undefined: cannot be read. */
function minutesFrom(typed: string, most: number): number | null | undefined {
  const bare = typed.trim().replace(',', '.')
  if (bare === '') return null
  const minutes = /^\d{1,5}(\.\d{1,2})?$/.test(bare) ? Math.round(Number(bare) * 60) : 0
  return minutes >= 5 && minutes <= most ? minutes : undefined
}
