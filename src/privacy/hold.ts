// Reading the address of one comment: somebody asks with a reason, a second person who guards the data agrees, and for a
// set time the address lies sealed under a key of its own. Every look is noted.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { keys } from '#platform/keys/held.ts'
import { sealWith, unsealWith } from '#platform/keys/keys.ts'
import { Invalid, NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'
import { closeHold } from './closeHold.ts'
import { noteLook } from './reads.ts'

export const holdDays = { default: 30, max: 90 }
const shortestReason = 20
const longestText = 2000

/**
 * Asks for the address of a comment. It does not lengthen anything: when nobody agrees before the day's key goes, the
 * address is gone.
 * @throws NotAllowed, NotFound, Invalid, Refusal `addressGone`, `holdOpen`
 */
export async function askForAddress(
  tx: Tx,
  who: Person,
  input: { message: string; reason: string; days: number }
): Promise<string> {
  const message = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.id', 'conversation.unit_id'])
    .where('message.id', '=', input.message)
    .executeTakeFirst()
  if (!message) throw new NotFound('messageNotFound')
  if (!may(who, 'address.hold')) must(who, 'address.ask', message.unit_id)
  const reason = checkedReason(input.reason)
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > holdDays.max)
    throw new Invalid({ days: 'holdDaysRange' }, 'invalid', { max: holdDays.max })
  if ((await readableAddress(tx, message.id)) === null) throw new Refusal('addressGone', {}, 409)
  const id = newId()
  const added = await tx
    .insertInto('address_hold')
    .values({
      id,
      message_id: message.id,
      state: 'asked',
      reason,
      days: input.days,
      asked_by: who.id,
      asked_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) throw new Refusal('holdOpen', {}, 409)
  record(tx, who, 'privacy.hold-asked', id, { message: message.id })
  return id
}

/**
 * Agrees to a hold, as another person than who asked: the address is opened with the key of its day and sealed again under
 * a key of the hold's own, which ends with its last day.
 * @throws NotAllowed, NotFound, Refusal `holdOwn`, `holdDecided`, `addressGone`
 */
export async function agreeToHold(tx: Tx, who: Person, input: { hold: string; note?: string }): Promise<void> {
  const hold = await lockAsked(tx, who, input.hold)
  const address = hold.message_id ? await readableAddress(tx, hold.message_id) : null
  if (address === null) throw new Refusal('addressGone', {}, 409)
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const untilDay = addDays(dayIn(now(), zone), hold.days)
  const key = await keys().holdKey({ municipalityId: tx.municipalityId, hold: hold.id, untilDay })
  await tx
    .updateTable('address_hold')
    .set({
      state: 'held',
      decided_by: who.id,
      decided_at: now(),
      decision_note: checkedNote(input.note),
      until_day: untilDay,
      sealed: Buffer.from(sealWith(key, address, contextOf(tx, hold.id)))
    })
    .where('id', '=', hold.id)
    .execute()
  record(tx, who, 'privacy.hold-agreed', hold.id, { until: untilDay })
}

/** Says no, with words. @throws NotAllowed, NotFound, Invalid, Refusal `holdOwn`, `holdDecided` */
export async function refuseHold(tx: Tx, who: Person, input: { hold: string; note: string }): Promise<void> {
  const hold = await lockAsked(tx, who, input.hold)
  const note = checkedNote(input.note)
  if (note === '') throw new Invalid({ note: 'noteMissing' })
  await tx
    .updateTable('address_hold')
    .set({ state: 'refused', decided_by: who.id, decided_at: now(), decision_note: note })
    .where('id', '=', hold.id)
    .execute()
  record(tx, who, 'privacy.hold-refused', hold.id)
}

/**
 * Shows the address, and notes who looked. Only who asked, who agreed, and who guards the data may look. Null: the key is
 * gone, which happens when the database was restored after the hold had ended.
 * @throws NotAllowed, NotFound, Refusal `holdNotOpen`
 */
export async function lookAtAddress(tx: Tx, who: Person, id: string): Promise<string | null> {
  const hold = await tx.selectFrom('address_hold').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!hold) throw new NotFound()
  if (hold.asked_by !== who.id && !may(who, 'address.hold')) throw new NotAllowed('address.hold')
  if (hold.state !== 'held' || !hold.sealed || !hold.until_day) throw new Refusal('holdNotOpen', {}, 409)
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const isOver = dayIn(now(), zone) > hold.until_day
  const key = isOver ? null : await keys().findHoldKey(keyOf(tx, hold.id, hold.until_day))
  if (!key) {
    await closeHold(tx, id, isOver ? 'over' : 'lost', null)
    return null
  }
  await noteLook(tx, who, { kind: 'address', subject: hold.id, note: hold.reason })
  return unsealWith(key, Buffer.from(hold.sealed).toString(), contextOf(tx, hold.id))
}

/** Ends a hold before its time; its key is destroyed at once. @throws NotAllowed, NotFound, Refusal `holdNotOpen` */
export async function endHold(tx: Tx, who: Person, id: string): Promise<void> {
  const hold = await tx.selectFrom('address_hold').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!hold) throw new NotFound()
  if (hold.asked_by !== who.id && !may(who, 'address.hold')) throw new NotAllowed('address.hold')
  if (hold.state !== 'held' || !hold.until_day) throw new Refusal('holdNotOpen', {}, 409)
  // The key first: should the transaction fail after all, the next look finds no key and closes the hold.
  await keys().destroyHoldKey(keyOf(tx, id, hold.until_day))
  await closeHold(tx, id, 'person', who)
}

