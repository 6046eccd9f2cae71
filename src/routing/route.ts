import type { Tx } from '#platform/database/database.ts'
import { marksOf } from './marks.ts'
import { guess } from './model.ts'
import { routingPlan } from './plan.ts'
import { fits, read, type Facts, type Rule } from './rules.ts'

/** How a conversation came to its unit by itself, or what is suggested. Ids and figures only: it stays with the row. */
export interface Routed {
  by: 'rule' | 'learned'
  unit: string
  /** The rule's id. */
  rule?: string
  /** Of what was learned, between 0 and 1. */
  certainty?: number
  /** Whether it was given to the unit; otherwise it is only suggested. */
  assigned: boolean
}

export interface Routing {
  routed: Routed | null
  rule: Rule | null
}

/** Below this certainty nothing is suggested. */
export const worthSaying = 0.3

/**
 * Says where a message belongs: by the first rule that fits, else by what was learned here. Costs no question to the database
 * while this process knows the municipality's plan.
 */
export async function route(tx: Tx, facts: Facts): Promise<Routing> {
  const plan = await routingPlan(tx)
  const rule = plan.rules.length > 0 ? firstThatFits(plan.rules, facts) : null
  if (rule) return { routed: { by: 'rule', unit: rule.unit, rule: rule.id, assigned: true }, rule }
  // What stands below a unit's post has its place; whether another would be better is said to whoever opens it.
  if (!plan.learned || facts.postUnit) return { routed: null, rule: null }
  const [best] = guess(plan.learned.model, marksOf(facts.text), plan.learned.sharpness)
  if (!best || best.certainty < worthSaying) return { routed: null, rule: null }
  const { assignsFrom } = plan.setting
  const certainty = Math.round(best.certainty * 100) / 100
  const assigned = assignsFrom !== null && best.certainty >= assignsFrom && (await isUnit(tx, best.unit))
  return { routed: { by: 'learned', unit: best.unit, certainty, assigned }, rule: null }
}

function firstThatFits(rules: Rule[], facts: Facts): Rule | null {
  const message = read(facts)
  return rules.find((one) => fits(one, message) !== null) ?? null
}

/** A unit may have been closed since. */
async function isUnit(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('unit')
    .select('id')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
