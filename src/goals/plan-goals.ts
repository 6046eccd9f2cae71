// What a file of goals would change, row by row. Pure: the same file and the same tree give the same plan.
import { Invalid } from '#platform/refusal.ts'
import { type GoalInput, tidyGoal } from './check.ts'
import { dayIn, sdgsIn } from './csv/cells.ts'
import { findColumns, problemsOfForm, type RowProblem } from './csv/columns.ts'
import type { CsvRow, CsvTable } from './csv/read.ts'
import { webAddress } from './link.ts'
import { limits } from './shared.ts'
import type { GoalNode } from './tree.ts'

/** The columns of the format, each with the titles by which it is known; the first one is the format's own. */
export const goalColumns = {
  name: ['titel', 'ziel', 'name', 'title'],
  slug: ['kennung', 'adresse', 'slug', 'key'],
  parent: ['übergeordnetes ziel', 'uebergeordnetes ziel', 'oberziel', 'gehört unter', 'parent'],
  kind: ['art', 'kind'],
  plan: ['fachplan', 'plan'],
  description: ['beschreibung', 'description'],
  unit: ['zuständig', 'zustaendig', 'zuständige einheit', 'einheit', 'amt', 'unit'],
  begins: ['beginn', 'begins', 'von'],
  ends: ['ende', 'ends', 'bis'],
  sdgs: ['sdg', 'sdgs'],
  links: ['links', 'link'],
  papers: ['ratsvorlagen', 'ratsvorlage', 'vorlagen', 'papers']
} as const
export type GoalColumn = keyof typeof goalColumns

export type RowStatus = 'new' | 'changed' | 'unchanged' | 'error'

export interface PlannedGoal {
  line: number
  name: string
  status: RowStatus
  /** What would change, as people read it. */
  changes: { field: string; before: string; after: string }[]
  problems: RowProblem[]
  input: GoalInput
  /** The goal it changes; null: a new one. */
  goalId: string | null
  /** Where it will stand: a goal's id, the line of another row (`line 7`), null for the top; undefined: stays. */
  parent: string | null | undefined
  links: { kind: 'web' | 'paper'; title: string; url: string }[]
}

export interface GoalsPlan {
  rows: PlannedGoal[]
  unknownColumns: string[]
}

export interface Standing {
  goals: GoalNode[]
  units: { id: string; name: string; shortName: string }[]
  /** Addresses that the goals link to already, by goal. */
  links: Map<string, Set<string>>
  mayWrite: (unitId: string | null) => boolean
}

/** Plans the import. @throws Refusal when a column is missing or stands twice */
export function planGoals(table: CsvTable, standing: Standing): GoalsPlan {
  const columns = findColumns(table.header, goalColumns, ['name'])
  const cell = (row: CsvRow, column: GoalColumn): string | undefined => {
    const index = columns.at[column]
    return index === undefined ? undefined : (row.cells[index] ?? '')
  }
  const finder = findersOf(standing)
  const rows = table.rows.map((row) => planRow(row, table.header, cell, standing, finder))
  refuseDoubles(rows, standing.goals)
  const planned = new Map(rows.map((row) => [lower(row.name), row]))
  for (const [index, row] of rows.entries()) placeRow(row, cell(table.rows[index]!, 'parent'), planned, finder)
  refuseCircles(rows, standing.goals)
  refuseTooMany(rows, standing.goals.length)
  for (const row of rows) row.status = statusOf(row)
  return { rows, unknownColumns: columns.unknown }
}

function statusOf(row: PlannedGoal): RowStatus {
  if (row.problems.length > 0) return 'error'
  if (row.goalId === null) return 'new'
  return row.changes.length > 0 ? 'changed' : 'unchanged'
}

const lower = (text: string): string => text.toLocaleLowerCase('de')

interface Finder {
  byName: Map<string, GoalNode>
  bySlug: Map<string, GoalNode>
  byId: Map<string, GoalNode>
  unit: (name: string) => string | null
}

function findersOf({ goals, units }: Standing): Finder {
  const named = new Map([
    ...units.map((unit) => [lower(unit.shortName), unit.id] as const),
    ...units.map((unit) => [lower(unit.name), unit.id] as const)
  ])
  return {
    byName: new Map(goals.map((goal) => [lower(goal.name), goal])),
    bySlug: new Map(goals.map((goal) => [goal.slug, goal])),
    byId: new Map(goals.map((goal) => [goal.id, goal])),
    unit: (name) => named.get(lower(name)) ?? null
  }
}

