// What the inbox shows. Every list is bounded and goes on from its last row (keyset), never by counting rows off.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { clockPlan, type ClockPlan } from './clock/plan.ts'
import { nextDue, type Due } from './clock/shown.ts'
import { cursorOf } from './cursor.ts'
import { filtered } from './filters.ts'
import type { Filters } from './shared.ts'
import type { ConversationState, Visibility } from './types.ts'

export const views = ['mine', 'unit', 'none', 'due', 'held', 'waiting', 'done', 'channel', 'all', 'any'] as const
export type View = (typeof views)[number]

export interface Row {
  id: string
  state: ConversationState
  name: string
  excerpt: string
  isOwnLast: boolean
  unread: boolean
  held: number
  visibility: Visibility
  network: string
  unit: string | null
  assignee: { id: string; name: string } | null
  lastAt: Date
  waitingSince: Date | null
  /** What is due first. */
  due: Due | null
}

export interface List {
  rows: Row[]
  /** Where the next page begins; null: this was the last. */
  next: string | null
}

export interface ListInput {
  view: View
  /** For the view `channel`. */
  channel?: string | null
  filters?: Filters
  after?: string | null
  limit?: number
}

/** The units whose conversations a person may read. */
export function unitsOf(who: Person): string[] {
  const readable = new Set<string>()
  for (const role of ['editor', 'expert', 'leader'] as const)
    for (const unit of who.reach[role] ?? []) readable.add(unit)
  return [...readable]
}

/**
 * One page of a view, newest first; what runs out, in the order in which it does. Relies on conversation_open,
 * conversation_assignee, conversation_held, conversation_latest and conversation_next_due. @throws NotAllowed
 */
export async function listConversations(tx: Tx, who: Person, input: ListInput): Promise<List> {
  must(who, 'conversation.read')
  const limit = Math.min(input.limit ?? 40, 200)
  const cursor = input.after ? cursorOf(input.after) : null
  const query = selectRows(tx)
    .where((where) => seenBy(where, who))
    .where((where) => inView(where, who, input))
    .where((where) => filtered(where, input.filters ?? {}))
    .limit(limit + 1)
  const isByDue = input.view === 'due'
  const rows = isByDue
    ? await query
        .$if(cursor !== null, (some) =>
          some.where(sql<boolean>`(c.next_due_at, c.id) > (${cursor?.at}, ${cursor?.id})`)
        )
        .orderBy('c.next_due_at')
        .orderBy('c.id')
        .execute()
    : await query
        .$if(cursor !== null, (some) =>
          some.where(sql<boolean>`(c.last_message_at, c.id) < (${cursor?.at}, ${cursor?.id})`)
        )
        .orderBy('c.last_message_at', 'desc')
        .orderBy('c.id', 'desc')
        .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const by = last && (isByDue ? last.next_due_at! : last.last_message_at)
  const plan = await clockPlan(tx)
  return {
    rows: page.map((row) => toRow(row, plan)),
    next: rows.length > limit && last ? `${by!.getTime()}_${last.id}` : null
  }
}

export function selectRows(tx: Tx) {
  return tx
    .selectFrom('conversation as c')
    .leftJoin('unit as u', 'u.id', 'c.unit_id')
    .leftJoin('person as p', 'p.id', 'c.assignee_id')
    .select([
      'c.id',
      'c.state',
      'c.contact_name',
      'c.last_excerpt',
      'c.last_direction',
      'c.unread',
      'c.held_count',
      'c.visibility',
      'c.network',
      'u.short_name',
      'c.assignee_id',
      'p.name as assignee_name',
      'c.last_message_at',
      'c.waiting_since',
      'c.unit_id',
      'c.due_at',
      'c.resolve_due_at',
      'c.next_due_at'
    ])
}

type Where = any

/** The row is of no unit, of one the person reads, or was given to the person. */
export function seenBy(where: Where, who: Person) {
  const units = unitsOf(who)
  return where.and([
    // What became part of another stands there.
    where('c.merged_into', 'is', null),
    readBy(where, who, units)
  ])
}

