// Telling the staff: of an assignment, a mention or a time that runs out, in the desk at once and by mail as the person
// wishes, outside of service hours only to those on duty. Who is away is stood in for. The mail holds nothing of a citizen unless the municipality allows it; one link opens the conversation.
import { onDuty } from '#duty/queries.ts'
import { nextOpening, openFrom, type ServiceCalendar } from '#municipality/hours.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { standIn } from '#people/absence.ts'
import { loadPerson } from '#people/person.ts'
import { may } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { clockPlan } from './clock/plan.ts'
import { noticeMail } from './mail-texts.ts'
import { seenBy } from './queries.ts'

export type NoticeKind =
  | 'assigned'
  | 'mentioned'
  | 'unit'
  | 'warning'
  | 'escalated'
  | 'watched'
  | 'asked'
  | 'replied'
  | 'nobody'
  | 'storm'
  | 'reported'
  | 'overdue'
export const noticeWishes = ['at_once', 'digest', 'off'] as const
export type NoticeWish = (typeof noticeWishes)[number]

/** Tells a colleague, or the deputy of one who is away. Whoever did it themselves is not told. */
export async function tellPerson(
  tx: Tx,
  who: { kind: string; id?: string | null },
  input: { person: string; kind: NoticeKind; conversation: string; question?: string }
): Promise<void> {
  if (who.kind === 'person' && who.id === input.person) return
  const at = now()
  const { unit_id: unit } = await tx
    .selectFrom('conversation')
    .select('unit_id')
    .where('id', '=', input.conversation)
    .executeTakeFirstOrThrow()
  // Watching is a person's own wish, not their duty: nobody stands in for it.
  const told =
    input.kind === 'watched'
      ? { id: input.person, for: null }
      : await standIn(
          tx,
          input.person,
          at,
          (deputy) => input.question !== undefined || may(deputy, 'conversation.read', unit)
        )
  const person = await tx
    .selectFrom('person')
    .select(['notices', 'left_at'])
    .where('id', '=', told.id)
    .executeTakeFirst()
  if (!person || person.left_at) return
  const isOff = person.notices === 'off'
  await tx
    .insertInto('notice')
    .values({
      id: newId(),
      person_id: told.id,
      for_id: told.for,
      kind: input.kind,
      conversation_id: input.conversation,
      question_id: input.question ?? null,
      by_id: who.kind === 'person' ? (who.id ?? null) : null,
      at,
      mailed_at: isOff ? at : null
    })
    .execute()
  if (isOff) return
  const startAfter = await mailMoment(tx, told.id, person.notices as NoticeWish, at)
  await noticeMailJob.send(tx, { m: tx.municipalityId, person: told.id }, { startAfter })
}

/** Tells the experts of a unit that something is theirs now and nobody was named. Units above only see it in the list. */
export async function tellUnit(tx: Tx, who: Who, input: { unit: string; conversation: string }): Promise<void> {
  const experts = await tx
    .selectFrom('role')
    .select('person_id')
    .where('unit_id', '=', input.unit)
    .where('role', '=', 'expert')
    .limit(50)
    .execute()
  for (const { person_id } of experts)
    await tellPerson(tx, who, { person: person_id, kind: 'unit', conversation: input.conversation })
}

/** Mails what a person has not been told yet, all in one. */
export const noticeMailJob = defineJob<{ m: string; person: string }>({
  name: 'notice-mail',
  handle: ({ m, person }) => inMunicipality(m, (tx) => mailNotices(tx, person))
})

/** Mails a person's notices, unless it is out of hours: then later. What was seen in the desk meanwhile is not mailed. */
export async function mailNotices(tx: Tx, personId: string): Promise<void> {
  const person = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.language', 'person.left_at', 'person.notices', 'account.email'])
    .where('person.id', '=', personId)
    .forUpdate('person')
    .executeTakeFirst()
  if (!person) return
  const at = now()
  const municipality = await loadMunicipality(tx)
  const due = await mailMoment(tx, personId, 'at_once', at)
  if (due > at) {
    await noticeMailJob.send(tx, { m: tx.municipalityId, person: personId }, { startAfter: due })
    return
  }
  const rows = await tx
    .selectFrom('notice as n')
    .innerJoin('conversation as c', 'c.id', 'n.conversation_id')
    .innerJoin('channel', 'channel.id', 'c.channel_id')
    .leftJoin('person as b', 'b.id', 'n.by_id')
    .leftJoin('person as f', 'f.id', 'n.for_id')
    .select([
      'n.id',
      'n.kind',
      'n.seen_at',
      'f.name as for',
      'n.conversation_id',
      'n.question_id',
      'c.last_excerpt',
      'c.unit_id',
      'c.assignee_id',
      'channel.name as channel',
      'b.name as by'
    ])
    .where('n.person_id', '=', personId)
    .where('n.mailed_at', 'is', null)
    .orderBy('n.at')
    .limit(200)
    .execute()
  if (rows.length === 0) return
  await tx
    .updateTable('notice')
    .set({ mailed_at: at })
    .where(
      'id',
      'in',
      rows.map(({ id }) => id)
    )
    .execute()
  const reader = await loadPerson(tx, personId)
  // It may have gone on to a department whose conversations are not this person's to read.
  const sees = (row: { unit_id: string | null; assignee_id: string | null; question_id: string | null }) =>
    reader !== null &&
    (row.question_id !== null || may(reader, 'conversation.read', row.unit_id) || row.assignee_id === personId)
  const untold = rows.filter((row) => row.seen_at === null && sees(row))
  if (untold.length === 0 || person.left_at || person.notices === 'off') return
  const withText = municipality.settings.citizensTextInMail
  const lines = untold.map((row) => ({
    kind: row.kind as NoticeKind,
    by: row.by,
    for: row.for,
    channel: row.channel,
    // Who was asked may read the question, not the conversation.
    excerpt: withText && !row.question_id ? row.last_excerpt : null,
    link: row.question_id
      ? `${siteOrigin(municipality)}/desk/questions/${row.question_id}`
      : `${siteOrigin(municipality)}/desk?conversation=${row.conversation_id}`
  }))
  const mail = noticeMail(person.language === 'en' ? 'en' : 'de', municipality.name, lines)
  await sendMailLater(tx, { recipient: person.email, purpose: 'notice', ...mail })
}

