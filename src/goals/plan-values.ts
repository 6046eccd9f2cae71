// What a file of indicators' values would change, row by row.
import { dayIn, numberIn } from './csv/cells.ts'
import { findColumns, problemsOfForm, type RowProblem } from './csv/columns.ts'
import type { CsvTable } from './csv/read.ts'
import type { IndicatorInput } from './indicators.ts'
import type { RowStatus } from './plan-goals.ts'
import { type Direction, limits } from './shared.ts'

/** The columns of the format; the first title of each is the format's own. */
export const valueColumns = {
  goal: ['ziel', 'titel', 'goal'],
  indicator: ['kennzahl', 'indikator', 'indicator'],
  day: ['tag', 'datum', 'stichtag', 'day', 'date'],
  value: ['wert', 'value'],
  figure: ['einheit', 'unit'],
  direction: ['richtung', 'direction'],
  baseline: ['ausgangswert', 'baseline'],
  target: ['zielwert', 'target']
} as const
type ValueColumn = keyof typeof valueColumns

export interface PlannedValue {
  line: number
  /** Goal and indicator as the file names them. */
  name: string
  status: RowStatus
  changes: { field: string; before: string; after: string }[]
  problems: RowProblem[]
  goalId: string | null
  /** Null: the file makes it, once. */
  indicatorId: string | null
  indicator: IndicatorInput
  day: string
  value: number
}

export interface ValuesPlan {
  rows: PlannedValue[]
  unknownColumns: string[]
}

export interface StandingIndicators {
  goals: { id: string; name: string; slug: string; unitId: string | null }[]
  indicators: { id: string; goalId: string; name: string; values: Map<string, number> }[]
  mayWrite: (unitId: string | null) => boolean
}

/** Plans the import. @throws Refusal when a column is missing or stands twice */
export function planValues(table: CsvTable, standing: StandingIndicators): ValuesPlan {
  const columns = findColumns(table.header, valueColumns, ['goal', 'indicator', 'day', 'value'])
  const goals = new Map([
    ...standing.goals.map((goal) => [goal.slug, goal] as const),
    ...standing.goals.map((goal) => [lower(goal.name), goal] as const)
  ])
  const indicators = new Map(standing.indicators.map((one) => [`${one.goalId} ${lower(one.name)}`, one]))
  const first = new Map<string, number>()
  const rows = table.rows.map((row): PlannedValue => {
    const problems = problemsOfForm(row, table.header)
    const wrong = (column: string, key: string, data: Record<string, unknown> = {}): void => {
      problems.push({ column, key, data })
    }
    const get = (column: ValueColumn): string => row.cells[columns.at[column] ?? -1] ?? ''
    const goal = goals.get(lower(get('goal')))
    if (!goal) wrong('Ziel', 'csv.goalUnknown', { name: get('goal').slice(0, 80) })
    else if (!standing.mayWrite(goal.unitId)) wrong('Ziel', 'csv.notYours')
    const name = get('indicator').replace(/\s+/g, ' ')
    if (!name) wrong('Kennzahl', 'goals.indicatorNameMissing')
    else if (name.length > limits.name) wrong('Kennzahl', 'goals.nameLong')
    const day = dayIn(get('day'), 'last')
    if (!day.value) wrong('Tag', 'csv.dayShape', { cell: get('day').slice(0, 60) })
    const value = numberIn(get('value'))
    if (value.value === undefined || value.value === null)
      wrong('Wert', value.problem ?? 'goals.numberShape', { cell: get('value').slice(0, 60) })
    const indicator = goal && indicators.get(`${goal.id} ${lower(name)}`)
    const key = `${goal?.id ?? ''} ${lower(name)} ${day.value ?? ''}`
    if (goal && name && day.value) {
      const before = first.get(key)
      if (before !== undefined) wrong('Tag', 'csv.valueTwice', { line: before })
      else first.set(key, row.line)
    }
    const before = day.value ? indicator?.values.get(day.value) : undefined
    const isSame = before !== undefined && before === value.value
    const fresh = indicator ? null : newIndicator(get, name, wrong)
    return {
      line: row.line,
      name: `${get('goal') || '–'}: ${name || '–'}`,
      status: problems.length > 0 ? 'error' : isSame ? 'unchanged' : before === undefined ? 'new' : 'changed',
      changes: isSame
        ? []
        : [
            {
              field: day.value ?? '',
              before: before === undefined ? '' : String(before),
              after: String(value.value ?? '')
            }
          ],
      problems,
      goalId: goal?.id ?? null,
      indicatorId: indicator?.id ?? null,
      indicator: fresh ?? { name, figure: '', direction: 'up', baseline: null, target: null },
      day: day.value ?? '',
      value: value.value ?? 0
    }
  })
  refuseTooMany(rows, standing)
  return { rows, unknownColumns: columns.unknown }
}

const lower = (text: string): string => text.toLocaleLowerCase('de').replace(/\s+/g, ' ').trim()

const directions: Record<string, Direction> = {
  steigen: 'up',
  'soll steigen': 'up',
  up: 'up',
  sinken: 'down',
  'soll sinken': 'down',
  down: 'down',
  halten: 'hold',
  'gleich bleiben': 'hold',
  'soll gleich bleiben': 'hold',
  hold: 'hold'
}

function newIndicator(
  get: (column: ValueColumn) => string,
  name: string,
  wrong: (column: string, key: string, data?: Record<string, unknown>) => void
): IndicatorInput {
  const direction = get('direction') ? directions[lower(get('direction'))] : 'up'
  if (!direction) wrong('Richtung', 'csv.directionShape', { cell: get('direction').slice(0, 60) })
  const figures = { baseline: numberIn(get('baseline')), target: numberIn(get('target')) }
  if (figures.baseline.problem) wrong('Ausgangswert', figures.baseline.problem)
  if (figures.target.problem) wrong('Zielwert', figures.target.problem)
  if (get('figure').length > limits.figure) wrong('Einheit', 'goals.textLong')
  return {
    name,
    figure: get('figure').slice(0, limits.figure),
    direction: direction ?? 'up',
    baseline: figures.baseline.value ?? null,
    target: figures.target.value ?? null
  }
}

/** No goal gets more indicators, and no indicator more values, than pages can show. */
function refuseTooMany(rows: PlannedValue[], { indicators }: StandingIndicators): void {
  const values = new Map(indicators.map((one) => [`${one.goalId} ${lower(one.name)}`, one.values.size]))
  const perGoal = new Map<string, number>()
  for (const one of indicators) perGoal.set(one.goalId, (perGoal.get(one.goalId) ?? 0) + 1)
  for (const row of rows) {
    if (row.status === 'error' || !row.goalId) continue
    const key = `${row.goalId} ${lower(row.indicator.name)}`
    if (!values.has(key)) {
      const count = (perGoal.get(row.goalId) ?? 0) + 1
      perGoal.set(row.goalId, count)
      if (count > limits.indicators) fault(row, 'goals.tooManyIndicators', limits.indicators)
    }
    const count = (values.get(key) ?? 0) + (row.status === 'new' ? 1 : 0)
    values.set(key, count)
    if (count > limits.values) fault(row, 'goals.tooManyValues', limits.values)
  }
}

function fault(row: PlannedValue, key: string, max: number): void {
  row.problems.push({ column: '', key, data: { max } })
  row.status = 'error'
}
