// Proposals to raise a level, from the record, under a works agreement only. The program proposes; a leader decides.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import { levelOf } from '#people/trust.ts'
import { type Person, system } from '#people/types.ts'
import { leadersFrom } from './reviewers.ts'
import { setLevel } from './set-level.ts'
import { trustSettings } from './settings.ts'
import type { Level } from './shared.ts'
import { tell } from './tell.ts'

const next: Partial<Record<Level, 'after' | 'free'>> = { before: 'after', after: 'free' }

/**
 * Proposes a higher level for everybody who had enough reviews without a finding, none with one, and was not proposed in
 * that time. Does nothing without an agreement. Answers how many were made.
 */
export async function makeProposals(tx: Tx): Promise<number> {
  const settings = await trustSettings(tx)
  if (!settings.agreement) return 0
  const since = new Date(now().getTime() - settings.proposeMonths * 30 * 86_400_000)
  const { rows } = await sql<{ person_id: string; unit_id: string; reviews: number }>`
    select r.person_id, r.unit_id, count(*)::int as reviews from trust_record r
    where r.at > ${since} and r.unit_id is not null
      and not exists (select 1 from trust_proposal t where t.person_id = r.person_id and t.unit_id = r.unit_id and t.made_at > ${since})
      and not exists (select 1 from trust_change c where c.person_id = r.person_id and c.unit_id = r.unit_id and c.at > ${since})
    group by r.person_id, r.unit_id
    having count(*) >= ${settings.proposeReviews} and bool_and(r.outcome in ('approved', 'fine'))
    limit 200`.execute(tx)
  let made = 0
  for (const row of rows) {
    const person = await loadPerson(tx, row.person_id)
    const level = person && next[await levelOf(tx, person, row.unit_id)]
    if (!person || !level || !may(person, 'post.write', row.unit_id)) continue
    const id = newId()
    await tx
      .insertInto('trust_proposal')
      .values({ id, person_id: person.id, unit_id: row.unit_id, level, reviews: row.reviews, made_at: now() })
      .execute()
    for (const leader of await leadersFrom(tx, row.unit_id, [person.id], []))
      await tell(tx, { person: leader, kind: 'proposal' })
    record(tx, system, 'person.level-proposed', person.id, { unit: row.unit_id, level })
    made++
  }
  return made
}

export interface Proposal {
  id: string
  personName: string
  unitName: string
  level: 'after' | 'free'
  reviews: number
  madeAt: Date
}

/** The open proposals that this leader may decide about. Without an agreement there are none. */
export async function openProposals(tx: Tx, who: Person): Promise<Proposal[]> {
  if (!(await trustSettings(tx)).agreement) return []
  const rows = await tx
    .selectFrom('trust_proposal as t')
    .innerJoin('person as p', 'p.id', 't.person_id')
    .innerJoin('unit as u', 'u.id', 't.unit_id')
    .select(['t.id', 't.level', 't.reviews', 't.made_at', 't.unit_id', 't.person_id', 'p.name', 'u.name as unit'])
    .where('t.state', '=', 'open')
    .where('p.left_at', 'is', null)
    .orderBy('t.made_at')
    .limit(200)
    .execute()
  return rows
    .filter((row) => may(who, 'trust.settle', row.unit_id) && row.person_id !== who.id)
    .map((row) => ({
      id: row.id,
      personName: row.name,
      unitName: row.unit,
      level: row.level as 'after',
      reviews: row.reviews,
      madeAt: row.made_at
    }))
}

/** A leader decides about a proposal; accepting sets the level. @throws NotAllowed, NotFound, Refusal when decided */
export async function decideProposal(
  tx: Tx,
  who: Person,
  input: { proposal: string; accept: boolean; reason: string }
): Promise<void> {
  const proposal = await tx
    .selectFrom('trust_proposal')
    .selectAll()
    .where('id', '=', input.proposal)
    .forUpdate()
    .executeTakeFirst()
  if (!proposal) throw new NotFound()
  must(who, 'trust.settle', proposal.unit_id)
  if (who.id === proposal.person_id) throw new NotAllowed('reviews.ownLevel')
  if (proposal.state !== 'open') throw new Refusal('reviews.decidedMeanwhile', {}, 409)
  await tx
    .updateTable('trust_proposal')
    .set({ state: input.accept ? 'accepted' : 'declined', decided_by: who.id, decided_at: now() })
    .where('id', '=', proposal.id)
    .execute()
  if (input.accept)
    await setLevel(tx, who, {
      person: proposal.person_id,
      unit: proposal.unit_id,
      level: proposal.level as Level,
      reason: input.reason
    })
  record(tx, who, input.accept ? 'person.proposal-accepted' : 'person.proposal-declined', proposal.person_id)
}
