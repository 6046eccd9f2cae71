// Mail that the product sends: written down with the change it follows, sent by a job, its outcome visible to the staff.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { mailConfigured, sendMail, type Sent } from '#platform/mail/mail.ts'
import { NotFound } from '#platform/refusal.ts'
import { municipalityIds } from './hosts.ts'

export type MailState = 'due' | 'sending' | 'sent' | 'refused' | 'waiting'

export interface MailInput {
  recipient: string
  subject: string
  /** Plain text. */
  body: string
  /** What it is for, such as `recovery` or `notice`; a word, not a sentence. */
  purpose: string
  /** What became worthless by then is not sent any more. */
  expiresAt?: Date
}

/** Writes a mail down and lets a job send it after the commit. Answers its id. */
export async function sendMailLater(tx: Tx, mail: MailInput): Promise<string> {
  const id = newId()
  const { recipient, subject, body, purpose } = mail
  await tx
    .insertInto('outgoing_mail')
    .values({
      id,
      recipient,
      subject: oneLine(subject),
      body,
      purpose,
      created_at: now(),
      expires_at: mail.expiresAt ?? null
    })
    .execute()
  await mailJob.send(tx, { m: tx.municipalityId, id })
  return id
}

/** How often the program tries by itself before it leaves the mail to a person. */
const tries = 8

export const mailJob = defineJob<{ m?: string; id?: string }>({
  name: 'mail',
  concurrency: 3,
  async handle({ m, id }) {
    if (!m || !id) return
    const mail = await inMunicipality(m, (tx) => claim(tx, id))
    if (!mail) return
    const outcome = await sendMail({
      to: mail.recipient,
      subject: mail.subject,
      text: mail.body,
      // The same at every try, so that a mail that did arrive is known as a double.
      messageId: `<${id}@${mail.domain}>`
    })
    await inMunicipality(m, (tx) => settle(tx, id, mail.attempts, outcome))
  }
})

/** Mails that wait for a server to be configured or for the release after a restore, or whose job was lost. */
export const mailSweepJob = defineJob({
  name: 'mail-sweep',
  everySeconds: 300,
  async handle() {
    if (!mailConfigured()) return
    for (const id of await municipalityIds()) await inMunicipality(id, resumeMails)
  }
})

export interface MailLine {
  id: string
  recipient: string
  subject: string
  purpose: string
  state: MailState
  problem: string | null
  attempts: number
  createdAt: Date
  sentAt: Date | null
}

/** The newest mails, without their texts: a link to a new password is for its reader only. */
export async function listMails(tx: Tx, who: Who, limit = 100): Promise<MailLine[]> {
  must(who, 'mail.read')
  const rows = await tx
    .selectFrom('outgoing_mail')
    .select(['id', 'recipient', 'subject', 'purpose', 'state', 'problem', 'attempts', 'created_at', 'sent_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    recipient: row.recipient,
    subject: row.subject,
    purpose: row.purpose,
    state: row.state as MailState,
    problem: row.problem,
    attempts: row.attempts,
    createdAt: row.created_at,
    sentAt: row.sent_at
  }))
}

/** Lets a mail that did not go out be tried again. @throws NotFound when there is nothing to try */
export async function retryMail(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'mail.read')
  const found = await tx
    .updateTable('outgoing_mail')
    .set({ state: 'due', attempts: 0, problem: null })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'refused'])
    .where('body', '<>', '')
    .returning('id')
    .executeTakeFirst()
  if (!found) throw new NotFound()
  await mailJob.send(tx, { m: tx.municipalityId, id })
}

interface Claimed {
  recipient: string
  subject: string
  body: string
  attempts: number
  domain: string
}

/** `sending` is committed before the mail goes out, so that a crash in between is seen. */
async function claim(tx: Tx, id: string): Promise<Claimed | null> {
  const mail = await tx.selectFrom('outgoing_mail').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!mail || mail.state === 'sent' || mail.state === 'refused') return null
  if (mail.expires_at && mail.expires_at < now()) {
    await tx
      .updateTable('outgoing_mail')
      .set({ state: 'refused', problem: 'expired', body: '' })
      .where('id', '=', id)
      .execute()
    return null
  }
  if (await outgoingHeld(tx)) {
    await tx.updateTable('outgoing_mail').set({ state: 'waiting', problem: 'held' }).where('id', '=', id).execute()
    return null
  }
  const attempts = mail.attempts + 1
  await tx.updateTable('outgoing_mail').set({ state: 'sending', attempts }).where('id', '=', id).execute()
  const { site_host } = await tx.selectFrom('municipality').select('site_host').executeTakeFirstOrThrow()
  return {
    recipient: mail.recipient,
    subject: mail.subject,
    body: mail.body,
    attempts,
    domain: site_host.replace(/:\d+$/, '')
  }
}

async function settle(tx: Tx, id: string, attempts: number, outcome: Sent): Promise<void> {
  const set = (values: { state: MailState; problem: string | null; sent_at?: Date; body?: string }) =>
    tx.updateTable('outgoing_mail').set(values).where('id', '=', id).execute()
  switch (outcome.state) {
    case 'sent':
      // Its text has done its work; what was said is not kept a second time.
      return void (await set({ state: 'sent', problem: null, sent_at: now(), body: '' }))
    case 'refused':
      return void (await set({ state: 'refused', problem: String(outcome.code) }))
    case 'notConfigured':
      return void (await set({ state: 'waiting', problem: 'notConfigured' }))
    case 'failed':
      await set({ state: 'waiting', problem: String(outcome.code) })
      if (attempts >= tries) return
      await mailJob.send(
        tx,
        { m: tx.municipalityId, id },
        { startAfter: new Date(now().getTime() + pauseMs(attempts)) }
      )
  }
}

/** 15 s, 1 min, 4 min, 16 min, then an hour. */
function pauseMs(attempts: number): number {
  return Math.min(15_000 * 4 ** (attempts - 1), 3_600_000)
}

async function resumeMails(tx: Tx): Promise<void> {
  const longAgo = new Date(now().getTime() - 15 * 60_000)
  const rows = await tx
    .selectFrom('outgoing_mail')
    .select('id')
    .where((or) =>
      or.or([
        or.and([or('state', '=', 'waiting'), or('problem', 'in', ['notConfigured', 'held'])]),
        or.and([or('state', 'in', ['due', 'sending']), or('created_at', '<', longAgo)])
      ])
    )
    .orderBy('created_at')
    .limit(500)
    .execute()
  for (const { id } of rows) await mailJob.send(tx, { m: tx.municipalityId, id }, { singletonKey: id })
}

/** Everything outgoing stands still after a restore (see channels/held.ts, which releases it per municipality). */
async function outgoingHeld(tx: Tx): Promise<boolean> {
  const held = await tx
    .selectFrom('installation_setting')
    .select('value')
    .where('name', '=', 'outgoing_held')
    .executeTakeFirst()
  return held !== undefined && !held.value?.released?.includes(tx.municipalityId)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200)
}
