// Requests of people about their own data: entered with how they proved who they are, looked through by a person, then
// answered. A month is the law's time (Art. 12(3) GDPR).
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { noteLook } from '#privacy/reads.ts'
import { findTraces, type Found } from './find.ts'

const answerDays = 30
const mostTerms = 20

export interface SubjectRequest {
  id: string
  kind: 'access' | 'erasure'
  state: 'open' | 'done' | 'refused'
  terms: string[]
  askedOn: string
  dueOn: string
  proof: string
  note: string
  /** Ids a person found to be theirs; null: nobody looked yet. */
  chosen: string[] | null
  closedAt: Date | null
  count: number
}

/** Enters a request. @throws NotAllowed, Invalid */
export async function enterRequest(
  tx: Tx,
  who: Person,
  input: { kind: string; terms: string; askedOn: string; proof: string }
): Promise<string> {
  must(who, 'subject.handle')
  const { timeZone } = await loadMunicipality(tx)
  const terms = [...new Set(input.terms.split(/[\n;]/).map((term) => term.trim()))].filter(Boolean)
  const proof = input.proof.trim()
  const today = dayIn(now(), timeZone)
  const faults = {
    ...(input.kind !== 'access' && input.kind !== 'erasure' && { kind: 'subjectKind' }),
    ...(terms.length === 0 && { terms: 'subjectTerms' }),
    ...((terms.length > mostTerms || terms.some((term) => term.length < 2 || term.length > 300)) && {
      terms: 'subjectTermsMany'
    }),
    ...((!/^\d{4}-\d\d-\d\d$/.test(input.askedOn) ||
      Number.isNaN(Date.parse(input.askedOn)) ||
      input.askedOn > today) && {
      askedOn: 'subjectAskedOn'
    }),
    ...(proof.length < 5 && { proof: 'subjectProof' }),
    ...(proof.length > 1000 && { proof: 'reasonTooLong' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const id = newId()
  await tx
    .insertInto('subject_request')
    .values({
      id,
      kind: input.kind,
      state: 'open',
      terms: JSON.stringify(terms),
      asked_on: input.askedOn,
      due_on: addDays(input.askedOn, answerDays),
      proof,
      entered_by: who.id,
      entered_at: now()
    })
    .execute()
  record(tx, who, 'privacy.request-entered', id, { kind: input.kind })
  return id
}

/** Open requests first, the one due soonest first; at most 100. @throws NotAllowed */
export async function listRequests(tx: Tx, who: Person): Promise<SubjectRequest[]> {
  must(who, 'subject.handle')
  const rows = await tx
    .selectFrom('subject_request')
    .selectAll()
    .orderBy((order) => order.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('due_on')
    .limit(100)
    .execute()
  return rows.map(requestOf)
}

/** One request, and what is found for it while it is open. That somebody looked is noted. @throws NotAllowed, NotFound */
export async function openRequest(
  tx: Tx,
  who: Person,
  id: string
): Promise<{ request: SubjectRequest; found: Found[] }> {
  const request = await lockRequest(tx, who, id)
  if (request.state !== 'open') return { request, found: [] }
  const found = await findTraces(tx, who, request.terms)
  await noteLook(tx, who, { kind: 'search', subject: id })
  return { request, found }
}

/**
 * Keeps what a person found to be theirs. What the search did not find cannot be chosen.
 * @throws NotAllowed, NotFound, Refusal `requestClosed`
 */
export async function reviewRequest(tx: Tx, who: Person, id: string, chosen: string[]): Promise<void> {
  const request = await lockOpen(tx, who, id)
  const known = new Set((await findTraces(tx, who, request.terms)).map((one) => one.id))
  const kept = [...new Set(chosen)].filter((one) => known.has(one))
  await tx
    .updateTable('subject_request')
    .set({ chosen: JSON.stringify(kept), reviewed_by: who.id, reviewed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'privacy.request-reviewed', id, { count: kept.length })
}

/** Ends a request: answered, or refused with the words that the person was told. @throws NotAllowed, NotFound, Invalid, Refusal */
export async function closeRequest(
  tx: Tx,
  who: Person,
  id: string,
  end: { state: 'done' | 'refused'; note: string }
): Promise<void> {
  const request = await lockOpen(tx, who, id)
  const note = end.note.trim().slice(0, 2000)
  if (end.state === 'refused' && note.length < 10) throw new Invalid({ note: 'noteMissing' })
  if (end.state === 'done' && request.chosen === null) throw new Refusal('requestUnseen', {}, 409)
  await tx
    .updateTable('subject_request')
    .set({ state: end.state, note, closed_by: who.id, closed_at: now(), count: request.chosen?.length ?? 0 })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'privacy.request-closed', id, { state: end.state })
}

/** How many are open, and whether one of them is due within a week. */
export async function requestsDue(tx: Tx, today: string): Promise<{ open: number; soon: number }> {
  const rows = await tx.selectFrom('subject_request').select('due_on').where('state', '=', 'open').limit(1000).execute()
  return { open: rows.length, soon: rows.filter(({ due_on }) => due_on <= addDays(today, 7)).length }
}

/** @throws NotAllowed, NotFound, Refusal `requestClosed` */
export async function lockOpen(tx: Tx, who: Person, id: string): Promise<SubjectRequest> {
  const request = await lockRequest(tx, who, id)
  if (request.state !== 'open') throw new Refusal('requestClosed', {}, 409)
  return request
}

async function lockRequest(tx: Tx, who: Person, id: string): Promise<SubjectRequest> {
  must(who, 'subject.handle')
  const row = await tx.selectFrom('subject_request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound()
  return requestOf(row)
}

function requestOf(row: {
  id: string
  kind: string
  state: string
  terms: unknown
  asked_on: string
  due_on: string
  proof: string
  note: string
  chosen: unknown
  closed_at: Date | null
  count: number
}): SubjectRequest {
  return {
    id: row.id,
    kind: row.kind as SubjectRequest['kind'],
    state: row.state as SubjectRequest['state'],
    terms: Array.isArray(row.terms) ? (row.terms as string[]) : [],
    askedOn: row.asked_on,
    dueOn: row.due_on,
    proof: row.proof,
    note: row.note,
    chosen: Array.isArray(row.chosen) ? (row.chosen as string[]) : null,
    closedAt: row.closed_at,
    count: row.count
  }
}
