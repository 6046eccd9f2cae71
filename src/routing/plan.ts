// What a municipality routes by, read once and kept until somebody settles it otherwise: every message asks for it.
import type { Selectable } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { RoutingRule } from '#platform/database/schema.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import { type Model, settle } from './model.ts'
import type { Rule } from './rules.ts'
import { unpack } from './stored.ts'

export interface RoutingPlan {
  /** Those that are switched on, in their order. */
  rules: Rule[]
  setting: RoutingSetting
  /** Null: too little was learned yet, or learning is off. */
  learned: Learned | null
}

export interface RoutingSetting {
  learns: boolean
  /** From this certainty on a suggestion assigns itself; null: never. */
  assignsFrom: number | null
  /** None named: the editors of the whole municipality. */
  watchers: string[]
  warnMinutes: number
}

export interface Learned {
  version: number
  model: Model
  sharpness: number
}

/** Below so many examples nothing is suggested. */
export const fewestExamples = 20

/** So many rules can a municipality have. */
export const mostRules = 200
/** In case a note was lost. */
const keptMs = 60_000
const mostKept = 200
const kept = new Map<string, { plan: RoutingPlan; at: number }>()
/** What was learned stays known while the rest is read anew: it is big, and its version tells whether it changed. */
const last = new Map<string, Learned>()
let listening = false

/** What is routed by, as this process knows it: at most a moment old. */
export async function routingPlan(tx: Tx): Promise<RoutingPlan> {
  listen()
  const at = now().getTime()
  const known = kept.get(tx.municipalityId)
  if (known && Math.abs(at - known.at) < keptMs) return known.plan
  const setting = await readSetting(tx)
  const plan = {
    rules: (await readRules(tx)).filter(({ active }) => active),
    setting,
    learned: setting.learns ? await readLearned(tx, known?.plan.learned ?? last.get(tx.municipalityId) ?? null) : null
  }
  if (plan.learned) {
    if (last.size >= mostKept) last.clear()
    last.set(tx.municipalityId, plan.learned)
  }
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

/** What is settled about learning and watching; what nobody settled is as proposed. */
export async function readSetting(tx: Tx): Promise<RoutingSetting> {
  const row = await tx.selectFrom('routing_setting').selectAll().executeTakeFirst()
  return {
    learns: row?.learns ?? true,
    assignsFrom: row?.assigns_from ?? null,
    watchers: row?.watchers ?? [],
    warnMinutes: row?.warn_minutes ?? 120
  }
}

async function readLearned(tx: Tx, known: Learned | null): Promise<Learned | null> {
  const row = await tx.selectFrom('routing_model').select(['version', 'examples']).executeTakeFirst()
  if (!row || row.examples < fewestExamples) return null
  if (known?.version === row.version) return known
  const stored = await tx
    .selectFrom('routing_model')
    .select(['version', 'counts', 'sharpness'])
    .executeTakeFirstOrThrow()
  const model = settle(unpack(stored.counts))
  return model.units.length < 2 ? null : { version: stored.version, model, sharpness: stored.sharpness }
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
