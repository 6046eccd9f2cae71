// The goals and their indicators as CSV, in the formats that can be read in again.
import type { Tx } from '#platform/database/database.ts'
import { writeCsv } from './csv/write.ts'
import { limits } from './shared.ts'
import { readTree } from './tree.ts'

const goalHeader = [
  'Titel',
  'Kennung',
  'Übergeordnetes Ziel',
  'Art',
  'Fachplan',
  'Beschreibung',
  'Zuständig',
  'Beginn',
  'Ende',
  'SDG',
  'Links',
  'Ratsvorlagen'
]
const valueHeader = ['Ziel', 'Kennzahl', 'Einheit', 'Richtung', 'Ausgangswert', 'Zielwert', 'Tag', 'Wert']

/** A template to fill in, with two rows that show how. */
export function template(kind: 'goals' | 'values'): string {
  if (kind === 'values')
    return writeCsv([
      valueHeader,
      ['Sichere Schulwege', 'Kinder, die zu Fuß kommen', '%', 'steigen', '41', '60', '31.12.2025', '44,5'],
      ['Sichere Schulwege', 'Kinder, die zu Fuß kommen', '%', 'steigen', '41', '60', '31.12.2026', '48']
    ])
  return writeCsv([
    goalHeader,
    [
      'Mobil für alle',
      '',
      '',
      'Leitziel',
      '',
      'Alle kommen gut ans Ziel, auch ohne Auto.',
      '',
      '2026',
      '2035',
      '3, 11, 13',
      'https://www.musterstadt.example/mobilitaet',
      ''
    ],
    [
      'Sichere Schulwege',
      '',
      'Mobil für alle',
      'Fachplanung',
      'Mobilitätskonzept 2035',
      'Kinder kommen zu Fuß und mit dem Rad sicher zur Schule.',
      '',
      '01.01.2026',
      '31.12.2030',
      '4, 11',
      '',
      'Beschluss https://rat.musterstadt.example/vorlage/123'
    ]
  ])
}

/** All goals in use. */
export async function exportGoals(tx: Tx): Promise<string> {
  const goals = await readTree(tx)
  const names = new Map(goals.map((goal) => [goal.id, goal.name]))
  const links = await tx
    .selectFrom('goal_link')
    .select(['goal_id', 'kind', 'title', 'url'])
    .orderBy('created_at')
    .limit(limits.goals * limits.links)
    .execute()
  const linksOf = (id: string, kind: string): string =>
    links
      .filter((link) => link.goal_id === id && link.kind === kind)
      .map(({ title, url }) => `${title.replaceAll('|', ' ')} ${url}`.trim())
      .join(' | ')
  return writeCsv([
    goalHeader,
    ...goals.map((goal) => [
      goal.name,
      goal.slug,
      (goal.parentId && names.get(goal.parentId)) || '',
      goal.kind === 'leitziel' ? 'Leitziel' : 'Fachplanung',
      goal.plan,
      goal.description,
      goal.unitName ?? '',
      germanDay(goal.beginsOn),
      germanDay(goal.endsOn),
      goal.sdgs.join(', '),
      linksOf(goal.id, 'web'),
      linksOf(goal.id, 'paper')
    ])
  ])
}

/** All indicators of goals in use with their values, 100,000 of them at most. */
export async function exportValues(tx: Tx): Promise<string> {
  const rows = await tx
    .selectFrom('indicator')
    .innerJoin('goal', 'goal.id', 'indicator.goal_id')
    .innerJoin('indicator_value', 'indicator_value.indicator_id', 'indicator.id')
    .select(['goal.name as goal', 'indicator.name', 'figure', 'direction', 'baseline', 'target', 'on_day', 'value'])
    .where('goal.archived_at', 'is', null)
    .where('indicator.archived_at', 'is', null)
    .orderBy('goal.name')
    .orderBy('indicator.created_at')
    .orderBy('on_day')
    .limit(100_000)
    .execute()
  const figure = (value: number | null): string => (value === null ? '' : String(value).replace('.', ','))
  const directions = { up: 'steigen', down: 'sinken', hold: 'halten' } as Record<string, string>
  return writeCsv([
    valueHeader,
    ...rows.map((row) => [
      row.goal,
      row.name,
      row.figure,
      directions[row.direction] ?? '',
      figure(row.baseline),
      figure(row.target),
      germanDay(row.on_day),
      figure(row.value)
    ])
  ])
}

function germanDay(day: string | null): string {
  return day ? day.split('-').toReversed().join('.') : ''
}
