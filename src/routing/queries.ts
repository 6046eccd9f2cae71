// What the settings page of routing shows.
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { fewestExamples, readRules, readSetting, type RoutingSetting } from './plan.ts'
import type { Rule } from './rules.ts'
import { mustSettleRouting } from './settle-rule.ts'
import type { Tried } from './sharpen.ts'

export interface ShownRule extends Rule {
  unitName: string
  channelNames: string[]
  topicNames: string[]
}

export interface RoutingChoices {
  units: { id: string; name: string }[]
  channels: { id: string; name: string }[]
  topics: { id: string; name: string }[]
}

/** What a rule can name, at most 500 of each. */
export async function routingChoices(tx: Tx): Promise<RoutingChoices> {
  return {
    units: await tx
      .selectFrom('unit')
      .select(['id', 'name'])
      .where('archived_at', 'is', null)
      .orderBy('name')
      .limit(500)
      .execute(),
    channels: await tx
      .selectFrom('channel')
      .select(['id', 'name'])
      .where('state', '<>', 'closed')
      .orderBy('name')
      .limit(500)
      .execute(),
    topics: await tx.selectFrom('topic').select(['id', 'name']).orderBy('name').limit(500).execute()
  }
}

/** All rules in their order, drafts too. @throws NotAllowed */
export async function shownRules(
  tx: Tx,
  who: Person,
  { units, channels, topics }: RoutingChoices
): Promise<ShownRule[]> {
  await mustSettleRouting(tx, who)
  const name = (list: { id: string; name: string }[], id: string) => list.find((one) => one.id === id)?.name
  return (await readRules(tx)).map((rule) => ({
    ...rule,
    unitName: name(units, rule.unit) ?? '',
    channelNames: rule.channels.flatMap((id) => name(channels, id) ?? []),
    topicNames: rule.topics.flatMap((id) => name(topics, id) ?? [])
  }))
}

/** One rule, for its form. @throws NotAllowed, NotFound */
export async function oneRule(tx: Tx, who: Person, id: string): Promise<Rule> {
  await mustSettleRouting(tx, who)
  const rule = (await readRules(tx)).find((one) => one.id === id)
  if (!rule) throw new NotFound()
  return rule
}

export interface LearningState {
  setting: RoutingSetting
  examples: number
  fewest: number
  tried: Tried | null
}

/** What is settled and what was learned so far. @throws NotAllowed */
export async function learningState(tx: Tx, who: Person): Promise<LearningState> {
  await mustSettleRouting(tx, who)
  const row = await tx.selectFrom('routing_model').select(['examples', 'tried']).executeTakeFirst()
  const tried = (row?.tried ?? null) as Tried | null
  return {
    setting: await readSetting(tx),
    examples: row?.examples ?? 0,
    fewest: fewestExamples,
    tried: tried?.examples ? tried : null
  }
}
