import { addDays, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, Refusal, Stale } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { inAYear } from './begin.ts'
import { findChannel, hasGap, readConcept, todayHere } from './read.ts'
import { lockConcept } from './save.ts'
import type { Section } from './shipped.ts'

/**
 * Whether `who` may put a concept into force: leaders of the channel's unit. Where nobody leads it, whoever runs the
 * municipality may, so that no town is locked out of its own channel.
 */
export async function mayAdopt(tx: Tx, who: Who, unitId: string): Promise<boolean> {
  if (may(who, 'concept.adopt', unitId)) return true
  return may(who, 'municipality.address', unitId) && !(await hasLeader(tx, unitId))
}

/**
 * Puts the concept into force as a version of its own, with what was changed in the draft. From then on the channel may publish.
 * @throws NotAllowed, NotFound, Stale, Invalid per section that is empty or still has a gap, or for a review too late
 */
export async function adoptConcept(
  tx: Tx,
  who: Who,
  input: { channel: string; revision: number; reviewOn?: string | null }
): Promise<{ number: number }> {
  const row = await lockFor(tx, who, input.channel)
  if (row.draft_revision !== input.revision)
    throw new Stale('concepts.stale', { revision: row.draft_revision, sections: row.draft })
  const { sections, versions } = await readConcept(tx, who, input.channel)
  const problems: Record<string, string> = {}
  for (const { id, text } of sections) {
    if (!text.trim()) problems[id] = 'concepts.sectionMissing'
    else if (hasGap(text)) problems[id] = 'concepts.sectionGap'
  }
  const reviewOn = input.reviewOn || (await inAYear(tx))
  if (!(await isReviewDay(tx, reviewOn))) problems.reviewOn = 'concepts.reviewDay'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)

  const number = (versions[0]?.number ?? 0) + 1
  const kept = sections.map(({ id, title, text }): Section => ({ id, title, text }))
  const person = who.kind === 'person' ? who.id : null
  await tx
    .insertInto('concept_version')
    .values({ channel_id: input.channel, number, sections: JSON.stringify(kept), adopted_by: person, at: now() })
    .execute()
  await tx
    .updateTable('concept')
    .set({
      in_force: number,
      review_on: reviewOn,
      reminded: null,
      draft: '{}',
      draft_revision: row.draft_revision + 1,
      draft_at: null,
      draft_by: null,
      withdrawn_at: null,
      withdrawal_reason: null
    })
    .where('channel_id', '=', input.channel)
    .execute()
  await addStep(tx, who, { channel: input.channel, kind: 'adopted', number })
  record(tx, who, 'channel.concept-adopted', input.channel, { version: number })
  return { number }
}

/** Says that the concept was looked at and still holds, for another year. @throws NotAllowed, NotFound, Refusal, Invalid */
export async function confirmConcept(
  tx: Tx,
  who: Who,
  input: { channel: string; reviewOn?: string | null }
): Promise<void> {
  const row = await lockFor(tx, who, input.channel)
  if (row.in_force === null) throw new Refusal('concepts.notInForce', {}, 409)
  // What nobody has read and adapted cannot be confirmed: it is adopted first.
  if (row.in_force === 0) throw new Refusal('concepts.notAdapted', {}, 409)
  const reviewOn = input.reviewOn || (await inAYear(tx))
  if (!(await isReviewDay(tx, reviewOn))) throw new Invalid({ reviewOn: 'concepts.reviewDay' })
  await tx
    .updateTable('concept')
    .set({ review_on: reviewOn, reminded: null })
    .where('channel_id', '=', input.channel)
    .execute()
  await addStep(tx, who, { channel: input.channel, kind: 'reviewed', number: row.in_force })
  record(tx, who, 'channel.concept-reviewed', input.channel, { version: row.in_force })
}

/** Longest reason of a withdrawal. */
export const longestReason = 1000

/**
 * Takes the concept out of force, with a reason that everybody at the desk reads. The channel publishes nothing from then on;
 * what is asked there can still be answered, and what stands there can be corrected and withdrawn.
 * @throws NotAllowed, NotFound, Invalid without a reason, Refusal when none is in force
 */
export async function withdrawConcept(tx: Tx, who: Who, input: { channel: string; reason: string }): Promise<void> {
  const row = await lockFor(tx, who, input.channel)
  const reason = input.reason.trim()
  if (!reason) throw new Invalid({ reason: 'concepts.reasonMissing' })
  if (reason.length > longestReason) throw new Invalid({ reason: 'concepts.reasonLong' })
  if (row.in_force === null) throw new Refusal('concepts.notInForce', {}, 409)
  await tx
    .updateTable('concept')
    .set({ in_force: null, review_on: null, reminded: null, withdrawn_at: now(), withdrawal_reason: reason })
    .where('channel_id', '=', input.channel)
    .execute()
  await addStep(tx, who, { channel: input.channel, kind: 'withdrawn', number: row.in_force, reason })
  record(tx, who, 'channel.concept-withdrawn', input.channel, { version: row.in_force })
}

async function lockFor(tx: Tx, who: Who, channelId: string) {
  const channel = await findChannel(tx, channelId)
  if (!(await mayAdopt(tx, who, channel.unit_id))) throw new NotAllowed('concept.adopt')
  return lockConcept(tx, channelId)
}

async function addStep(
  tx: Tx,
  who: Who,
  step: { channel: string; kind: 'adopted' | 'reviewed' | 'withdrawn'; number: number; reason?: string }
): Promise<void> {
  await tx
    .insertInto('concept_step')
    .values({
      id: newId(),
      channel_id: step.channel,
      kind: step.kind,
      number: step.number,
      person_id: who.kind === 'person' ? who.id : null,
      at: now(),
      reason: step.reason ?? null
    })
    .execute()
}

/** A day after today and at most a year and a month away: the review is a yearly one. */
async function isReviewDay(tx: Tx, day: string): Promise<boolean> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return false
  try {
    addDays(day, 0)
  } catch {
    return false
  }
  const today = await todayHere(tx)
  return day > today && day <= addDays(today, 396)
}

/** Whether somebody leads this unit, or one above it. */
async function hasLeader(tx: Tx, unitId: string): Promise<boolean> {
  const row = await tx
    .withRecursive('above', (db) =>
      db
        .selectFrom('unit')
        .select(['id', 'parent_id'])
        .where('id', '=', unitId)
        .unionAll((db2) =>
          db2.selectFrom('unit').innerJoin('above', 'above.parent_id', 'unit.id').select(['unit.id', 'unit.parent_id'])
        )
    )
    .selectFrom('role')
    .innerJoin('above', 'above.id', 'role.unit_id')
    .innerJoin('person', 'person.id', 'role.person_id')
    .innerJoin('membership', 'membership.person_id', 'person.id')
    .select('person.id')
    .where('role.role', '=', 'leader')
    .where('person.left_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
