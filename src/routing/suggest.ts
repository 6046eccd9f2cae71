// What whoever opens a conversation is told about where it belongs, and why. The words are looked for in the text as it
// stands now: nothing of it is stored a second time.
import { isOpenAt } from '#municipality/hours.ts'
import type { ServiceCalendar } from '#municipality/hours.ts'
import type { Tx } from '#platform/database/database.ts'
import { marksOf } from './marks.ts'
import { guess, reasons } from './model.ts'
import { pastOf } from './past.ts'
import { readRules, routingPlan } from './plan.ts'
import { worthSaying, type Routed } from './route.ts'
import { fits, read } from './rules.ts'

export interface UnitSuggestion {
  unit: { id: string; name: string }
  /** Null: by a rule. */
  certainty: number | null
  /** The rule's name. */
  rule: string | null
  /** The words it goes by, as they were written. */
  words: string[]
  /** It lies there by itself. */
  isThere: boolean
  /** Where else it may belong, likeliest first. */
  others: { id: string; name: string; certainty: number }[]
}

/** From this certainty on somebody else's conversation is said to belong elsewhere. */
const elsewhereFrom = 0.6

/** Null: there is nothing to say, or a person has said it already. */
export async function suggestUnit(
  tx: Tx,
  conversation: string,
  calendar: ServiceCalendar
): Promise<UnitSuggestion | null> {
  const past = await pastOf(tx, conversation)
  if (!past || past.taught) return null
  const { learned } = await routingPlan(tx)
  const marks = marksOf(past.text)
  const names = new Map(
    (await tx.selectFrom('unit').select(['id', 'name']).where('archived_at', 'is', null).limit(2000).execute()).map(
      ({ id, name }) => [id, name]
    )
  )
  const guesses = learned
    ? guess(learned.model, marks, learned.sharpness)
        .filter(({ unit }) => names.has(unit))
        .slice(0, 3)
    : []
  const named = (id: string) => ({ id, name: names.get(id) ?? '' })
  const others = (not: string) =>
    guesses.filter(({ unit }) => unit !== not).map(({ unit, certainty }) => ({ ...named(unit), certainty }))
  const routed = past.routed as Routed | null
  const isThere = routed?.assigned === true && routed.unit === past.unitId
  if (isThere && routed.by === 'rule') {
    const rule = (await readRules(tx)).find(({ id }) => id === routed.rule)
    const found = rule && fits(rule, read({ ...past, isOpen: () => isOpenAt(calendar, past.at) }))
    return {
      unit: named(routed.unit),
      certainty: null,
      rule: rule?.name ?? '',
      words: found ?? [],
      isThere,
      others: others(routed.unit).slice(0, 2)
    }
  }
  const best = isThere ? guesses.find(({ unit }) => unit === routed.unit) : guesses[0]
  if (!best || !learned) return null
  if (!isThere && best.unit === past.unitId) return null
  if (best.certainty < (past.unitId && !isThere ? elsewhereFrom : worthSaying)) return null
  return {
    unit: named(best.unit),
    certainty: best.certainty,
    rule: null,
    words: reasons(learned.model, marks, best.unit),
    isThere,
    others: others(best.unit).slice(0, 2)
  }
}
