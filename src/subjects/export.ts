// The answer to an access request (Art. 15 GDPR): what a person found to be theirs, as data and as a page to read, without
// what is about others.
import { sql } from 'kysely'
import { landByKey } from '#municipality/laender.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { retentionDays } from '#privacy/classes.ts'
import { daysOf, readPeriods } from '#privacy/period.ts'
import { noteLook } from '#privacy/reads.ts'
import { findTraces } from './find.ts'
import { lockOpen } from './request.ts'

export interface SubjectExport {
  madeAt: string
  controller: { name: string; address: string; email: string }
  privacyOfficer: { name: string; email: string }
  authority: { name: string; site: string } | null
  knownBy: string[]
  legalBasis: string
  keptFor: Record<string, string>
  messages: {
    at: string
    channel: string
    name: string
    text: string
    state: string
    reason: string | null
    below: string | null
    notice: string | null
    /** Until which day the address it came from can be read under a second person's agreement; null: there is none. */
    addressUntil: string | null
    files: string[]
    report: { address: string; phone: string | null } | null
  }[]
  answers: { at: string; unit: string; text: string }[]
  notes: { at: string; unit: string; text: string }[]
  contacts: { name: string; handle: string | null; email: string | null; profile: string | null; since: string }[]
  mails: { at: string; to: string; subject: string; text: string }[]
  follows: { account: string; since: string }[]
  reports: { at: string; category: string; explanation: string; outcome: string | null }[]
  reactions: { kind: string; at: string; below: string | null }[]
  received: { at: string; kind: string; content: unknown }[]
}

/**
 * Puts the answer together. Only what a person chose is in it: no other author's words, no name of staff.
 * @throws NotAllowed, NotFound, Refusal `requestClosed`, `requestUnseen`
 */
export async function exportSubject(tx: Tx, who: Person, id: string): Promise<SubjectExport> {
  const request = await lockOpen(tx, who, id)
  if (request.chosen === null) throw new Refusal('requestUnseen', {}, 409)
  const chosen = new Set(request.chosen)
  const found = (await findTraces(tx, who, request.terms)).filter((one) => chosen.has(one.id))
  const idsOf = (kind: string) => found.filter((one) => one.kind === kind).map((one) => one.id)
  await noteLook(tx, who, { kind: 'request', subject: id })
  record(tx, who, 'privacy.request-exported', id, { count: found.length })
  const town = await loadMunicipality(tx)
  const land = landByKey(town.land) as
    | { commentData?: { legalBasis: { de: string } }; dataProtectionAuthority?: { name: string; site: string } }
    | undefined
  const { contact, privacyOfficer } = town.settings
  const days = await retentionDays(tx)
  const authority = land?.dataProtectionAuthority
  return {
    madeAt: now().toISOString(),
    controller: { name: contact.name || town.name, address: contact.address, email: contact.email },
    privacyOfficer: { name: privacyOfficer.name, email: privacyOfficer.email },
    authority: authority ? { name: authority.name, site: authority.site } : null,
    knownBy: request.terms,
    legalBasis: land?.commentData?.legalBasis.de ?? '',
    keptFor: {
      'IP-Adresse': `${town.settings.addressDays} Tage, verschlüsselt`,
      'Öffentliche Kommentare': `solange der Beitrag steht, danach ${days.publicMessage} Tage`,
      'Nicht öffentliche Gespräche': `${days.privateMessage} Tage ab Erledigung`,
      'E-Mail-Adresse': `${days.contactMail} Tage ab Erledigung`,
      'Versandte Mails': `${days.mail} Tage`
    },
    messages: await messagesIn(tx, idsOf('message')),
    answers: await oursIn(tx, idsOf('answer')),
    notes: await oursIn(tx, idsOf('note')),
    contacts: await contactsIn(tx, idsOf('contact')),
    mails: await mailsIn(tx, idsOf('mail')),
    follows: found.filter(({ kind }) => kind === 'follower').map(({ text, at }) => ({ account: text, since: iso(at) })),
    reports: await reportsIn(tx, idsOf('report')),
    reactions: await reactionsIn(tx, idsOf('reaction')),
    received: await rawsIn(tx, [...idsOf('raw')], idsOf('message'))
  }
}

