// Who may review: staff with that right in the unit, never somebody who wrote the text, nor by a second account of theirs.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { may, must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { sameMailbox } from './shared.ts'

export interface Reviewer {
  id: string
  name: string
  isLeader: boolean
  /** How many units lie between the role and the unit in question: 0 is the unit itself. */
  distance: number
}

interface Candidate extends Reviewer {
  email: string
}

/** Who may review something of this unit that these people wrote, nearest first; of no unit yet: everybody with the right. */
export async function reviewersFor(tx: Tx, unitId: string | null, authors: readonly string[]): Promise<Reviewer[]> {
  const own = await mailboxesOf(tx, authors)
  return (await candidates(tx, unitId))
    .filter(({ id, email }) => !authors.includes(id) && !own.has(sameMailbox(email)))
    .map(({ id, name, isLeader, distance }) => ({ id, name, isLeader, distance }))
}

/** For each of these units who may review what these people wrote there, nearest first, at most 30 each; and their names. */
export async function reviewersByUnit(
  tx: Tx,
  units: readonly { id: string; above: readonly string[] }[],
  authors: readonly string[]
): Promise<{ reviewers: Record<string, string[]>; people: Record<string, string> }> {
  const own = await mailboxesOf(tx, authors)
  const held = await tx
    .selectFrom('role')
    .innerJoin('person', 'person.id', 'role.person_id')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.id', 'person.name', 'role.unit_id', 'role.role', 'account.email'])
    .where('role.role', 'in', ['editor', 'leader'])
    .where('person.left_at', 'is', null)
    .where('account.disabled_at', 'is', null)
    .orderBy('role.role')
    .orderBy('person.name')
    .limit(5000)
    .execute()
  const fit = held.filter(({ id, email }) => !authors.includes(id) && !own.has(sameMailbox(email)))
  const reviewers: Record<string, string[]> = {}
  const people: Record<string, string> = {}
  for (const { id, above } of units) {
    const found = above.flatMap((unit) => fit.filter((one) => one.unit_id === unit))
    reviewers[id] = [...new Set(found.map((one) => one.id))].slice(0, 30)
    for (const one of found) people[one.id] = one.name
  }
  return { reviewers, people }
}

async function candidates(tx: Tx, unitId: string | null): Promise<Candidate[]> {
  const { rows } = await sql<{ id: string; name: string; email: string; leader: boolean; distance: number }>`
    with recursive above as (
      select id, parent_id, 0 as distance from unit where id = ${unitId}
      union all select u.id, u.parent_id, a.distance + 1 from unit u join above a on u.id = a.parent_id where a.distance < 50
    )
    select p.id, p.name, account.email, bool_and(r.role = 'leader') as leader, min(coalesce(a.distance, 0))::int as distance
    from person p
    join account on account.id = p.account_id
    join role r on r.person_id = p.id and r.role in ('editor', 'leader')
    left join above a on a.id = r.unit_id
    where p.left_at is null and account.disabled_at is null and (${unitId}::uuid is null or a.id is not null)
    group by p.id, p.name, account.email
    order by distance, leader, p.name, p.id
    limit 500`.execute(tx)
  return rows.map((row) => ({ ...row, isLeader: row.leader }))
}

async function mailboxesOf(tx: Tx, people: readonly string[]): Promise<Set<string>> {
  if (people.length === 0) return new Set()
  const rows = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select('account.email')
    .where('person.id', 'in', people)
    .execute()
  return new Set(rows.map(({ email }) => sameMailbox(email)))
}

/** @throws NotAllowed `reviews.own` for who wrote it, also by another account; NotAllowed without the right */
export async function mustReview(
  tx: Tx,
  who: Person,
  unitId: string | null,
  authors: readonly string[]
): Promise<void> {
  must(who, 'review.decide', unitId)
  if (await isOwn(tx, who, authors)) throw new NotAllowed('reviews.own')
}

/** Whether this person may review something of this unit by these authors. */
export async function mayReview(
  tx: Tx,
  who: Person,
  unitId: string | null,
  authors: readonly string[]
): Promise<boolean> {
  return may(who, 'review.decide', unitId) && !(await isOwn(tx, who, authors))
}

/** Whether this person is among the authors, by this account or another one with the same mailbox. */
export async function isOwn(tx: Tx, who: Person, authors: readonly string[]): Promise<boolean> {
  if (authors.includes(who.id)) return true
  const [own] = await mailboxesOf(tx, [who.id])
  return own !== undefined && (await mailboxesOf(tx, authors)).has(own)
}