function planRow(
  row: CsvRow,
  header: string[],
  cell: (row: CsvRow, column: GoalColumn) => string | undefined,
  standing: Standing,
  finder: Finder
): PlannedGoal {
  const problems = problemsOfForm(row, header)
  const wrong = (column: string, key: string, data: Record<string, unknown> = {}): void => {
    problems.push({ column, key, data })
  }
  const get = (column: GoalColumn): string | undefined => cell(row, column)
  const name = (get('name') ?? '').replace(/\s+/g, ' ')
  const key = get('slug')
  const goal = key ? finder.bySlug.get(key.toLowerCase()) : finder.byName.get(lower(name))
  if (key && !goal) wrong('Kennung', 'csv.keyUnknown', { key })

  const input: GoalInput = {
    name,
    kind: kindIn(get('kind'), goal, wrong),
    plan: get('plan') ?? goal?.plan ?? '',
    description: get('description') ?? goal?.description ?? '',
    unitId: goal?.unitId ?? null,
    beginsOn: goal?.beginsOn ?? null,
    endsOn: goal?.endsOn ?? null,
    sdgs: goal?.sdgs ?? []
  }
  const unit = get('unit')
  if (unit !== undefined) {
    input.unitId = unit ? finder.unit(unit) : null
    if (unit && !input.unitId) wrong('Zuständig', 'csv.unitUnknown', { unit })
  }
  for (const [column, field, ofYear, title] of [
    ['begins', 'beginsOn', 'first', 'Beginn'],
    ['ends', 'endsOn', 'last', 'Ende']
  ] as const) {
    const text = get(column)
    if (text === undefined) continue
    const day = dayIn(text, ofYear)
    if (day.problem) wrong(title, 'csv.dayShape', { cell: text.slice(0, 60) })
    else input[field] = day.value ?? null
  }
  const sdgs = get('sdgs')
  if (sdgs !== undefined) {
    const read = sdgsIn(sdgs)
    if (read.problem) wrong('SDG', read.problem)
    else input.sdgs = read.value ?? []
  }
  const links = [...linksIn(get('links'), 'web', wrong), ...linksIn(get('papers'), 'paper', wrong)].filter(
    ({ url }) => !(goal && standing.links.get(goal.id)?.has(url))
  )
  if (links.length + (goal ? (standing.links.get(goal.id)?.size ?? 0) : 0) > limits.links)
    wrong('Links', 'goals.tooManyLinks', { max: limits.links })

  let tidy = input
  try {
    tidy = tidyGoal(input)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    for (const [field, problem] of Object.entries(error.fields)) wrong(fieldTitles[field] ?? field, problem)
  }
  if (!standing.mayWrite(tidy.unitId) || (goal && !standing.mayWrite(goal.unitId))) wrong('Zuständig', 'csv.notYours')
  return {
    line: row.line,
    name: name || '–',
    status: 'error',
    changes: goal ? changesOf(goal, tidy, standing, links) : [],
    problems,
    input: tidy,
    goalId: goal?.id ?? null,
    parent: undefined,
    links
  }
}

/** The columns' titles by the fields that `tidyGoal` finds fault with. */
const fieldTitles: Record<string, string> = {
  name: 'Titel',
  plan: 'Fachplan',
  description: 'Beschreibung',
  beginsOn: 'Beginn',
  endsOn: 'Ende',
  sdgs: 'SDG'
}

type Wrong = (column: string, key: string, data?: Record<string, unknown>) => void

function kindIn(text: string | undefined, goal: GoalNode | undefined, wrong: Wrong): GoalInput['kind'] {
  if (!text) return goal?.kind ?? 'leitziel'
  if (/^leitziel$/i.test(text)) return 'leitziel'
  if (/^fach(planung|plan|ziel)$/i.test(text)) return 'fachplanung'
  wrong('Art', 'csv.kindShape', { cell: text.slice(0, 60) })
  return 'leitziel'
}

/** `https://… | Titel https://…`: addresses with what stands before each as its title. */
function linksIn(text: string | undefined, kind: 'web' | 'paper', wrong: Wrong): PlannedGoal['links'] {
  const links: PlannedGoal['links'] = []
  for (const part of (text ?? '').split(/[|\n]/).map((one) => one.trim())) {
    if (!part) continue
    const found = /^(.*?)\s*(https?:\/\/\S+)$/i.exec(part)
    const url = found && webAddress(found[2]!)
    if (!found || !url) wrong(kind === 'web' ? 'Links' : 'Ratsvorlagen', 'csv.linkShape', { cell: part.slice(0, 80) })
    else if (!links.some((link) => link.url === url))
      links.push({ kind, title: found[1]!.replace(/:$/, '').slice(0, limits.linkTitle), url })
  }
  return links
}

