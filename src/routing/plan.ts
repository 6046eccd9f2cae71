// What a municipality routes by, read once and kept until somebody settles it otherwise: every message asks for it.
import type { Selectable } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { RoutingRule } from '#platform/database/schema.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import type { Rule } from './rules.ts'

export interface RoutingPlan {
  /** Those that are switched on, in their order. */
  rules: Rule[]
}

/** So many rules can a municipality have. */
export const mostRules = 200
/** In case a note was lost. */
const keptMs = 60_000
const mostKept = 200
const kept = new Map<string, { plan: RoutingPlan; at: number }>()
let listening = false

/** What is routed by, as this process knows it: at most a moment old. */
export async function routingPlan(tx: Tx): Promise<RoutingPlan> {
  listen()
  const at = now().getTime()
  const known = kept.get(tx.municipalityId)
  if (known && Math.abs(at - known.at) < keptMs) return known.plan
  const plan = { rules: (await readRules(tx)).filter(({ active }) => active) }
  if (kept.size >= mostKept) kept.clear()
  kept.set(tx.municipalityId, { plan, at })
  return plan
}

/** All rules in their order, drafts too; none whose unit is gone. */
export async function readRules(tx: Tx): Promise<Rule[]> {
  const rows = await tx
    .selectFrom('routing_rule')
    .innerJoin('unit', 'unit.id', 'routing_rule.unit_id')
    .selectAll('routing_rule')
    .where('unit.archived_at', 'is', null)
    .orderBy('place')
    .orderBy('routing_rule.id')
    .limit(mostRules)
    .execute()
  return rows.map(toRule)
}

function toRule(row: Selectable<RoutingRule>): Rule {
  return {
    id: row.id,
    name: row.name,
    active: row.active,
    words: row.words,
    allWords: row.all_words,
    notWords: row.not_words,
    places: row.places,
    channels: row.channel_ids,
    topics: row.topic_ids,
    languages: row.languages,
    hours: row.hours as Rule['hours'],
    overPost: row.over_post,
    unit: row.unit_id,
    priority: row.priority as Rule['priority'],
    topic: row.topic_id
  }
}

/** Forgets what this process knows; called after something was settled here. */
export function forgetRoutingPlan(municipalityId: string): void {
  kept.delete(municipalityId)
}

function listen(): void {
  if (listening) return
  listening = true
  onJournal(({ municipalityId, subjects, kinds }) => {
    if (subjects === null || kinds.some((kind) => kind.startsWith('routing.') || kind.startsWith('unit.')))
      kept.delete(municipalityId)
  })
  onGap(() => kept.clear())
}
