// Reading a crisis: for the desk with everything, for the site what everybody may see.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Crisis, LogEntry, Report, Rumour, Verdict } from './types.ts'

function crises(tx: Tx) {
  return tx
    .selectFrom('crisis')
    .leftJoin('person as starter', 'starter.id', 'crisis.started_by')
    .leftJoin('person as ender', 'ender.id', 'crisis.ended_by')
    .selectAll('crisis')
    .select(['starter.name as starter_name', 'ender.name as ender_name'])
}

type Row = Awaited<ReturnType<ReturnType<typeof crises>['execute']>>[number]

function toCrisis(row: Row): Crisis {
  return {
    id: row.id,
    title: row.title,
    slug: row.slug,
    reason: row.reason,
    unitId: row.unit_id,
    state: row.state as Crisis['state'],
    startedAt: row.started_at,
    startedBy: row.starter_name,
    nextAt: row.next_at,
    endedAt: row.ended_at,
    endedBy: row.ender_name,
    wentWell: row.went_well,
    wentBadly: row.went_badly,
    lessons: row.lessons
  }
}

/** All, the newest first, at most 100. @throws NotAllowed */
export async function listCrises(tx: Tx, who: Who): Promise<Crisis[]> {
  must(who, 'crisis.read', null)
  return (await crises(tx).orderBy('crisis.started_at', 'desc').limit(100).execute()).map(toCrisis)
}

/** The one that lasts, or null. */
export async function activeCrisis(tx: Tx): Promise<Crisis | null> {
  const row = await crises(tx).where('crisis.state', '=', 'active').executeTakeFirst()
  return row ? toCrisis(row) : null
}

/** One with everything the desk shows. @throws NotAllowed, NotFound */
export async function readCrisis(
  tx: Tx,
  who: Who,
  id: string
): Promise<{ crisis: Crisis; reports: Report[]; rumours: Rumour[]; log: LogEntry[] }> {
  must(who, 'crisis.read', null)
  const row = await crises(tx).where('crisis.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    crisis: toCrisis(row),
    reports: await reportsOf(tx, id),
    rumours: await rumoursOf(tx, id),
    log: await logOf(tx, id)
  }
}

/** For the site: the crisis, its reports and the rumours that are answered publicly; null when there is none. */
export async function sourcePage(
  tx: Tx,
  slug: string
): Promise<{
  crisis: Pick<Crisis, 'id' | 'title' | 'slug' | 'state' | 'endedAt'>
  reports: Report[]
  rumours: Rumour[]
} | null> {
  const row = await crises(tx).where('crisis.slug', '=', slug).executeTakeFirst()
  if (!row) return null
  const { id, title, state, endedAt } = toCrisis(row)
  const reports = await reportsOf(tx, id)
  return {
    crisis: { id, title, slug: row.slug, state, endedAt },
    reports: reports.map((report) => ({ ...report, personName: null })),
    rumours: (await rumoursOf(tx, id)).filter((one) => one.isPublic)
  }
}

/** The newest first, at most 200. */
async function reportsOf(tx: Tx, crisisId: string): Promise<Report[]> {
  const rows = await tx
    .selectFrom('crisis_report')
    .leftJoin('person', 'person.id', 'crisis_report.person_id')
    .selectAll('crisis_report')
    .select('person.name')
    .where('crisis_id', '=', crisisId)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    headline: row.headline,
    known: row.known,
    unknown: row.unknown,
    doing: row.doing,
    nextAt: row.next_at,
    postId: row.post_id,
    personName: row.name,
    at: row.at
  }))
}

async function rumoursOf(tx: Tx, crisisId: string): Promise<Rumour[]> {
  const rows = await tx
    .selectFrom('crisis_rumour')
    .selectAll()
    .where('crisis_id', '=', crisisId)
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    claim: row.claim,
    answer: row.answer,
    verdict: row.verdict as Verdict,
    isPublic: row.is_public,
    at: row.at,
    changedAt: row.changed_at
  }))
}

async function logOf(tx: Tx, crisisId: string): Promise<LogEntry[]> {
  const rows = await tx
    .selectFrom('crisis_log')
    .leftJoin('person as writer', 'writer.id', 'crisis_log.person_id')
    .leftJoin('person as next', 'next.id', 'crisis_log.to_id')
    .select([
      'crisis_log.id',
      'crisis_log.text',
      'crisis_log.at',
      'writer.name as writer_name',
      'next.name as next_name'
    ])
    .where('crisis_id', '=', crisisId)
    .orderBy('crisis_log.at', 'desc')
    .orderBy('crisis_log.id', 'desc')
    .limit(300)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    toName: row.next_name,
    personName: row.writer_name,
    at: row.at
  }))
}

/** Who may lead a crisis in this unit, by name, at most 200. */
export async function crisisLeaders(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('person')
    .innerJoin('role', 'role.person_id', 'person.id')
    .select(['person.id', 'person.name'])
    .distinct()
    .where('role.role', 'in', ['editor', 'leader'])
    .where('person.left_at', 'is', null)
    .orderBy('person.name')
    .limit(200)
    .execute()
}
