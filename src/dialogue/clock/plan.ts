// What the clock of a municipality goes by, worked out once and kept until somebody settles it otherwise: every message
// that comes in asks for it.
import type { ServiceCalendar } from '#municipality/hours.ts'
import { calendarOf, readHours, unitsAbove } from '#municipality/unit-hours.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import { readEscalations, type Escalation } from './escalation.ts'
import { chooseTarget, readTargets, type Chosen, type Subject } from './targets.ts'

export interface ClockPlan {
  zone: string
  calendarOf(unitId: string | null): ServiceCalendar
  /** The unit and those above it, nearest first. */
  above(unitId: string | null): string[]
  target(subject: Subject, what: 'answer' | 'resolve'): Chosen | null
  /** The share of the time after which somebody is warned. */
  warnAt(unitId: string | null): number
  escalation(unitId: string | null): Escalation
  /** Whether the program says when somebody will read it. */
  givesFirstNotice(unitId: string | null): boolean
}

const usualWarning = 0.75
/** In case a note was lost. */
const keptMs = 60_000
const mostKept = 2000
const kept = new Map<string, { plan: ClockPlan; at: number }>()
let listening = false

/** What the clock goes by, as this process knows it: at most a moment old. */
export async function clockPlan(tx: Tx): Promise<ClockPlan> {
  listen()
  const at = now().getTime()
  const known = kept.get(tx.municipalityId)
  if (known && Math.abs(at - known.at) < keptMs) return known.plan
  const plan = await readClockPlan(tx)
  if (kept.size >= mostKept) kept.clear()
  kept.set(tx.municipalityId, { plan, at })
  return plan
}

/** The same as it stands in the database. */
export async function readClockPlan(tx: Tx): Promise<ClockPlan> {
  const hours = await readHours(tx)
  const targets = await readTargets(tx)
  const escalations = await readEscalations(tx)
  const calendars = new Map<string, ServiceCalendar>()
  const above = (unitId: string | null): string[] => unitsAbove(hours.parents, unitId)
  const nearest = <T>(unitId: string | null, value: (row: Escalation) => T | null): T | null => {
    for (const id of above(unitId)) {
      const row = escalations.get(id)
      const found = row ? value(row) : null
      if (found !== null) return found
    }
    return null
  }
  return {
    zone: hours.zone,
    calendarOf(unitId) {
      const key = unitId ?? ''
      let calendar = calendars.get(key)
      if (!calendar) calendars.set(key, (calendar = calendarOf(hours, unitId)))
      return calendar
    },
    above,
    target: (subject, what) => chooseTarget(targets, subject, what),
    warnAt: (unitId) => (nearest(unitId, (row) => row.warnPercent) ?? usualWarning * 100) / 100,
    escalation: (unitId) =>
      nearest(unitId, (row) => (row.escalates ? row : null)) ?? {
        warnPercent: null,
        firstNotice: null,
        escalates: true,
        leader: true,
        parent: false,
        persons: []
      },
    givesFirstNotice: (unitId) => nearest(unitId, (row) => row.firstNotice) ?? true
  }
}

/** Forgets what this process knows; called when something was settled here. */
export function forgetClockPlan(municipalityId: string): void {
  kept.delete(municipalityId)
}

function listen(): void {
  if (listening) return
  listening = true
  onJournal(({ municipalityId, subjects, kinds }) => {
    if (subjects === null || kinds.some((kind) => kind.startsWith('unit.') || kind.startsWith('municipality.')))
      kept.delete(municipalityId)
  })
  onGap(() => kept.clear())
}
