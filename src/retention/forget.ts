// What really happens to each class when its time is over. Each answers how many it let go; what one run leaves, the next takes.
import { sql, type RawBuilder } from 'kysely'
import { eraseMedia } from '#media/retire.ts'
import { forgetNotifiers } from '#dialogue/reports/forget.ts'
import { forgetEvidence, forgetReasons } from '#moderation/retain.ts'
import { system } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import type { ClassId } from '#privacy/classes.ts'
import { forgetPublic, forgetPrivate, forgetRejected } from './messages.ts'
import { forgetStaff } from './staff.ts'

/** Rows that one run takes of a table at most. */
export const most = 10_000

/** Lets go of everything of a class from before a moment. */
export type Forget = (tx: Tx, before: Date) => Promise<number>

/** By class; what goes with an event (the author deletes, somebody unfollows) goes then, and needs no run. */
export const forget: Partial<Record<ClassId, Forget>> = {
  hold: rows(
    (before) => sql`update address_hold set reason = '', decision_note = '' where id in (select id from address_hold
      where reason <> '' and (state = 'ended' and ended_at < ${before} or state = 'refused' and decided_at < ${before}
        or state = 'asked' and asked_at < ${before}) limit ${most})`
  ),
  publicMessage: forgetPublic,
  rejectedMessage: forgetRejected,
  privateMessage: forgetPrivate,
  evidence: (tx, before) => forgetEvidence(tx, before),
  decision: (tx, before) => forgetReasons(tx, before),
  illegalNotice: forgetNotifiers,
  // Nobody is told of an answer any more once the conversation has long been done.
  contactMail: rows(
    (before) => sql`update contact set email = null, email_confirmed_at = null where id in (select c.id from contact c
      where c.email is not null and c.created_at < ${before} and not exists (
        select 1 from conversation v where v.contact_id = c.id
          and (v.state <> 'done' or v.last_message_at >= ${before})
        union all
        select 1 from message m join conversation v on v.id = m.conversation_id where m.contact_id = c.id
          and (v.state <> 'done' or v.last_message_at >= ${before})) limit ${most})`
  ),
  contact: rows(
    (before) => sql`delete from contact where id in (select c.id from contact c
      where not exists (select 1 from message where contact_id = c.id and state <> 'deleted')
        and not exists (select 1 from conversation where contact_id = c.id) and c.created_at < ${before}::timestamptz - interval '1 day'
      limit ${most})`
  ),
  // The figure stays, who it was goes.
  reaction: rows(
    (before) => sql`update reaction set actor = 'forgotten:' || id, remote_id = 'forgotten:' || id where id in (
      select id from reaction where at < ${before} and actor not like 'forgotten:%' limit ${most})`
  ),
  rawDone: rows(
    (before) => sql`delete from incoming_raw where id in (select id from incoming_raw where message_id is null
      and state in ('understood', 'ignored') and received_at < ${before} limit ${most})`
  ),
  rawQuarantined: rows(
    (before) => sql`delete from incoming_raw where id in (select id from incoming_raw where message_id is null
      and state = 'quarantined' and received_at < ${before} limit ${most})`
  ),
  mail: rows(
    (before) => sql`delete from outgoing_mail where id in (select id from outgoing_mail
      where state in ('sent', 'refused') and created_at < ${before} limit ${most})`
  ),
  delivery: rows(
    (before) => sql`delete from delivery where (activity_id, inbox) in (select activity_id, inbox from delivery
      where state <> 'due' and coalesce(delivered_at, due_at) < ${before} limit ${most})`
  ),
  media: async (tx, before) => {
    const over = await tx
      .selectFrom('media')
      .select('id')
      .where('withdrawn_at', '<', before)
      .where('erased_at', 'is', null)
      .orderBy('withdrawn_at')
      .limit(500)
      .execute()
    for (const { id } of over) await eraseMedia(tx, system, id)
    return over.length
  },
  // What was asked and done stays as a line without words: that it was done in time has to be shown.
  request: rows(
    (before) => sql`update subject_request set terms = '{}', proof = '', note = '', chosen = null where id in (
      select id from subject_request where state <> 'open' and closed_at < ${before} and terms <> '{}' limit ${most})`
  ),
  look: async (tx, before) => {
    await sql`select set_config('app.erasing', 'yes', true)`.execute(tx)
    const count = await rows(
      (at) => sql`delete from sensitive_read where id in (select id from sensitive_read where at < ${at} limit ${most})`
    )(tx, before)
    await sql`select set_config('app.erasing', '', true)`.execute(tx)
    return count
  },
  staff: forgetStaff,
  outside: async (tx, before) => {
    const asked = await rows(
      (at) => sql`update review_request set name = '', email = null where id in (select id from review_request
        where email is not null and person_id is null and coalesce(answered_at, expires_at, asked_at) < ${at}
        limit ${most})`
    )(tx, before)
    const ended = await rows(
      (at) => sql`update outside_reviewer set name = '', email = 'nobody-' || id || '@invalid.invalid'
        where ended_at < ${at} and name <> ''`
    )(tx, before)
    const colleagues = await rows(
      (at) => sql`update inner_question set name = '', email = 'nobody@invalid.invalid'
        where email is not null and name || email <> 'nobody@invalid.invalid' and asked_at < ${at}`
    )(tx, before)
    return asked + ended + colleagues
  },
  duty: rows(
    (before) => sql`delete from duty where id in (select id from duty where ends_at < ${before} limit ${most})`
  ),
  absence: rows(
    (before) => sql`delete from absence where id in (select id from absence
      where to_day < ${before.toISOString().slice(0, 10)} limit ${most})`
  ),
  // The name of a group in a storm is made of people's words.
  storm: rows(
    (before) => sql`update storm_group set name = '…' where id in (select id from storm_group
      where made_at < ${before} and name <> '…' limit ${most})`
  ),
  goalImport: rows(
    (before) => sql`delete from goal_import where id in (select id from goal_import
      where created_at < ${before} limit ${most})`
  )
}

function rows(statement: (before: Date) => RawBuilder<unknown>): Forget {
  return async (tx, before) => Number((await statement(before).execute(tx)).numAffectedRows ?? 0)
}