/** Leaders of a unit or, when it has none, of the nearest above that has; never one of the authors. */
export async function leadersFrom(tx: Tx, unitId: string, authors: readonly string[], skip: readonly string[]) {
  const own = await mailboxesOf(tx, authors)
  const { rows } = await sql<{ id: string; unit: string; distance: number; email: string }>`
    with recursive above as (
      select id, parent_id, 0 as distance from unit where id = ${unitId}
      union all select u.id, u.parent_id, a.distance + 1 from unit u join above a on u.id = a.parent_id where a.distance < 50
    )
    select p.id, a.id as unit, a.distance, account.email from above a
    join role r on r.unit_id = a.id and r.role = 'leader'
    join person p on p.id = r.person_id and p.left_at is null
    join account on account.id = p.account_id and account.disabled_at is null
    order by a.distance, p.name, p.id limit 200`.execute(tx)
  const others = rows.filter(
    ({ id, email }) => !authors.includes(id) && !own.has(sameMailbox(email)) && !skip.includes(id)
  )
  return others.filter(({ distance }) => distance === others[0]!.distance).map(({ id }) => id)
}

export interface OutsideReviewer {
  id: string
  name: string
  email: string
  approvedBy: string | null
  approvedAt: Date
}

/** The outside addresses that leaders approved. */
export async function outsideReviewers(tx: Tx): Promise<OutsideReviewer[]> {
  return (await approvedAddresses(tx)).map(({ reviewer }) => reviewer)
}

async function approvedAddresses(tx: Tx) {
  const rows = await tx
    .selectFrom('outside_reviewer')
    .leftJoin('person', 'person.id', 'outside_reviewer.approved_by')
    .leftJoin('account', 'account.id', 'person.account_id')
    .select(['outside_reviewer.id', 'outside_reviewer.name', 'outside_reviewer.email', 'approved_at', 'approved_by'])
    .select(['person.name as by', 'account.email as by_email'])
    .where('ended_at', 'is', null)
    .orderBy('outside_reviewer.name')
    .limit(100)
    .execute()
  return rows.map((row): { reviewer: OutsideReviewer; byId: string | null; byEmail: string | null } => ({
    reviewer: { id: row.id, name: row.name, email: row.email, approvedBy: row.by, approvedAt: row.approved_at },
    byId: row.approved_by,
    byEmail: row.by_email
  }))
}

/**
 * Those of them that are none of the authors', nor let in by one of them: who wrote a text does not choose who looks at it. A
 * town whose only leader wrote it has nobody else to choose, and is not locked.
 */
export async function outsideFor(tx: Tx, authors: readonly string[]): Promise<OutsideReviewer[]> {
  const approved = await approvedAddresses(tx)
  if (approved.length === 0) return []
  const own = await mailboxesOf(tx, authors)
  const leaders = await tx
    .selectFrom('role')
    .innerJoin('person', 'person.id', 'role.person_id')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.id', 'account.email'])
    .where('role.role', '=', 'leader')
    .where('person.left_at', 'is', null)
    .where('account.disabled_at', 'is', null)
    .limit(1000)
    .execute()
  const isAuthor = (id: string | null, email: string | null) =>
    (id !== null && authors.includes(id)) || (email !== null && own.has(sameMailbox(email)))
  const hasOtherLeader = leaders.some(({ id, email }) => !isAuthor(id, email))
  return approved
    .filter(({ byId, byEmail }) => !(hasOtherLeader && isAuthor(byId, byEmail)))
    .map(({ reviewer }) => reviewer)
    .filter(({ email }) => !own.has(sameMailbox(email)))
}

/** A leader says that somebody at this address may review by link. @throws NotAllowed, Invalid */
export async function approveOutside(tx: Tx, who: Who, input: { name: string; email: string }): Promise<string> {
  must(who, 'trust.settle')
  const name = input.name.trim()
  const email = input.email.trim().toLowerCase()
  if (name === '' || name.length > 200) throw new Invalid({ name: 'reviews.outsideName' })
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254)
    throw new Invalid({ email: 'reviews.outsideEmail' })
  if ((await outsideReviewers(tx)).some((one) => sameMailbox(one.email) === sameMailbox(email)))
    throw new Invalid({ email: 'reviews.outsideTwice' })
  const id = newId()
  const approved_by = who.kind === 'person' ? who.id : null
  await tx.insertInto('outside_reviewer').values({ id, name, email, approved_by, approved_at: now() }).execute()
  record(tx, who, 'municipality.outside-reviewer-approved', tx.municipalityId, { reviewer: id })
  return id
}

/** Takes an approval of an address back; its open links stop working. @throws NotAllowed */
export async function endOutside(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'trust.settle')
  await tx.updateTable('outside_reviewer').set({ ended_at: now() }).where('id', '=', id).execute()
  await tx
    .updateTable('review_request')
    .set({ expires_at: now() })
    .where('outside_id', '=', id)
    .where('answered_at', 'is', null)
    .execute()
  record(tx, who, 'municipality.outside-reviewer-ended', tx.municipalityId, { reviewer: id })
}
