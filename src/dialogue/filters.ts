// Narrowing a list or a search down. All of it is optional, and everything given must hold.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import { type Filters, filterStates } from './shared.ts'

type Where = any

/** The condition that the filters make, on `conversation as c`. */
export function filtered(where: Where, filters: Filters) {
  const at = now()
  return where.and([
    ...(filters.state === 'active' ? [sql<boolean>`c.state <> 'done'`] : []),
    ...(filters.state && filters.state !== 'active' ? [where('c.state', '=', filters.state)] : []),
    ...(filters.unit === 'none' ? [where('c.unit_id', 'is', null)] : []),
    ...(filters.unit && filters.unit !== 'none' ? [where('c.unit_id', '=', filters.unit)] : []),
    ...(filters.person === 'none' ? [where('c.assignee_id', 'is', null)] : []),
    ...(filters.person && filters.person !== 'none' ? [where('c.assignee_id', '=', filters.person)] : []),
    ...(filters.channel ? [where('c.channel_id', '=', filters.channel)] : []),
    ...(filters.topic ? [where('c.topic_id', '=', filters.topic)] : []),
    ...(filters.priority ? [where('c.priority', '=', filters.priority)] : []),
    ...(filters.from ? [sql<boolean>`c.last_message_at >= ${filters.from}::date`] : []),
    ...(filters.to ? [sql<boolean>`c.last_message_at < ${filters.to}::date + 1`] : []),
    ...(filters.overdue ? [where('c.next_due_at', '<', at)] : []),
    ...(filters.unread ? [where('c.unread', '=', true)] : []),
    ...(filters.note
      ? [sql<boolean>`exists (select 1 from message n where n.conversation_id = c.id and n.direction = 'note')`]
      : [])
  ])
}

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** Reads filters from an address or from what was kept; what makes no sense is left out. */
export function readFilters(given: URLSearchParams): Filters {
  const text = (name: string) => given.get(name) ?? ''
  const known = (name: string) => (id.test(text(name)) ? text(name) : undefined)
  const noneOr = (name: string) => (text(name) === 'none' ? 'none' : known(name))
  const state = filterStates.find((one) => one === text('state'))
  const priority = (['urgent', 'high', 'normal', 'low'] as const).find((one) => one === text('priority'))
  const read: Filters = {
    state,
    priority,
    unit: noneOr('unit'),
    person: noneOr('person'),
    channel: known('channel'),
    topic: known('topic'),
    from: day.test(text('from')) ? text('from') : undefined,
    to: day.test(text('to')) ? text('to') : undefined,
    overdue: text('overdue') === '1' || undefined,
    unread: text('unread') === '1' || undefined,
    note: text('note') === '1' || undefined
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}
