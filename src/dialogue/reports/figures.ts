// The figures of a year: notices, decisions with their grounds, reviews. Counted only, nothing about anybody.
import { sql } from 'kysely'
import { loadMunicipality } from '#municipality/hosts.ts'
import { zoned } from '#platform/clock/clock.ts'
import { now, startOfDay } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { categories, type Category } from './shared.ts'

const steps = ['stand', 'remind', 'hide', 'delete', 'pause', 'block', 'police'] as const
type Step = (typeof steps)[number]

export interface Figures {
  year: number
  from: string
  until: string
  notices: {
    received: number
    byCategory: Record<Category, number>
    danger: number
    outcome: { measure: number; unfounded: number; gone: number; open: number }
    medianHours: number | null
  }
  decisions: {
    step: Step
    own: number
    afterNotice: number
    law: number
    rules: number
    heldByRule: number
    sum: number
  }[]
  reviews: {
    asked: number
    author: number
    notifier: number
    colleague: number
    upheld: number
    changed: number
    undone: number
    open: number
    medianHours: number | null
  }
  /** Decisions that a program took alone: there are none. */
  automatedDecisions: 0
}

/** The figures of one year, in the municipality's zone. */
export async function yearlyFigures(tx: Tx, year: number): Promise<Figures> {
  const { timeZone } = await loadMunicipality(tx)
  const from = startOfDay(`${year}-01-01`, timeZone)
  const until = startOfDay(`${year + 1}-01-01`, timeZone)
  const between = (column: string) => sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${until}`
  const notices = await sql<{
    category: Category
    count: number
    danger: number
    measure: number
    unfounded: number
    gone: number
    open: number
  }>`
    select category, count(*)::int as count, count(*) filter (where danger)::int as danger,
      count(*) filter (where outcome = 'measure')::int as measure,
      count(*) filter (where outcome = 'unfounded')::int as unfounded,
      count(*) filter (where outcome = 'gone')::int as gone,
      count(*) filter (where state = 'open')::int as open
    from report where ${between('received_at')} group by category`.execute(tx)
  const noticeTime = await medianOf(
    tx,
    sql`decided_at - received_at`,
    sql`report where state = 'decided' and ${between('received_at')}`
  )
  const decisions = await sql<Figures['decisions'][number]>`
    select step, count(*) filter (where origin <> 'notice')::int as own,
      count(*) filter (where origin = 'notice')::int as "afterNotice",
      count(*) filter (where ground like 'law:%')::int as law,
      count(*) filter (where ground like 'rules:%')::int as rules,
      count(*) filter (where held_by_machine)::int as "heldByRule",
      count(*)::int as sum
    from decision where state not in ('waiting', 'refused') and (step <> 'stand' or origin = 'notice') and ${between('decided_at')}
    group by step`.execute(tx)
  const reviews = await sql<Omit<Figures['reviews'], 'medianHours'>>`
    select count(*)::int as asked,
      count(*) filter (where asked_by = 'author')::int as author,
      count(*) filter (where asked_by = 'notifier')::int as notifier,
      count(*) filter (where asked_by = 'colleague')::int as colleague,
      count(*) filter (where outcome = 'upheld')::int as upheld,
      count(*) filter (where outcome = 'changed')::int as changed,
      count(*) filter (where outcome = 'undone')::int as undone,
      count(*) filter (where outcome is null)::int as open
    from decision_review where ${between('asked_at')}`.execute(tx)
  const reviewTime = await medianOf(
    tx,
    sql`decided_at - asked_at`,
    sql`decision_review where outcome is not null and ${between('asked_at')}`
  )
  const count = (what: 'count' | 'danger' | 'measure' | 'unfounded' | 'gone' | 'open') =>
    notices.rows.reduce((total, row) => total + row[what], 0)
  const ofCategory = (category: Category) => notices.rows.find((row) => row.category === category)?.count ?? 0
  return {
    year,
    from: `${year}-01-01`,
    until: `${year}-12-31`,
    notices: {
      received: count('count'),
      byCategory: Object.fromEntries(categories.map((one) => [one, ofCategory(one)])) as Record<Category, number>,
      danger: count('danger'),
      outcome: { measure: count('measure'), unfounded: count('unfounded'), gone: count('gone'), open: count('open') },
      medianHours: noticeTime
    },
    decisions: steps.map(
      (step) =>
        decisions.rows.find((row) => row.step === step) ?? {
          step,
          own: 0,
          afterNotice: 0,
          law: 0,
          rules: 0,
          heldByRule: 0,
          sum: 0
        }
    ),
    reviews: { ...reviews.rows[0]!, medianHours: reviewTime },
    automatedDecisions: 0
  }
}

/** The years there are figures for: from the municipality's first to this one, newest first; at most ten. */
export async function figureYears(tx: Tx): Promise<number[]> {
  const { timeZone } = await loadMunicipality(tx)
  const { rows } = await sql<{ first: Date | null }>`
    select least((select min(received_at) from report), (select min(decided_at) from decision)) as first`.execute(tx)
  const yearOf = (at: Date) => Number(zoned(at, timeZone).day.slice(0, 4))
  const last = yearOf(now())
  const first = Math.max(rows[0]?.first ? yearOf(rows[0].first) : last, last - 9)
  return Array.from({ length: last - first + 1 }, (_, index) => last - index)
}

async function medianOf(tx: Tx, span: ReturnType<typeof sql>, from: ReturnType<typeof sql>): Promise<number | null> {
  const { rows } = await sql<{ hours: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from ${span}) / 3600)::float as hours from ${from}`.execute(
    tx
  )
  const hours = rows[0]?.hours ?? null
  return hours === null ? null : Math.round(hours * 10) / 10
}
