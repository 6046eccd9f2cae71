// Which days a view of the calendar shows.
import { Temporal } from 'temporal-polyfill'

export type View = 'month' | 'week' | 'list'

export interface Span {
  /** The day that was asked for. */
  at: string
  /** Local days, the last one not counted. */
  from: string
  to: string
  earlier: string
  later: string
}

const listWeeks = 8

/** The view of this name; the month unless it is one. */
export function asView(name: string | null): View {
  return name === 'week' || name === 'list' ? name : 'month'
}

/** The days a view shows around a day; around today for what is no day between 1970 and 2200. */
export function spanOf(view: View, asked: string, today: string): Span {
  const day = dayOr(asked, today)
  const monday = (of: Temporal.PlainDate) => of.subtract({ days: of.dayOfWeek - 1 })
  const span = (
    from: Temporal.PlainDate,
    days: number,
    earlier: Temporal.PlainDate,
    later: Temporal.PlainDate
  ): Span => ({
    at: day.toString(),
    from: from.toString(),
    to: from.add({ days }).toString(),
    earlier: earlier.toString(),
    later: later.toString()
  })
  if (view === 'month') {
    const first = day.with({ day: 1 })
    return span(monday(first), 42, first.subtract({ months: 1 }), first.add({ months: 1 }))
  }
  if (view === 'week') return span(monday(day), 7, day.subtract({ weeks: 1 }), day.add({ weeks: 1 }))
  return span(day, listWeeks * 7, day.subtract({ weeks: listWeeks }), day.add({ weeks: listWeeks }))
}

function dayOr(text: string, fallback: string): Temporal.PlainDate {
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' })
    if (day.year >= 1970 && day.year < 2200) return day
  } catch {
    // Not a day.
  }
  return Temporal.PlainDate.from(fallback)
}
