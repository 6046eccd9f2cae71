// Planning who is on duty, and handing over.
import { enteredTime } from '#municipality/entered-time.ts'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound, Stale } from '#platform/refusal.ts'

export interface DutyInput {
  personId: string
  unitId: string
  /** Local times of the municipality, as a browser's fields give them. */
  from: string
  to: string
  note: string
}

const longestDays = 31
const noteLength = 2000

/** Puts a person on duty. @throws NotAllowed, NotFound, Invalid for times that cannot be or that overlap an own duty */
export async function planDuty(tx: Tx, who: Who, input: DutyInput): Promise<string> {
  must(who, 'duty.plan', input.unitId)
  const { startsAt, endsAt, note } = await checked(tx, input)
  const id = newId()
  await refuseOverlap(tx, input, startsAt, endsAt, null)
  await tx
    .insertInto('duty')
    .values({
      id,
      person_id: input.personId,
      unit_id: input.unitId,
      starts_at: startsAt,
      ends_at: endsAt,
      note,
      created_at: now()
    })
    .execute()
  record(tx, who, 'duty.planned', id, { person: input.personId, unit: input.unitId })
  return id
}

/** Changes a duty. @throws as `planDuty`; Stale when somebody changed it since `revision` */
export async function changeDuty(
  tx: Tx,
  who: Who,
  input: DutyInput & { duty: string; revision: number }
): Promise<void> {
  const duty = await lockDuty(tx, input.duty)
  must(who, 'duty.plan', duty.unit_id)
  must(who, 'duty.plan', input.unitId)
  if (duty.revision !== input.revision) throw new Stale('duty.stale')
  const { startsAt, endsAt, note } = await checked(tx, input)
  await refuseOverlap(tx, input, startsAt, endsAt, input.duty)
  await tx
    .updateTable('duty')
    .set({
      person_id: input.personId,
      unit_id: input.unitId,
      starts_at: startsAt,
      ends_at: endsAt,
      note,
      revision: duty.revision + 1
    })
    .where('id', '=', duty.id)
    .execute()
  record(tx, who, 'duty.changed', duty.id, { person: input.personId, unit: input.unitId })
}

/** Takes a duty from the roster. @throws NotAllowed, NotFound */
export async function dropDuty(tx: Tx, who: Who, dutyId: string): Promise<void> {
  const duty = await lockDuty(tx, dutyId)
  must(who, 'duty.plan', duty.unit_id)
  await tx.deleteFrom('duty').where('id', '=', duty.id).execute()
  record(tx, who, 'duty.dropped', duty.id, { person: duty.person_id, unit: duty.unit_id })
}

/** Leaves a note for whoever is on duty next. Whoever has the duty writes it, or who plans. @throws NotAllowed, NotFound, Invalid */
export async function handOver(tx: Tx, who: Who, input: { duty: string; text: string }): Promise<void> {
  const duty = await lockDuty(tx, input.duty)
  const isOwn = who.kind === 'person' && who.id === duty.person_id
  if (!isOwn && !may(who, 'duty.plan', duty.unit_id)) throw new NotAllowed('duty.notYours')
  const text = input.text.trim()
  if (text.length > noteLength) throw new Invalid({ text: 'posts.tooLong' })
  await tx
    .updateTable('duty')
    .set({ hand_over: text, handed_over_at: text ? now() : null, revision: duty.revision + 1 })
    .where('id', '=', duty.id)
    .execute()
  record(tx, who, 'duty.handed-over', duty.id)
}

async function lockDuty(tx: Tx, id: string) {
  const duty = await tx.selectFrom('duty').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!duty) throw new NotFound()
  return duty
}

async function checked(tx: Tx, input: DutyInput): Promise<{ startsAt: Date; endsAt: Date; note: string }> {
  const startsAt = (await enteredTime(tx, input.from, 'from')).at
  const endsAt = (await enteredTime(tx, input.to, 'to')).at
  if (endsAt <= startsAt) throw new Invalid({ to: 'duty.endsBefore' })
  if (endsAt.getTime() - startsAt.getTime() > longestDays * 86_400_000) throw new Invalid({ to: 'duty.tooLong' })
  const note = input.note.trim()
  if (note.length > noteLength) throw new Invalid({ note: 'posts.tooLong' })
  const person = await loadPerson(tx, input.personId)
  if (!person) throw new Invalid({ person: 'duty.personGone' })
  // Whoever answers must see what is asked there.
  if (!may(person, 'conversation.answer', input.unitId)) throw new Invalid({ person: 'duty.cannotAnswer' })
  return { startsAt, endsAt, note }
}

async function refuseOverlap(
  tx: Tx,
  { personId, unitId }: DutyInput,
  startsAt: Date,
  endsAt: Date,
  except: string | null
): Promise<void> {
  // Of two who plan the same person at the same moment, the second waits here and then sees the first.
  await tx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute()
  let query = tx
    .selectFrom('duty')
    .select('id')
    .where('person_id', '=', personId)
    .where('unit_id', '=', unitId)
    .where('starts_at', '<', endsAt)
    .where('ends_at', '>', startsAt)
  if (except) query = query.where('id', '<>', except)
  if (await query.limit(1).executeTakeFirst()) throw new Invalid({ from: 'duty.overlaps' })
}