function readBy(where: Where, who: Person, units: string[]) {
  return where.or([
    where('c.unit_id', 'is', null),
    where('c.assignee_id', '=', who.id),
    ...(units.length > 0 ? [sql<boolean>`c.unit_id = any(${units}::uuid[])`] : [])
  ])
}

/** Whether there is such a conversation and the person may read it. */
export async function seesConversation(tx: Tx, who: Person, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('conversation as c')
    .select('c.id')
    .where('c.id', '=', id)
    .where((where) => seenBy(where, who))
    .executeTakeFirst()
  return row !== undefined
}

function inView(where: Where, who: Person, { view, channel }: ListInput) {
  const active = sql<boolean>`c.state <> 'done' and c.state not in ('waiting', 'waiting_inside')`
  switch (view) {
    case 'mine':
      return where.and([active, where('c.assignee_id', '=', who.id)])
    case 'unit':
      return where.and([active, where('c.unit_id', 'is not', null)])
    case 'none':
      return where.and([active, where('c.unit_id', 'is', null)])
    case 'due':
      return where('c.next_due_at', 'is not', null)
    case 'held':
      return where('c.held_count', '>', 0)
    case 'waiting':
      return sql<boolean>`c.state <> 'done' and c.state in ('waiting', 'waiting_inside')`
    case 'done':
      return where('c.state', '=', 'done')
    case 'channel':
      return where.and([active, where('c.channel_id', '=', channel ?? null)])
    case 'all':
      return active
    case 'any':
      return where.and([])
  }
}

export function toRow(
  row: Awaited<ReturnType<ReturnType<typeof selectRows>['execute']>>[number],
  plan: ClockPlan
): Row {
  return {
    id: row.id,
    state: row.state as ConversationState,
    name: row.contact_name,
    excerpt: row.last_excerpt,
    isOwnLast: row.last_direction === 'out',
    unread: row.unread,
    held: row.held_count,
    visibility: row.visibility as Visibility,
    network: row.network,
    unit: row.short_name,
    assignee: row.assignee_id ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null,
    lastAt: row.last_message_at,
    waitingSince: row.waiting_since,
    due: nextDue(plan, row, now())
  }
}

export interface Counts {
  mine: number
  unit: number
  none: number
  /** Whose time has run out, at most 100. */
  over: number
  held: number
  waiting: number
  done: number
  channels: { id: string; name: string; network: string; count: number }[]
}

/** The figures beside the views, from the kept counts. */
export async function countsFor(tx: Tx, who: Person): Promise<Counts> {
  if (!may(who, 'conversation.read'))
    return { mine: 0, unit: 0, none: 0, over: 0, held: 0, waiting: 0, done: 0, channels: [] }
  const units = unitsOf(who)
  const channels = await tx
    .selectFrom('channel')
    .select(['id', 'name', 'network'])
    .where('state', '<>', 'closed')
    .orderBy('name')
    .limit(50)
    .execute()
  const reach = ['none', ...units]
  const keys = [
    `person:${who.id}`,
    ...['unit', 'held', 'waiting', 'done'].flatMap((view) => reach.map((unit) => `${view}:${unit}`))
  ]
  const channelKeys = channels.flatMap(({ id }) => reach.map((unit) => `channel:${id}:${unit}`))
  const { rows } = await sql<{ view: string; count: number }>`
    select view, count from conversation_count where view = any(${[...keys, ...channelKeys]}::text[]) and count <> 0`.execute(
    tx
  )
  // Time alone changes it, so it cannot be kept: a bounded walk along conversation_next_due.
  const over = await tx
    .selectFrom('conversation as c')
    .select('c.id')
    .where('c.next_due_at', '<', now())
    .where((where) => seenBy(where, who))
    .limit(100)
    .execute()
  const sum = (start: string, except = ''): number =>
    rows.reduce((total, row) => (row.view.startsWith(start) && row.view !== except ? total + row.count : total), 0)
  return {
    mine: sum(`person:${who.id}`),
    unit: sum('unit:', 'unit:none'),
    none: sum('unit:none'),
    over: over.length,
    held: sum('held:'),
    waiting: sum('waiting:'),
    done: sum('done:'),
    channels: channels.map((channel) => ({ ...channel, count: sum(`channel:${channel.id}:`) }))
  }
}