function changesOf(
  goal: GoalNode,
  tidy: GoalInput,
  { units }: Standing,
  links: PlannedGoal['links']
): PlannedGoal['changes'] {
  const unit = (id: string | null): string => units.find((one) => one.id === id)?.name ?? (id ? '?' : '')
  const fields: [string, string, string][] = [
    ['Titel', goal.name, tidy.name],
    ['Art', goal.kind, tidy.kind],
    ['Fachplan', goal.plan, tidy.plan],
    ['Beschreibung', goal.description, tidy.description],
    [
      'Zuständig',
      goal.unitId === tidy.unitId ? '' : unit(goal.unitId),
      goal.unitId === tidy.unitId ? '' : unit(tidy.unitId)
    ],
    ['Beginn', goal.beginsOn ?? '', tidy.beginsOn ?? ''],
    ['Ende', goal.endsOn ?? '', tidy.endsOn ?? ''],
    ['SDG', goal.sdgs.join(', '), tidy.sdgs.join(', ')]
  ]
  const changes = fields.filter(([, before, after]) => before !== after)
  return [
    ...changes.map(([field, before, after]) => ({ field, before, after })),
    ...links.map((link) => ({ field: link.kind === 'web' ? 'Links' : 'Ratsvorlagen', before: '', after: link.url }))
  ]
}

/** One goal stands in one row, and no two goals end up with one name. */
function refuseDoubles(rows: PlannedGoal[], goals: GoalNode[]): void {
  const first = new Map<string, number>()
  const touched = new Set(rows.map((row) => row.goalId))
  const kept = new Set(goals.filter((goal) => !touched.has(goal.id)).map((goal) => lower(goal.name)))
  for (const row of rows) {
    if (row.name === '–') continue
    const keys = [lower(row.name), ...(row.goalId ? [row.goalId] : [])]
    const before = keys.map((key) => first.get(key)).find((line) => line !== undefined)
    if (before !== undefined) row.problems.push({ column: 'Titel', key: 'csv.twice', data: { line: before } })
    else if (kept.has(lower(row.name))) row.problems.push({ column: 'Titel', key: 'goals.nameTaken', data: {} })
    for (const key of keys) if (!first.has(key)) first.set(key, row.line)
  }
}

function placeRow(row: PlannedGoal, text: string | undefined, rows: Map<string, PlannedGoal>, finder: Finder): void {
  if (text === undefined) return
  const goal = row.goalId ? finder.byId.get(row.goalId) : undefined
  if (text === '') row.parent = null
  else {
    const name = lower(text.replace(/\s+/g, ' '))
    const planned = rows.get(name)
    const standing = finder.byName.get(name) ?? finder.bySlug.get(text.toLowerCase())
    if (planned) row.parent = planned.goalId ?? `line ${planned.line}`
    else if (standing) row.parent = standing.id
    else
      row.problems.push({ column: 'Übergeordnetes Ziel', key: 'csv.parentUnknown', data: { name: text.slice(0, 80) } })
  }
  if (goal && row.parent !== undefined && row.parent !== goal.parentId)
    row.changes.push({
      field: 'Übergeordnetes Ziel',
      before: (goal.parentId && finder.byId.get(goal.parentId)?.name) || '',
      after: text
    })
}

function refuseCircles(rows: PlannedGoal[], goals: GoalNode[]): void {
  const idOf = (row: PlannedGoal): string => row.goalId ?? `line ${row.line}`
  const parents = new Map(goals.map((goal) => [goal.id, goal.parentId]))
  for (const row of rows) if (row.parent !== undefined || !row.goalId) parents.set(idOf(row), row.parent ?? null)
  const circles = inCircles(parents)
  // Only rows that move something can close a circle.
  for (const row of rows)
    if (row.parent && circles.has(idOf(row)))
      row.problems.push({ column: 'Übergeordnetes Ziel', key: 'goals.circle', data: {} })
}

/** The goals that lie below themselves. Each is walked over once, however deep the tree. */
function inCircles(parents: Map<string, string | null>): Set<string> {
  const circles = new Set<string>()
  const walkOf = new Map<string, number>()
  let walk = 0
  for (const start of parents.keys()) {
    walk++
    let at: string | null = start
    while (at !== null && !walkOf.has(at)) {
      walkOf.set(at, walk)
      at = parents.get(at) ?? null
    }
    // Came back to where this very walk has been: from there on it goes round.
    if (at !== null && walkOf.get(at) === walk)
      for (let one: string = at; !circles.has(one); one = parents.get(one)!) circles.add(one)
  }
  return circles
}

function refuseTooMany(rows: PlannedGoal[], there: number): void {
  let count = there
  for (const row of rows)
    if (row.goalId === null && ++count > limits.goals)
      row.problems.push({ column: '', key: 'goals.tooMany', data: { max: limits.goals } })
}
