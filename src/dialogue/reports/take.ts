// Taking in a notice of illegal content from the form at a comment. It is open to anyone and works without a script.
import { addServiceTime } from '#municipality/hours.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { citizen } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { withoutControls } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { postPath } from '#posts/slug.ts'
import { clockPlan } from '../clock/plan.ts'
import { codeOf, hashCode } from './code.ts'
import { reportDueJob } from './jobs.ts'
import { receiptMail } from './letters.ts'
import { asksWho, type Category, isCategory, maxExplanation } from './shared.ts'
import { tellOfReport } from './tell.ts'

export interface ReportInput {
  message: string
  category: string
  explanation: string
  name: string
  email: string
  goodFaith: boolean
  danger: boolean
  language: 'de' | 'en'
  trap?: string
}

/** Service time until a decision is due; in danger it is due at once. */
const usualSeconds = 16 * 3600
/** Mails to one address in a day, about all its notices. */
const mostMails = 10

/** Counts one try from this address. Call it before the transaction. @throws TooMany */
export async function limitReports(municipalityId: string, address: string | null): Promise<void> {
  await takeFrom(limitKey(`report:${municipalityId}`, address ?? 'unknown'), { limit: 10, windowSeconds: 600 })
}

/** What a notice can be about: a comment that everybody can read. @throws NotFound */
export async function reportable(tx: Tx, messageId: string) {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('post', 'post.id', 'c.post_id')
    .innerJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .select(['m.id', 'm.author_name', 'm.html', 'm.at', 'c.id as conversation', 'c.unit_id'])
    .select(['post.id as post', 'post.slug', 'v.title'])
    .where('m.id', '=', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(messageId) ? messageId : null)
    .where('m.direction', '=', 'in')
    .where('m.state', '=', 'visible')
    .where('m.visibility', 'in', ['public', 'unlisted'])
    .executeTakeFirst()
  if (!row) throw new NotFound('report.nothingThere')
  const path = `${postPath(row)}#k-${row.id}`
  return { ...row, location: siteOrigin(await loadMunicipality(tx)) + path, path }
}

/** Takes a notice in, says so to its author, and tells those who decide. @throws Invalid, NotFound */
export async function takeReport(tx: Tx, input: ReportInput): Promise<{ report: string; code: string }> {
  const { category, explanation, name, email } = checkReport(input)
  const about = await reportable(tx, input.message)
  const municipality = await loadMunicipality(tx)
  const id = newId()
  const at = now()
  const danger = input.danger || category === 'threat'
  const code = codeOf(tx.municipalityId, id)
  const calendar = (await clockPlan(tx)).calendarOf(about.unit_id)
  const dueAt = danger ? at : addServiceTime(calendar, at, usualSeconds)
  await tx
    .insertInto('report')
    .values({
      id,
      code_hash: hashCode(code),
      conversation_id: about.conversation,
      message_id: about.id,
      post_id: about.post,
      unit_id: about.unit_id,
      location: about.location,
      category,
      explanation,
      name,
      email,
      good_faith: input.goodFaith,
      danger,
      language: input.language,
      received_at: at,
      due_at: dueAt,
      police: danger ? 'open' : 'none'
    })
    .execute()
  record(tx, citizen, 'conversation.reported', about.conversation, { report: id, message: about.id, danger })
  // Of danger those who decide hear at once; leaders besides when nobody has decided an hour later.
  const overAt = danger ? new Date(at.getTime() + 3_600_000) : dueAt
  await reportDueJob.send(tx, { m: tx.municipalityId }, { startAfter: overAt })
  if (email && !(await isWrittenOften(tx, email))) {
    const link = `${siteOrigin(municipality)}/meldung/${code}`
    const mail = receiptMail(input.language, { municipality: municipality.name, location: about.location, code, link })
    await sendMailLater(tx, { recipient: email, purpose: 'report', ...mail })
  }
  await tellOfReport(tx, { id, conversation: about.conversation, unit: about.unit_id, danger })
  return { report: id, code }
}

/** Nobody's mailbox is filled by notices that others give in their name; the page shows the code all the same. */
async function isWrittenOften(tx: Tx, email: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('outgoing_mail')
    .select('id')
    .where('recipient', '=', email)
    .where('purpose', '=', 'report')
    .where('created_at', '>', new Date(now().getTime() - 86_400_000))
    .limit(mostMails)
    .execute()
  return rows.length >= mostMails
}

function checkReport(input: ReportInput): {
  category: Category
  explanation: string
  name: string
  email: string | null
} {
  const category = isCategory(input.category) ? input.category : null
  const isAsked = category === null || asksWho(category)
  const explanation = clean(input.explanation)
  const name = isAsked ? clean(input.name).replace(/\s+/g, ' ') : ''
  const email = isAsked ? clean(input.email) : ''
  const faults = {
    ...(category === null && { category: 'report.categoryMissing' }),
    ...(explanation === '' && { explanation: 'report.explanationMissing' }),
    ...([...explanation].length > maxExplanation && { explanation: 'report.explanationTooLong' }),
    ...([...name].length > 120 && { name: 'report.nameTooLong' }),
    ...(email !== '' &&
      (email.length > 254 || !/^[^\s@<>"',;:()[\]\\]{1,64}@[^\s@<>"',;:()[\]\\]+\.[^\s@.]{2,63}$/.test(email)) && {
        email: 'commentEmailWrong'
      }),
    ...(!input.goodFaith && { goodFaith: 'report.goodFaithMissing' }),
    ...(input.trap && { trap: 'commentTrap' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: maxExplanation })
  return { category: category!, explanation, name, email: email || null }
}

function clean(text: string): string {
  return withoutControls(text.slice(0, 100_000).toWellFormed()).normalize('NFC').replace(/\r\n?/g, '\n').trim()
}