async function messagesIn(tx: Tx, ids: string[]): Promise<SubjectExport['messages']> {
  if (ids.length === 0) return []
  const periods = (await readPeriods(tx))!
  const rows = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('channel as ch', 'ch.id', 'm.channel_id')
    .leftJoin('post_version as v', (join) => join.onRef('v.post_id', '=', 'c.post_id').on('v.number', '=', sql`1`))
    .leftJoin('comment_address as a', 'a.message_id', 'm.id')
    .leftJoin('case_report as r', 'r.message_id', 'm.id')
    .select(['m.id', 'm.at', 'm.author_name', 'm.text', 'm.state', 'm.decision_reason', 'm.notice_version'])
    .select(['ch.name as channel', 'v.title', 'a.day', 'r.address', 'r.phone', 'r.id as report'])
    .where('m.id', 'in', ids)
    .orderBy('m.at')
    .execute()
  const files = await tx
    .selectFrom('message_file')
    .select(['message_id', 'name'])
    .where('message_id', 'in', ids)
    .limit(5000)
    .execute()
  return rows.map((row) => ({
    at: iso(row.at),
    channel: row.channel,
    name: row.author_name,
    text: row.text,
    state: row.state,
    reason: row.decision_reason,
    below: row.title,
    notice: row.notice_version,
    addressUntil: row.day && `${row.day} + ${daysOf(periods, row.day)}`,
    files: files.filter((file) => file.message_id === row.id).map(({ name }) => name),
    report: row.report ? { address: row.address ?? '', phone: row.phone } : null
  }))
}

/** By unit: who of the staff wrote it is their data, not the citizen's. */
async function oursIn(tx: Tx, ids: string[]): Promise<SubjectExport['answers']> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('message as m')
    .leftJoin('unit as u', 'u.id', 'm.unit_id')
    .select(['m.at', 'm.text', 'u.name'])
    .where('m.id', 'in', ids)
    .orderBy('m.at')
    .execute()
  return rows.map((row) => ({ at: iso(row.at), unit: row.name ?? '', text: row.text }))
}

async function contactsIn(tx: Tx, ids: string[]): Promise<SubjectExport['contacts']> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('contact').selectAll().where('id', 'in', ids).orderBy('id').execute()
  return rows.map(({ name, handle, email, profile_url, created_at }) => ({
    name,
    handle,
    email,
    profile: profile_url,
    since: iso(created_at)
  }))
}

async function mailsIn(tx: Tx, ids: string[]): Promise<SubjectExport['mails']> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('outgoing_mail').selectAll().where('id', 'in', ids).orderBy('created_at').execute()
  return rows.map((row) => ({ at: iso(row.created_at), to: row.recipient, subject: row.subject, text: row.body }))
}

async function reportsIn(tx: Tx, ids: string[]): Promise<SubjectExport['reports']> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('report').selectAll().where('id', 'in', ids).orderBy('received_at').execute()
  return rows.map(({ received_at, category, explanation, outcome }) => ({
    at: iso(received_at),
    category,
    explanation,
    outcome
  }))
}

async function reactionsIn(tx: Tx, ids: string[]): Promise<SubjectExport['reactions']> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('reaction as r')
    .leftJoin('post_version as v', (join) => join.onRef('v.post_id', '=', 'r.post_id').on('v.number', '=', sql`1`))
    .select(['r.kind', 'r.at', 'v.title'])
    .where('r.id', 'in', ids)
    .orderBy('r.at')
    .execute()
  return rows.map((row) => ({ kind: row.kind, at: iso(row.at), below: row.title }))
}

/** Raw copies: of what became nothing, and of the chosen messages. */
async function rawsIn(tx: Tx, ids: string[], messages: string[]): Promise<SubjectExport['received']> {
  const { rows } = await sql<{ received_at: Date; kind: string; body: unknown }>`
    select received_at, kind, body from incoming_raw
    where (id = any(${ids}::uuid[]) or message_id = any(${messages}::uuid[])) and body <> '{}'
    order by received_at limit 2000`.execute(tx)
  return rows.map((row) => ({ at: iso(row.received_at), kind: row.kind, content: row.body }))
}

const iso = (at: Date | null) => at?.toISOString() ?? ''
