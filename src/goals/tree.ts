// The tree of goals as it stands.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { GoalKind } from './shared.ts'
import { limits } from './shared.ts'

export interface GoalNode {
  id: string
  parentId: string | null
  name: string
  slug: string
  kind: GoalKind
  plan: string
  description: string
  unitId: string | null
  unitName: string | null
  beginsOn: string | null
  endsOn: string | null
  sdgs: number[]
  archivedAt: Date | null
  mergedInto: string | null
  revision: number
  depth: number
}

/**
 * Makes whoever changes the tree wait for whoever does so now: a name stays one goal, and two moves never make a circle.
 * Held until the transaction ends.
 */
export async function lockTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('goals ' || here()::text, 0))`.execute(tx)
}

/** All goals in use, parents before their children, siblings by name with numbers as numbers; archived ones too with `archived`. */
export async function readTree(tx: Tx, which: { archived?: boolean } = {}): Promise<GoalNode[]> {
  let query = tx
    .selectFrom('goal')
    .leftJoin('unit', 'unit.id', 'goal.unit_id')
    .select([
      'goal.id',
      'goal.parent_id',
      'goal.name',
      'goal.slug',
      'goal.kind',
      'goal.plan',
      'goal.description',
      'goal.unit_id',
      'unit.name as unit_name',
      'goal.begins_on',
      'goal.ends_on',
      'goal.sdgs',
      'goal.archived_at',
      'goal.merged_into',
      'goal.revision'
    ])
    .limit(limits.goals * 2)
  if (!which.archived) query = query.where('goal.archived_at', 'is', null)
  const rows = await query.execute()
  return inOrder(
    rows.map((row) => ({
      id: row.id,
      parentId: row.parent_id,
      name: row.name,
      slug: row.slug,
      kind: row.kind as GoalKind,
      plan: row.plan,
      description: row.description,
      unitId: row.unit_id,
      unitName: row.unit_name,
      beginsOn: row.begins_on,
      endsOn: row.ends_on,
      sdgs: row.sdgs,
      archivedAt: row.archived_at,
      mergedInto: row.merged_into,
      revision: row.revision,
      depth: 0
    }))
  )
}

const byName = new Intl.Collator('de', { numeric: true })

/** Sorts goals into reading order and sets their depth. A goal whose parent is not among them stands at the top. */
export function inOrder<Node extends { id: string; parentId: string | null; name: string; depth: number }>(
  nodes: Node[]
): Node[] {
  const known = new Set(nodes.map((node) => node.id))
  const children = new Map<string | null, Node[]>()
  for (const node of nodes) {
    const parent = node.parentId && known.has(node.parentId) ? node.parentId : null
    const siblings = children.get(parent)
    if (siblings) siblings.push(node)
    else children.set(parent, [node])
  }
  const ordered: Node[] = []
  const walk = (parent: string | null, depth: number): void => {
    for (const node of (children.get(parent) ?? []).toSorted((a, b) => byName.compare(a.name, b.name))) {
      ordered.push({ ...node, depth })
      walk(node.id, depth + 1)
    }
  }
  walk(null, 0)
  return ordered
}

/** Each goal's parent. */
export function parentsOf(nodes: { id: string; parentId: string | null }[]): Map<string, string | null> {
  return new Map(nodes.map((node) => [node.id, node.parentId]))
}

/** Whether `id` is the goal `above` or lies somewhere below it. */
export function isWithin(parents: Map<string, string | null>, id: string | null, above: string): boolean {
  const seen = new Set<string>()
  for (let at = id; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === above) return true
    seen.add(at)
  }
  return false
}
