// Reading notices of illegal content: for the desk, and for whoever gave one.
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { MessageState } from '../types.ts'
import { codeOf, hashCode } from './code.ts'
import type { Category, PoliceState, ReportOutcome } from './shared.ts'

export interface ReportLine {
  id: string
  category: Category
  danger: boolean
  police: PoliceState
  state: 'open' | 'decided'
  outcome: ReportOutcome | null
  receivedAt: Date
  dueAt: Date
  isOver: boolean
  decidedAt: Date | null
  unit: string | null
  excerpt: string
  postTitle: string | null
  /** How many others gave notice of the same comment. */
  others: number
}

export interface OpenedReport extends ReportLine {
  explanation: string
  name: string
  email: string | null
  location: string
  code: string | null
  reason: string
  policeNote: string
  policeBy: string | null
  policeAt: Date | null
  decidedBy: string | null
  decision: string | null
  conversation: string | null
  message: { id: string; state: MessageState; author: string; html: string; at: Date } | null
  mayDecide: boolean
}

const base = (tx: Tx) =>
  tx
    .selectFrom('report as r')
    .leftJoin('message as m', 'm.id', 'r.message_id')
    // The message may have moved to another conversation since.
    .leftJoin('conversation as c', (join) =>
      join.on((on) => on('c.id', '=', on.fn.coalesce('m.conversation_id', 'r.conversation_id')))
    )
    .leftJoin('post', 'post.id', 'r.post_id')
    .leftJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .leftJoin('unit', (join) => join.on((on) => on('unit.id', '=', on.fn.coalesce('c.unit_id', 'r.unit_id'))))
    .leftJoin('person as d', 'd.id', 'r.decided_by')
    .leftJoin('person as p', 'p.id', 'r.police_by')
    .selectAll('r')
    .select(['m.state as message_state', 'm.author_name', 'm.html', 'm.text', 'm.at as message_at'])
    .select([
      'v.title',
      'c.id as current_conversation',
      'unit.id as current_unit',
      'unit.name as unit_name',
      'd.name as decided_name'
    ])
    .select('p.name as police_name')
    .select((select) =>
      select
        .selectFrom('report as o')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('o.message_id', '=', 'r.message_id')
        .whereRef('o.id', '<>', 'r.id')
        .as('others')
    )
type Row = Awaited<ReturnType<ReturnType<typeof base>['execute']>>[number]

/** The notices that wait (the most urgent first), or those that are decided (the newest first); at most 200. @throws NotAllowed */
export async function listReports(tx: Tx, who: Person, view: 'open' | 'decided'): Promise<ReportLine[]> {
  must(who, 'message.moderate')
  const isOpen = view === 'open'
  const rows = await base(tx)
    .where((where) => {
      const open = where.or([where('r.state', '=', 'open'), where('r.police', '=', 'open')])
      return isOpen ? open : where.not(open)
    })
    .where((where) => where.or([where('unit.id', 'is', null), where('unit.id', 'in', reachOf(who))]))
    .$if(isOpen, (query) => query.orderBy('r.danger', 'desc').orderBy('r.due_at'))
    .$if(!isOpen, (query) => query.orderBy('r.received_at', 'desc'))
    .limit(200)
    .execute()
  return rows.map(lineOf)
}

/** How many notices wait, at most 100; 0 for those who do not decide. */
export async function countReports(tx: Tx, who: Person): Promise<number> {
  if (!may(who, 'message.moderate')) return 0
  const rows = await tx
    .selectFrom('report')
    .leftJoin('conversation as c', 'c.id', 'report.conversation_id')
    .select('report.id')
    .where((where) => where.or([where('report.state', '=', 'open'), where('police', '=', 'open')]))
    .where((where) => where.or([where('c.unit_id', 'is', null), where('c.unit_id', 'in', reachOf(who))]))
    .limit(100)
    .execute()
  return rows.length
}

/** One notice. @throws NotFound, also for who may not read the conversation */
export async function readReport(tx: Tx, who: Person, id: string): Promise<OpenedReport> {
  const row = await base(tx).where('r.id', '=', id).executeTakeFirst()
  if (!row || !may(who, 'conversation.read', row.current_unit)) throw new NotFound('report.notFound')
  const mayDecide = may(who, 'message.moderate', row.current_unit)
  return {
    ...lineOf(row),
    explanation: row.explanation,
    // Who gave notice, and the code that speaks for them, are for those who decide about it.
    name: mayDecide ? row.name : '',
    email: mayDecide ? row.email : null,
    location: row.location,
    code: mayDecide ? codeOf(tx.municipalityId, row.id) : null,
    reason: row.reason,
    policeNote: row.police_note,
    policeBy: row.police_name,
    policeAt: row.police_at,
    decidedBy: row.decided_name,
    decision: row.decision_id,
    conversation: row.current_conversation,
    message:
      row.message_id && row.message_at
        ? {
            id: row.message_id,
            state: row.message_state as MessageState,
            author: row.author_name ?? '',
            html: row.html ?? '',
            at: row.message_at
          }
        : null,
    mayDecide
  }
}

/** The open notices of a conversation, the most urgent first. The caller has checked who may read it. */
export async function reportsOfConversation(tx: Tx, conversationId: string): Promise<ReportLine[]> {
  const rows = await base(tx)
    .where('c.id', '=', conversationId)
    .where((where) => where.or([where('r.state', '=', 'open'), where('r.police', '=', 'open')]))
    .orderBy('r.danger', 'desc')
    .orderBy('r.due_at')
    .limit(20)
    .execute()
  return rows.map(lineOf)
}

/** Whether somebody gave notice of this message and nobody has decided yet. */
export async function isReported(tx: Tx, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('report')
    .select('id')
    .where('message_id', '=', messageId)
    .where((where) => where.or([where('state', '=', 'open'), where('police', '=', 'open')]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export interface OwnReport {
  id: string
  category: Category
  explanation: string
  location: string
  receivedAt: Date
  dueAt: Date
  state: 'open' | 'decided'
  outcome: ReportOutcome | null
  reason: string
  decidedAt: Date | null
  decision: string | null
}

/** The notice behind a code. @throws NotFound */
export async function reportByCode(tx: Tx, code: string): Promise<OwnReport> {
  const row = await tx
    .selectFrom('report')
    .selectAll()
    .where('code_hash', '=', hashCode(code.slice(0, 100)))
    .executeTakeFirst()
  if (!row) throw new NotFound('report.codeNotFound')
  return {
    id: row.id,
    category: row.category as Category,
    explanation: row.explanation,
    location: row.location,
    receivedAt: row.received_at,
    dueAt: row.due_at,
    state: row.state as 'open' | 'decided',
    outcome: row.outcome as ReportOutcome | null,
    reason: row.reason,
    decidedAt: row.decided_at,
    decision: row.decision_id
  }
}

function lineOf(row: Row): ReportLine {
  return {
    id: row.id,
    category: row.category as Category,
    danger: row.danger,
    police: row.police as PoliceState,
    state: row.state as 'open' | 'decided',
    outcome: row.outcome as ReportOutcome | null,
    receivedAt: row.received_at,
    dueAt: row.due_at,
    isOver: row.state === 'open' && row.due_at < now(),
    decidedAt: row.decided_at,
    unit: row.unit_name,
    excerpt: (row.text ?? '').slice(0, 160),
    postTitle: row.title,
    others: Number(row.others ?? 0)
  }
}

function reachOf(who: Person): string[] {
  return [...new Set([...(who.reach.editor ?? []), ...(who.reach.leader ?? [])])]
}