export interface NoticeLine {
  id: string
  kind: NoticeKind
  conversation: string
  /** Asked of the reader's unit, who may not read the conversation itself. */
  question: string | null
  subject: string
  by: string | null
  /** Who is away and stood in for. */
  for: string | null
  at: Date
}

/** Whoever answers or closes a conversation knows of it: nothing is left to tell them. */
export async function noticesSeen(tx: Tx, person: string, conversation: string): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ seen_at: now() })
    .where('person_id', '=', person)
    .where('conversation_id', '=', conversation)
    .where('seen_at', 'is', null)
    .execute()
}

/** What a person has been told and not looked at yet, newest first, at most 20. What is done meanwhile is left out. */
export async function unseenNotices(tx: Tx, who: Person): Promise<NoticeLine[]> {
  const rows = await tx
    .selectFrom('notice as n')
    .innerJoin('conversation as c', 'c.id', 'n.conversation_id')
    .leftJoin('person as b', 'b.id', 'n.by_id')
    .leftJoin('person as f', 'f.id', 'n.for_id')
    .leftJoin('inner_question as q', 'q.id', 'n.question_id')
    .select([
      'n.id',
      'n.kind',
      'n.conversation_id',
      'n.question_id',
      'q.text as question',
      'c.subject',
      'c.contact_name',
      'b.name as by',
      'f.name as for',
      'n.at'
    ])
    .where('n.person_id', '=', who.id)
    .where('n.seen_at', 'is', null)
    .where('c.state', '!=', 'done')
    .where((where: any) => where.or([where('n.question_id', 'is not', null), seenBy(where, who)]))
    .where('q.withdrawn_at', 'is', null)
    .orderBy('n.at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as NoticeKind,
    conversation: row.conversation_id,
    question: row.question_id,
    subject: row.question === null ? row.subject || row.contact_name : row.question.slice(0, 120),
    by: row.by,
    for: row.for,
    at: row.at
  }))
}

/** Settles how a person wants to hear of things. @throws Invalid */
export async function wishNotices(tx: Tx, who: Person, wish: string): Promise<void> {
  const known = noticeWishes.find((one) => one === wish)
  if (!known) throw new Invalid({ notices: 'invalid' })
  await tx.updateTable('person').set({ notices: known }).where('id', '=', who.id).execute()
  record(tx, who, 'person.notices-settled', who.id)
}

/** How a person wants to hear of things. */
export async function noticeWish(tx: Tx, who: Person): Promise<NoticeWish> {
  const { notices } = await tx.selectFrom('person').select('notices').where('id', '=', who.id).executeTakeFirstOrThrow()
  return notices as NoticeWish
}

/** When a mail may go to a person: at once when one of their units works or they are on duty. */
async function mailMoment(tx: Tx, personId: string, wish: NoticeWish, at: Date): Promise<Date> {
  const plan = await clockPlan(tx)
  const roles = await tx.selectFrom('role').select('unit_id').where('person_id', '=', personId).limit(20).execute()
  const units = roles.length > 0 ? roles.map(({ unit_id }) => unit_id) : [null]
  const moments = units.map((unit) => mailTime(plan.calendarOf(unit), wish, at).getTime())
  const first = new Date(Math.min(...moments))
  if (first <= at || wish !== 'at_once') return first
  return (await onDuty(tx, at)).some((duty) => duty.personId === personId) ? at : first
}

/**
 * When a mail may go: now in service hours, else when they begin; a digest when the next day of service begins. Where nobody
 * ever works, nobody is disturbed by it: at once.
 */
export function mailTime(calendar: ServiceCalendar, wish: NoticeWish, at: Date): Date {
  if (wish !== 'digest') return openFrom(calendar, at) ?? at
  const here = zoned(at, calendar.zone)
  const firstOf = (daysLater: number) => nextOpening(calendar, new Date(here.startOfDay(daysLater).getTime() - 1))
  const today = firstOf(0)
  return (today && today > at ? today : firstOf(1)) ?? at
}
