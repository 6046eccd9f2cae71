import type { Tx } from '#platform/database/database.ts'
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

/**
 * Says where a message belongs, by the first rule that fits. Costs no question to the database while this process knows
 * the municipality's plan.
 */
export async function route(tx: Tx, facts: Facts): Promise<Routing> {
  const plan = await routingPlan(tx)
  if (plan.rules.length === 0) return { routed: null, rule: null }
  const message = read(facts)
  const rule = plan.rules.find((one) => fits(one, message) !== null) ?? null
  return { routed: rule && { by: 'rule', unit: rule.unit, rule: rule.id, assigned: true }, rule }
}
