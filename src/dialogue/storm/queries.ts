// What the desk shows of storms.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { askRelease } from '#review/facts.ts'
import { seenBy } from '../queries.ts'
import { stormOf } from './groups.ts'
import { windowMs } from './usual.ts'

export interface StormRow {
  id: string
  title: string
  slug: string
  channel: string
  noticedAt: Date
  endedAt: Date | null
  peak: number
  talks: number
}

export interface StormTalk {
  id: string
  name: string
  excerpt: string
  at: Date
  isOpen: boolean
  answers: number
  group: string | null
}

export interface GroupAnswer {
  id: string
  text: string
  state: 'proposed' | 'sending' | 'recalled' | 'done'
  by: string
  at: Date
  /** How many replies stand how. */
  replies: Record<'waiting' | 'given' | 'review' | 'answered' | 'refused' | 'recalled', number>
  mayRelease: boolean
}

export interface StormGroup {
  id: string
  name: string
  talks: StormTalk[]
  open: number
  answers: GroupAnswer[]
}

export interface Storm extends StormRow {
  usual: number
  threshold: number
  beganAt: Date
  /** Messages within the last hour, those of all time, and the people. */
  lastHour: number
  messages: number
  voices: number
  open: number
  answered: number
  /** Messages in each ten minutes, the last two hours, oldest first. */
  steps: { at: Date; count: number }[]
  groups: StormGroup[]
  /** Those that ask what nobody else does. */
  alone: StormTalk[]
  may: { answer: boolean; move: boolean }
  /** What this person writes to a group needs somebody else first. */
  needsApproval: boolean
}

/** Storms that run, and the newest past ones, at most 50. Only those of posts whose conversations the person may read. */
export async function listStorms(tx: Tx, who: Person, runningOnly = false): Promise<StormRow[]> {
  if (!may(who, 'conversation.read')) return []
  const rows = await tx
    .selectFrom('storm')
    .innerJoin('post', 'post.id', 'storm.post_id')
    .innerJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .innerJoin('channel', 'channel.id', 'storm.channel_id')
    .selectAll('storm')
    .select(['post.slug', 'post.unit_id', 'v.title', 'channel.name as channel'])
    .select(sql<number>`(select count(*)::int from storm_talk t where t.storm_id = storm.id)`.as('talks'))
    .$if(runningOnly, (query) => query.where('storm.ended_at', 'is', null))
    .orderBy('storm.noticed_at', 'desc')
    .limit(50)
    .execute()
  return rows
    .filter((row) => may(who, 'conversation.read', row.unit_id))
    .map((row) => ({
      id: row.id,
      title: row.title,
      slug: row.slug,
      channel: row.channel,
      noticedAt: row.noticed_at,
      endedAt: row.ended_at,
      peak: row.peak,
      talks: row.talks
    }))
}

/** One storm with its figures as they are now. @throws NotAllowed, NotFound */
export async function readStorm(tx: Tx, who: Person, id: string): Promise<Storm> {
  const { unit, post } = await stormOf(tx, id)
  must(who, 'conversation.read', unit)
  const row = (await listStorms(tx, who)).find((one) => one.id === id)
  const stored = await tx.selectFrom('storm').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const talks = await talksOf(tx, who, id)
  const groups = await tx
    .selectFrom('storm_group')
    .select(['id', 'name'])
    .where('storm_id', '=', id)
    .orderBy('made_at')
    .limit(200)
    .execute()
  const at = now()
  const { rows } = await sql<{ at: Date; voice: string }>`
    select m.received_at as at, coalesce(m.contact_id::text, m.author_name) as voice
    from conversation c join message m on m.conversation_id = c.id and m.direction = 'in' and m.state <> 'deleted'
    where c.post_id = ${post} and m.received_at >= ${stored.began_at} and m.received_at <= ${stored.ended_at ?? at}
    limit 20000`.execute(tx)
  const end = (stored.ended_at ?? at).getTime()
  const stepMs = 600_000
  const steps = Array.from({ length: 12 }, (_, index) => {
    const from = end - (12 - index) * stepMs
    return {
      at: new Date(from),
      count: rows.filter((one) => one.at.getTime() > from && one.at.getTime() <= from + stepMs).length
    }
  })
  const approval = await needsApprovalOf(tx, who, unit)
  return {
    ...row!,
    usual: stored.usual,
    threshold: stored.threshold,
    beganAt: stored.began_at,
    lastHour: rows.filter((one) => one.at.getTime() > at.getTime() - windowMs).length,
    messages: rows.length,
    voices: new Set(rows.map(({ voice }) => voice)).size,
    open: talks.filter(({ isOpen }) => isOpen).length,
    answered: talks.filter(({ answers }) => answers > 0).length,
    steps,
    groups: (
      await Promise.all(
        groups.map(async (group) => ({
          ...group,
          talks: talks.filter((one) => one.group === group.id),
          open: talks.filter((one) => one.group === group.id && one.isOpen).length,
          answers: await answersOf(tx, who, group.id, approval)
        }))
      )
    )
      .filter((group) => group.talks.length > 0 || group.answers.length > 0)
      .toSorted((a, b) => b.talks.length - a.talks.length),
    alone: talks.filter(({ group }) => group === null),
    may: { answer: may(who, 'conversation.answer', unit), move: may(who, 'conversation.assign', unit) },
    needsApproval: approval
  }
}

async function talksOf(tx: Tx, who: Person, storm: string): Promise<StormTalk[]> {
  const rows = await tx
    .selectFrom('storm_talk as t')
    .innerJoin('conversation as c', 'c.id', 't.conversation_id')
    .select(['c.id', 'c.contact_name', 'c.subject', 'c.first_message_at', 'c.state', 'c.answer_count', 't.group_id'])
    .where('t.storm_id', '=', storm)
    .where((where) => seenBy(where, who))
    .orderBy('c.first_message_at', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.contact_name,
    excerpt: row.subject,
    at: row.first_message_at,
    isOpen: ['new', 'open', 'reopened'].includes(row.state),
    answers: row.answer_count,
    group: row.group_id
  }))
}

async function answersOf(tx: Tx, who: Person, group: string, needsApproval: boolean): Promise<GroupAnswer[]> {
  const rows = await tx
    .selectFrom('group_answer as a')
    .leftJoin('person as p', 'p.id', 'a.written_by')
    .select(['a.id', 'a.text', 'a.state', 'a.at', 'a.written_by', 'p.name'])
    .where('a.group_id', '=', group)
    .orderBy('a.at', 'desc')
    .limit(20)
    .execute()
  const counts = await sql<{ id: string; state: keyof GroupAnswer['replies']; count: number }>`
    select answer_id as id, state, count(*)::int as count from group_reply
    where answer_id = any(${rows.map(({ id }) => id)}::uuid[]) group by answer_id, state`.execute(tx)
  return rows.map((row) => {
    const replies = { waiting: 0, given: 0, review: 0, answered: 0, refused: 0, recalled: 0 }
    for (const one of counts.rows) if (one.id === row.id) replies[one.state] = one.count
    return {
      id: row.id,
      text: row.text,
      state: row.state as GroupAnswer['state'],
      by: row.name ?? '',
      at: row.at,
      replies,
      mayRelease: row.state === 'proposed' && row.written_by !== who.id && !needsApproval
    }
  })
}

async function needsApprovalOf(tx: Tx, who: Person, unitId: string): Promise<boolean> {
  if (!may(who, 'conversation.answer', unitId)) return true
  const { kind } = await askRelease(tx, who, { subject: 'message', unitId, authors: [], fourEyes: [], approved: false })
  return kind === 'approval'
}
