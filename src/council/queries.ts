// Reading what was read: the sources and how they are, meetings, papers.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { ListKind } from './objects.ts'

export interface SourceState {
  id: string
  url: string
  name: string
  version: string | null
  everyHours: number
  paused: boolean
  startedAt: Date | null
  succeededAt: Date | null
  failedAt: Date | null
  problem: string | null
  bodies: {
    id: string
    name: string
    chosen: boolean
    lists: { kind: ListKind; problem: string | null; saved: number; broken: number; pages: number; goesOn: boolean }[]
    faults: { kind: string; what: string; reason: string }[]
  }[]
}

/** The sources with all that somebody needs who wants to know why something is missing. @throws NotAllowed */
export async function listSources(tx: Tx, who: Who): Promise<SourceState[]> {
  must(who, 'council.settle')
  const sources = await tx.selectFrom('council_source').selectAll().orderBy('created_at').limit(20).execute()
  const bodies = await tx
    .selectFrom('council_body')
    .select(['id', 'source_id', 'name', 'chosen'])
    .orderBy('chosen', 'desc')
    .orderBy('name')
    .limit(2000)
    .execute()
  const lists = await tx.selectFrom('council_list').selectAll().orderBy('kind').limit(6000).execute()
  const faults = await tx
    .selectFrom('council_fault')
    .select(['body_id', 'kind', 'what', 'reason'])
    .orderBy('at', 'desc')
    .limit(300)
    .execute()
  return sources.map((source) => ({
    id: source.id,
    url: source.url,
    name: source.name,
    version: source.version,
    everyHours: source.every_hours,
    paused: source.paused,
    startedAt: source.started_at,
    succeededAt: source.succeeded_at,
    failedAt: source.failed_at,
    problem: source.problem,
    bodies: bodies
      .filter((body) => body.source_id === source.id)
      .map((body) => ({
        id: body.id,
        name: body.name,
        chosen: body.chosen,
        lists: lists
          .filter((list) => list.body_id === body.id)
          .map((list) => ({
            kind: list.kind as ListKind,
            problem: list.problem,
            saved: list.saved,
            broken: list.broken,
            pages: list.pages,
            goesOn: list.next_url !== null
          })),
        faults: faults
          .filter((fault) => fault.body_id === body.id)
          .map(({ kind, what, reason }) => ({ kind, what, reason }))
      }))
  }))
}

export interface CouncilMeeting {
  id: string
  name: string
  startsAt: Date
  endsAt: Date | null
  place: string
  cancelled: boolean
  /** Names of the groups that meet. */
  organizations: string[]
  webUrl: string | null
}

/** The meetings that begin in [from, to), earliest first, at most 500. */
export async function meetingsBetween(tx: Tx, from: Date, to: Date): Promise<CouncilMeeting[]> {
  const rows = await tx
    .selectFrom('council_meeting')
    .innerJoin('council_body', 'council_body.id', 'council_meeting.body_id')
    .selectAll('council_meeting')
    .where('council_body.chosen', '=', true)
    .where('council_meeting.deleted_at', 'is', null)
    .where('starts_at', '>=', from)
    .where('starts_at', '<', to)
    .orderBy('starts_at')
    .orderBy('council_meeting.id')
    .limit(500)
    .execute()
  const remote = [...new Set(rows.flatMap((row) => row.organization_ids))]
  const named =
    remote.length === 0
      ? []
      : await tx
          .selectFrom('council_organization')
          .select(['body_id', 'remote_id', 'name'])
          .where('remote_id', 'in', remote)
          .execute()
  const names = new Map(named.map((one) => [`${one.body_id} ${one.remote_id}`, one.name]))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    startsAt: row.starts_at!,
    endsAt: row.ends_at,
    place: row.place,
    cancelled: row.cancelled,
    organizations: row.organization_ids.flatMap((id) => names.get(`${row.body_id} ${id}`) ?? []),
    webUrl: row.web_url
  }))
}