export interface HoldLine {
  id: string
  state: 'asked' | 'refused' | 'held' | 'ended'
  reason: string
  days: number
  askedBy: string | null
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  note: string
  untilDay: string | null
  endedAt: Date | null
  endReason: 'over' | 'person' | 'lost' | null
  message: { id: string; name: string; excerpt: string; at: Date; conversation: string } | null
  looks: { at: Date; person: string }[]
  /** Whether this person may agree or refuse; never whoever asked. */
  mayDecide: boolean
  mayLook: boolean
}

/** The holds this person may know of: all for who guards the data, else the own ones. Newest first, at most 100. */
export async function listHolds(tx: Tx, who: Person, id?: string): Promise<HoldLine[]> {
  const guards = may(who, 'address.hold')
  if (!guards) must(who, 'address.ask')
  let query = tx
    .selectFrom('address_hold as h')
    .leftJoin('message as m', 'm.id', 'h.message_id')
    .leftJoin('person as a', 'a.id', 'h.asked_by')
    .leftJoin('person as d', 'd.id', 'h.decided_by')
    .selectAll('h')
    .select(['m.author_name', 'm.at', 'm.conversation_id', 'a.name as asked_name', 'd.name as decided_name'])
    .select(sql<string>`left(m.text, 400)`.as('excerpt'))
    .orderBy(sql`case h.state when 'asked' then 0 when 'held' then 1 else 2 end`)
    .orderBy('h.asked_at', 'desc')
    .limit(100)
  if (!guards) query = query.where('h.asked_by', '=', who.id)
  if (id) query = query.where('h.id', '=', id)
  const rows = await query.execute()
  const looks = await tx
    .selectFrom('sensitive_read')
    .select(['subject_id', 'at', 'person_name'])
    .where('kind', '=', 'address')
    .where('subject_id', 'in', rows.length > 0 ? rows.map((row) => row.id) : [newId()])
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    state: row.state as HoldLine['state'],
    reason: row.reason,
    days: row.days,
    askedBy: row.asked_name,
    askedAt: row.asked_at,
    decidedBy: row.decided_name,
    decidedAt: row.decided_at,
    note: row.decision_note,
    untilDay: row.until_day,
    endedAt: row.ended_at,
    endReason: row.end_reason as HoldLine['endReason'],
    message:
      row.message_id && row.at && row.conversation_id
        ? {
            id: row.message_id,
            name: row.author_name ?? '',
            excerpt: row.excerpt ?? '',
            at: row.at,
            conversation: row.conversation_id
          }
        : null,
    looks: looks
      .filter((look) => look.subject_id === row.id)
      .map((look) => ({ at: look.at, person: look.person_name })),
    mayDecide: row.state === 'asked' && guards && row.asked_by !== who.id,
    mayLook: row.state === 'held'
  }))
}

/** How many wait for a second person. */
export async function countAsked(tx: Tx, who: Person): Promise<number> {
  if (!may(who, 'address.hold')) return 0
  const { count } = await tx
    .selectFrom('address_hold')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('state', '=', 'asked')
    .where((where) => where.or([where('asked_by', 'is', null), where('asked_by', '<>', who.id)]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface AskableComment {
  id: string
  name: string
  text: string
  at: Date
  /** Whether the address can still be read. */
  isThere: boolean
}

/** The comment somebody is about to ask for. @throws NotAllowed, NotFound */
export async function askable(tx: Tx, who: Person, message: string): Promise<AskableComment> {
  const row = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.id', 'message.author_name', 'message.text', 'message.at', 'conversation.unit_id'])
    .where('message.id', '=', message)
    .executeTakeFirst()
  if (!row) throw new NotFound('messageNotFound')
  if (!may(who, 'address.hold')) must(who, 'address.ask', row.unit_id)
  const isThere = (await readableAddress(tx, row.id)) !== null
  return { id: row.id, name: row.author_name, text: row.text.slice(0, 600), at: row.at, isThere }
}

/** The address itself, while the key of its day is there. Never leaves this file but through a hold. */
async function readableAddress(tx: Tx, message: string): Promise<string | null> {
  const row = await tx.selectFrom('comment_address').selectAll().where('message_id', '=', message).executeTakeFirst()
  const key = row && (await keys().findDayKey(tx.municipalityId, row.day))
  if (!key) return null
  return unsealWith(key, Buffer.from(row.sealed).toString(), `address ${tx.municipalityId} ${message}`)
}

async function lockAsked(tx: Tx, who: Person, id: string) {
  must(who, 'address.hold')
  const hold = await tx.selectFrom('address_hold').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!hold) throw new NotFound()
  if (hold.state !== 'asked') throw new Refusal('holdDecided', {}, 409)
  if (hold.asked_by === who.id) throw new Refusal('holdOwn', {}, 403)
  return hold
}

const keyOf = (tx: Tx, hold: string, untilDay: string) => ({ municipalityId: tx.municipalityId, hold, untilDay })
const contextOf = (tx: Tx, hold: string) => `hold ${tx.municipalityId} ${hold}`

function checkedReason(given: string): string {
  const reason = given.trim()
  if (reason.length < shortestReason) throw new Invalid({ reason: 'holdReason' })
  if (reason.length > longestText) throw new Invalid({ reason: 'reasonTooLong' })
  return reason
}

function checkedNote(given = ''): string {
  const note = given.trim()
  if (note.length > longestText) throw new Invalid({ note: 'reasonTooLong' })
  return note
}
