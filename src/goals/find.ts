// Goals by name: what posts serve.
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { addGoal } from './add.ts'
import { limits } from './shared.ts'

export interface Goal {
  id: string
  name: string
  slug: string
}

/**
 * The goals of these names, made where they do not exist yet.
 * @throws Refusal `posts.goalUnknown` {name} when it would have to be made and the person may not
 */
export async function goalsByName(tx: Tx, who: Who, names: string[]): Promise<Goal[]> {
  const goals: Goal[] = []
  for (const name of tidyNames(names)) {
    const goal = (await findGoal(tx, name)) ?? (await makeGoal(tx, who, name))
    if (!goals.some((one) => one.id === goal.id)) goals.push(goal)
  }
  return goals
}

/** All goals that are not archived, by name. */
export async function listGoals(tx: Tx): Promise<Goal[]> {
  return tx
    .selectFrom('goal')
    .select(['id', 'name', 'slug'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(limits.goals)
    .execute()
}

/** Names as people typed them: without stray blanks, each once, none longer than 200 characters, at most ten. */
export function tidyNames(names: string[]): string[] {
  const tidy = names.map((name) => name.trim().replace(/\s+/g, ' ').slice(0, 200)).filter(Boolean)
  return [...new Map(tidy.map((name) => [name.toLocaleLowerCase('de'), name])).values()].slice(0, 10)
}

/** The goal of this name, or what it was merged into; an archived one only where no other has the name. */
async function findGoal(tx: Tx, name: string): Promise<Goal | undefined> {
  const named = await tx
    .selectFrom('goal')
    .select(['id', 'name', 'slug', 'merged_into'])
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .orderBy('archived_at', (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst()
  if (!named?.merged_into) return named && { id: named.id, name: named.name, slug: named.slug }
  return tx.selectFrom('goal').select(['id', 'name', 'slug']).where('id', '=', named.merged_into).executeTakeFirst()
}

async function makeGoal(tx: Tx, who: Who, name: string): Promise<Goal> {
  if (!may(who, 'goal.write')) throw new Refusal('posts.goalUnknown', { name })
  return { name, ...(await addGoal(tx, who, { name })) }
}
