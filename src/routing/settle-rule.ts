// What people settle about rules. A rule can send messages anywhere in the town hall, so it is settled by those who hold
// their role in the whole municipality.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { languages } from './language-of.ts'
import { forgetRoutingPlan, mostRules } from './plan.ts'
import { hoursKinds, priorities, type Rule } from './rules.ts'
import { wordsOf } from './text.ts'

export type RuleInput = Omit<Rule, 'id' | 'active'>

const mostWords = 100

/** @throws NotAllowed unless the person settles routing for the whole municipality */
export async function mustSettleRouting(tx: Tx, who: Who): Promise<void> {
  const root = await tx
    .selectFrom('unit')
    .select('id')
    .where('parent_id', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  must(who, 'routing.settle', root?.id)
}

/** Keeps a rule: a new one as a draft at the end, an old one where and as it stands. @throws NotAllowed, Invalid, NotFound */
export async function keepRule(tx: Tx, who: Who, input: RuleInput, id: string | null): Promise<{ id: string }> {
  await mustSettleRouting(tx, who)
  const rule = await checkRule(tx, input)
  const values = {
    name: rule.name,
    words: rule.words,
    all_words: rule.allWords,
    not_words: rule.notWords,
    places: rule.places,
    channel_ids: rule.channels,
    topic_ids: rule.topics,
    languages: rule.languages,
    hours: rule.hours,
    over_post: rule.overPost,
    unit_id: rule.unit,
    priority: rule.priority,
    topic_id: rule.topic,
    changed_at: now()
  }
  if (id) {
    const { numUpdatedRows } = await tx.updateTable('routing_rule').set(values).where('id', '=', id).executeTakeFirst()
    if (numUpdatedRows === 0n) throw new NotFound()
    settled(tx, who, 'routing.rule-changed', id, { unit: rule.unit })
    return { id }
  }
  const { count, last } = await tx
    .selectFrom('routing_rule')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('place').as('last')])
    .executeTakeFirstOrThrow()
  if (count >= mostRules) throw new Refusal('routing.tooManyRules', { max: mostRules })
  const made = newId()
  await tx
    .insertInto('routing_rule')
    .values({ id: made, place: (last ?? 0) + 1, made_at: now(), ...values })
    .execute()
  settled(tx, who, 'routing.rule-made', made, { unit: rule.unit })
  return { id: made }
}

/** Switches a rule on or off. @throws NotAllowed, NotFound */
export async function switchRule(tx: Tx, who: Who, input: { rule: string; active: boolean }): Promise<void> {
  await mustSettleRouting(tx, who)
  const { numUpdatedRows } = await tx
    .updateTable('routing_rule')
    .set({ active: input.active, changed_at: now() })
    .where('id', '=', input.rule)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NotFound()
  settled(tx, who, input.active ? 'routing.rule-on' : 'routing.rule-off', input.rule)
}

/** Moves a rule one place up or down: the first that fits decides. @throws NotAllowed, NotFound */
export async function moveRule(tx: Tx, who: Who, input: { rule: string; up: boolean }): Promise<void> {
  await mustSettleRouting(tx, who)
  const rows = await tx.selectFrom('routing_rule').select('id').orderBy('place').orderBy('id').forUpdate().execute()
  const ids = rows.map(({ id }) => id)
  const at = ids.indexOf(input.rule)
  if (at === -1) throw new NotFound()
  const to = input.up ? at - 1 : at + 1
  if (to < 0 || to >= ids.length) return
  ids.splice(to, 0, ...ids.splice(at, 1))
  for (const [place, id] of ids.entries())
    await tx.updateTable('routing_rule').set({ place }).where('id', '=', id).execute()
  settled(tx, who, 'routing.rule-moved', input.rule, { up: input.up })
}

/** Takes a rule away; what it routed stays where it is. @throws NotAllowed, NotFound */
export async function dropRule(tx: Tx, who: Who, rule: string): Promise<void> {
  await mustSettleRouting(tx, who)
  const { numDeletedRows } = await tx.deleteFrom('routing_rule').where('id', '=', rule).executeTakeFirst()
  if (numDeletedRows === 0n) throw new NotFound()
  settled(tx, who, 'routing.rule-dropped', rule)
}

function settled(
  tx: Tx,
  who: Who,
  kind: `routing.${string}`,
  subject: string,
  data: Record<string, string | boolean> = {}
): void {
  record(tx, who, kind, subject, data)
  const { municipalityId } = tx
  tx.afterCommit(() => forgetRoutingPlan(municipalityId))
}

/** A rule as it is kept and tried. @throws Invalid */
export async function checkRule(tx: Tx, input: RuleInput): Promise<RuleInput> {
  const list = (words: string[]) => [
    ...new Set(words.map((one) => one.replace(/\s+/g, ' ').trim()).filter((one) => wordsOf(one).length > 0))
  ]
  const rule: RuleInput = {
    ...input,
    name: input.name.trim(),
    words: list(input.words),
    allWords: list(input.allWords),
    notWords: list(input.notWords),
    places: list(input.places),
    languages: languages.filter((one) => input.languages.includes(one))
  }
  const asks = [rule.words, rule.allWords, rule.places, rule.channels, rule.topics, rule.languages]
  const faults: Record<string, string> = {}
  if (rule.name === '') faults.name = 'routing.nameMissing'
  if (rule.name.length > 100) faults.name = 'posts.tooLong'
  for (const name of ['words', 'allWords', 'notWords', 'places'] as const)
    if (rule[name].length > mostWords || rule[name].some((one) => one.length > 80))
      faults[name] = 'routing.wordsTooMany'
  if (asks.every((one) => one.length === 0) && rule.hours === 'any') faults.words = 'routing.asksNothing'
  if (!hoursKinds.includes(rule.hours)) faults.hours = 'routing.asksNothing'
  if (rule.priority && !priorities.includes(rule.priority)) faults.priority = 'routing.asksNothing'
  if (!(await isThere(tx, 'unit', [rule.unit]))) faults.unit = 'unitNotFound'
  if (!(await isThere(tx, 'channel', rule.channels))) faults.channels = 'routing.choiceGone'
  if (!(await isThere(tx, 'topic', [...rule.topics, ...(rule.topic ? [rule.topic] : [])])))
    faults.topics = 'routing.choiceGone'
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: mostWords })
  return rule
}

async function isThere(tx: Tx, table: 'unit' | 'channel' | 'topic', ids: string[]): Promise<boolean> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return true
  if (wanted.some((id) => !/^[0-9a-f-]{36}$/.test(id))) return false
  const rows = await tx
    .selectFrom(table)
    .select('id')
    .where('id', 'in', wanted)
    .$if(table === 'unit', (query) => query.where('archived_at' as never, 'is', null))
    .execute()
  return rows.length === wanted.length
}
