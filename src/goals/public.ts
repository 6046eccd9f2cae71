// Goals as citizens see them.
import type { Tx } from '#platform/database/database.ts'
import { type GoalLink, type IndicatorView, indicatorsOf, linksOf } from './read.ts'
import type { GoalKind } from './shared.ts'
import { readTree } from './tree.ts'

export interface PublicGoal {
  id: string
  name: string
  slug: string
  kind: GoalKind
  plan: string
  description: string
  unitName: string | null
  beginsOn: string | null
  endsOn: string | null
  sdgs: number[]
  archivedAt: Date | null
  parent: { name: string; slug: string } | null
  below: { name: string; slug: string }[]
  links: GoalLink[]
  indicators: IndicatorView[]
}

/** The goals in use, in the order of the tree, with how many published posts serve each. */
export async function publicGoals(
  tx: Tx
): Promise<{ name: string; slug: string; depth: number; description: string; posts: number }[]> {
  const goals = await readTree(tx)
  const counts = await tx
    .selectFrom('post_goal')
    .innerJoin('post', 'post.id', 'post_goal.post_id')
    .select('post_goal.goal_id')
    .select((select) => select.fn.countAll<number>().as('posts'))
    .where('post.state', '=', 'published')
    .groupBy('post_goal.goal_id')
    .execute()
  const posts = new Map(counts.map((row) => [row.goal_id, Number(row.posts)]))
  return goals.map(({ id, name, slug, depth, description }) => ({
    name,
    slug,
    depth,
    description,
    posts: posts.get(id) ?? 0
  }))
}

/** A goal by its address; `movedTo` when it was merged and its address leads elsewhere; null when there is none. */
export async function readPublicGoal(tx: Tx, slug: string): Promise<PublicGoal | { movedTo: string } | null> {
  const row = await tx
    .selectFrom('goal')
    .leftJoin('unit', 'unit.id', 'goal.unit_id')
    .leftJoin('goal as parent', 'parent.id', 'goal.parent_id')
    .leftJoin('goal as into', 'into.id', 'goal.merged_into')
    .selectAll('goal')
    .select(['unit.name as unit_name', 'into.slug as into_slug'])
    .select(['parent.name as parent_name', 'parent.slug as parent_slug', 'parent.archived_at as parent_archived_at'])
    .where('goal.slug', '=', slug)
    .executeTakeFirst()
  if (!row) return null
  if (row.into_slug) return { movedTo: row.into_slug }
  const below = await tx
    .selectFrom('goal')
    .select(['name', 'slug'])
    .where('parent_id', '=', row.id)
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(200)
    .execute()
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    kind: row.kind as GoalKind,
    plan: row.plan,
    description: row.description,
    unitName: row.unit_name,
    beginsOn: row.begins_on,
    endsOn: row.ends_on,
    sdgs: row.sdgs,
    archivedAt: row.archived_at,
    parent: row.parent_name && !row.parent_archived_at ? { name: row.parent_name, slug: row.parent_slug! } : null,
    below,
    links: await linksOf(tx, row.id),
    indicators: (await indicatorsOf(tx, row.id)).filter((one) => !one.isArchived && one.values.length > 0)
  }
}