/** What stands on the agenda of a meeting, in its order, at most 200 items. */
export async function agendaOfMeetings(
  tx: Tx,
  meetings: string[]
): Promise<Map<string, { number: string; name: string }[]>> {
  const items =
    meetings.length === 0
      ? []
      : await tx
          .selectFrom('council_agenda_item')
          .select(['meeting_id', 'number', 'name'])
          .where('meeting_id', 'in', meetings)
          .orderBy('meeting_id')
          .orderBy('position')
          .limit(20_000)
          .execute()
  return Map.groupBy(items, (item) => item.meeting_id)
}

export interface CouncilPaper {
  id: string
  name: string
  reference: string
  paperType: string
  day: string | null
  /** For people where the system has one, otherwise the object's own. */
  url: string
}

/** Papers by reference or words of their name, those of that reference first, then the newest; at most 50. */
export async function searchPapers(tx: Tx, words: string, limit = 50): Promise<CouncilPaper[]> {
  const asked = words.trim().slice(0, 200)
  let query = tx
    .selectFrom('council_paper')
    .innerJoin('council_body', 'council_body.id', 'council_paper.body_id')
    .selectAll('council_paper')
    .where('council_body.chosen', '=', true)
    .where('council_paper.deleted_at', 'is', null)
  for (const word of asked.split(/\s+/).filter(Boolean).slice(0, 8))
    query = query.where(
      sql<boolean>`(council_paper.reference || ' ' || council_paper.name) ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`
    )
  const rows = await query
    .orderBy(sql`lower(council_paper.reference) <> lower(${asked})`)
    .orderBy('on_day', (order) => order.desc().nullsLast())
    .orderBy('council_paper.id')
    .limit(Math.min(limit, 50))
    .execute()
  return rows.map(toPaper)
}

/** A paper as lists show it. */
export function toPaper(row: {
  id: string
  name: string
  reference: string
  paper_type: string
  on_day: string | null
  web_url: string | null
  remote_id: string
}): CouncilPaper {
  return {
    id: row.id,
    name: row.name,
    reference: row.reference,
    paperType: row.paper_type,
    day: row.on_day,
    url: row.web_url ?? row.remote_id
  }
}

export interface CouncilGroup {
  id: string
  name: string
}

/** The bodies that are read and their groups, by name, at most 300. */
export async function listGroups(tx: Tx): Promise<CouncilGroup[]> {
  const bodies = await tx
    .selectFrom('council_body')
    .select(['id', 'name'])
    .where('chosen', '=', true)
    .where('deleted_at', 'is', null)
    .limit(100)
    .execute()
  const groups = await tx
    .selectFrom('council_organization')
    .innerJoin('council_body', 'council_body.id', 'council_organization.body_id')
    .select(['council_organization.id', 'council_organization.name'])
    .where('council_body.chosen', '=', true)
    .where('council_organization.deleted_at', 'is', null)
    .orderBy('council_organization.name')
    .limit(200)
    .execute()
  return [...bodies, ...groups].sort((a, b) => a.name.localeCompare(b.name, 'de'))
}

/** What a goal can refer to, with its address: a paper, a meeting, a group or a body. @throws NotFound */
export async function referenceTo(tx: Tx, id: string): Promise<{ isPaper: boolean; title: string; url: string }> {
  const paper = await tx.selectFrom('council_paper').selectAll().where('id', '=', id).executeTakeFirst()
  if (paper) {
    const { reference, name, url } = toPaper(paper)
    return { isPaper: true, title: [reference, name].filter(Boolean).join(': '), url }
  }
  const meeting = await tx.selectFrom('council_meeting').selectAll().where('id', '=', id).executeTakeFirst()
  if (meeting) return { isPaper: false, title: meeting.name, url: meeting.web_url ?? meeting.remote_id }
  for (const table of ['council_organization', 'council_body'] as const) {
    const group = await tx.selectFrom(table).select(['name', 'remote_id']).where('id', '=', id).executeTakeFirst()
    if (group) return { isPaper: false, title: group.name, url: group.remote_id }
  }
  throw new NotFound()
}

/** Whether a council information system is connected at all. */
export async function hasSources(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('council_source').select('id').limit(1).executeTakeFirst()) !== undefined
}
