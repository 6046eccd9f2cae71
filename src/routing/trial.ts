import { calendarOf, readHours } from '#municipality/unit-hours.ts'
import { isOpenAt } from '#municipality/hours.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { readRules } from './plan.ts'
import { fits, read, type Rule } from './rules.ts'
import { checkRule, mustSettleRouting, type RuleInput } from './settle-rule.ts'
import { pastMessages } from './past.ts'

export interface Hit {
  conversation: string
  excerpt: string
  at: Date
  /** The words it goes by. */
  found: string[]
  /** Where it lies now; null: of no unit. */
  unit: { id: string; name: string } | null
  /** It would lie elsewhere with this rule. */
  moves: boolean
}

export interface Trial {
  /** So many messages were looked at. */
  tried: number
  hits: number
  /** Of them, those that a rule in front takes already. */
  taken: number
  /** Where the hits lie now, most first. */
  went: { name: string | null; count: number }[]
  moves: number
  /** The newest hits. */
  shown: Hit[]
}

const mostTried = 500
const mostShown = 25

/**
 * Tries a rule on the last messages that began a conversation: which it would have taken, and where those went instead.
 * Changes nothing. @throws NotAllowed, Invalid
 */
export async function tryRule(tx: Tx, who: Person, input: RuleInput, id: string | null): Promise<Trial> {
  await mustSettleRouting(tx, who)
  const rule = await checkRule(tx, input)
  const calendar = calendarOf(await readHours(tx), null)
  const rules = await readRules(tx)
  const at = rules.findIndex((one) => one.id === id)
  const before: Rule[] = (at === -1 ? rules : rules.slice(0, at)).filter(({ active }) => active)
  const past = await pastMessages(tx, mostTried)
  const trial: Trial = { tried: past.length, hits: 0, taken: 0, went: [], moves: 0, shown: [] }
  const went = new Map<string | null, number>()
  for (const one of past) {
    const message = read({ ...one, isOpen: () => isOpenAt(calendar, one.at) })
    const found = fits(rule, message)
    if (!found) continue
    if (before.some((earlier) => fits(earlier, message))) {
      trial.taken += 1
      continue
    }
    trial.hits += 1
    went.set(one.unitName, (went.get(one.unitName) ?? 0) + 1)
    const moves = one.unitId !== rule.unit
    if (moves) trial.moves += 1
    if (trial.shown.length < mostShown && may(who, 'conversation.read', one.unitId))
      trial.shown.push({
        conversation: one.id,
        excerpt: one.excerpt,
        at: one.at,
        found,
        unit: one.unitId ? { id: one.unitId, name: one.unitName ?? '' } : null,
        moves
      })
  }
  trial.went = [...went].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count)
  return trial
}
