// Goals by name: what posts serve. (Trees, indicators and council papers come with the planning part.)
import slugify from '@sindresorhus/slugify'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

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

/** All goals that are not archived, by name, at most 500. */
export async function listGoals(tx: Tx): Promise<Goal[]> {
  return tx
    .selectFrom('goal')
    .select(['id', 'name', 'slug'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(500)
    .execute()
}

/** Names as people typed them: without stray blanks, each once, none longer than 200 characters, at most ten. */
export function tidyNames(names: string[]): string[] {
  const tidy = names.map((name) => name.trim().replace(/\s+/g, ' ').slice(0, 200)).filter(Boolean)
  return [...new Map(tidy.map((name) => [name.toLocaleLowerCase('de'), name])).values()].slice(0, 10)
}

async function findGoal(tx: Tx, name: string): Promise<Goal | undefined> {
  return tx
    .selectFrom('goal')
    .select(['id', 'name', 'slug'])
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .where('archived_at', 'is', null)
    .executeTakeFirst()
}

async function makeGoal(tx: Tx, who: Who, name: string): Promise<Goal> {
  if (!may(who, 'goal.write')) throw new Refusal('posts.goalUnknown', { name })
  const goal = { id: newId(), name, slug: await freeSlug(tx, name) }
  await tx
    .insertInto('goal')
    .values({ ...goal, created_at: now() })
    .execute()
  record(tx, who, 'goal.added', goal.id)
  return goal
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const bare = slugify(name).slice(0, 60).replace(/-+$/, '') || 'ziel'
  const rows = await tx.selectFrom('goal').select('slug').where('slug', 'like', `${bare}%`).limit(1000).execute()
  const taken = new Set(rows.map((row) => row.slug))
  for (let number = 1; ; number++) {
    const slug = number === 1 ? bare : `${bare}-${number}`
    if (!taken.has(slug)) return slug
  }
}
