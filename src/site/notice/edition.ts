// The municipality's own edition of the notice and the privacy page: adapted, confirmed by who guards the data, numbered.
import { createHash } from 'node:crypto'
import { landByKey } from '#municipality/laender.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { shippedText, type TextKey } from '../texts.ts'

export const editionKeys = ['comment-notice', 'privacy'] as const
export type EditionKey = (typeof editionKeys)[number]
export const editionLanguages = ['de', 'en'] as const
type Texts = Partial<Record<EditionKey, Partial<Record<'de' | 'en', string>>>>

export interface Edition {
  number: number
  state: 'draft' | 'confirmed'
  /** `task`: Art. 6(1)(e) with the Land's act; `interest`: Art. 6(1)(f), for companies under private law only. */
  basis: 'task' | 'interest'
  ground: string
  texts: Texts
  shipped: string
  reviewBy: string
  revision: number
  writtenAt: Date
  confirmedAs: string | null
  confirmedAt: Date | null
}

/** The last edition that was confirmed; null: the shipped texts stand, confirmed by nobody. */
export async function editionInForce(tx: Tx): Promise<Edition | null> {
  const row = await tx
    .selectFrom('notice_edition')
    .selectAll()
    .where('state', '=', 'confirmed')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? editionOf(row) : null
}

/** What is being written; null when nothing is. */
export async function draftEdition(tx: Tx): Promise<Edition | null> {
  const row = await tx.selectFrom('notice_edition').selectAll().where('state', '=', 'draft').executeTakeFirst()
  return row ? editionOf(row) : null
}

/** All confirmed editions, the newest first. */
export async function confirmedEditions(tx: Tx): Promise<Edition[]> {
  const rows = await tx
    .selectFrom('notice_edition')
    .selectAll()
    .where('state', '=', 'confirmed')
    .orderBy('number', 'desc')
    .limit(50)
    .execute()
  return rows.map(editionOf)
}

/** The template an edition puts in place of the shipped one. */
export function ownText(edition: Edition | null, key: TextKey, language: 'de' | 'en'): string | undefined {
  return edition?.texts[key as EditionKey]?.[language] || undefined
}

/** A mark of the texts that ship, to tell when a release changes them. */
export function shippedMark(): string {
  const hash = createHash('sha256')
  for (const key of editionKeys) for (const language of editionLanguages) hash.update(shippedText(key, language))
  return hash.digest('hex').slice(0, 16)
}

export type NoticeState = 'unconfirmed' | 'confirmed' | 'overdue'

/** Whether the text in force is confirmed, and its review is not due yet; the date of the Land's file counts as well. */
export async function noticeState(tx: Tx): Promise<{ state: NoticeState; reviewBy: string; landReviewBy: string }> {
  const { land, timeZone } = await loadMunicipality(tx)
  const landReviewBy = String(landByKey(land)?.reviewBy ?? '')
  const edition = await editionInForce(tx)
  const today = dayIn(now(), timeZone)
  const reviewBy = edition?.reviewBy ?? landReviewBy
  const isOver = reviewBy !== '' && reviewBy < today
  return { state: edition ? (isOver ? 'overdue' : 'confirmed') : 'unconfirmed', reviewBy, landReviewBy }
}

export interface EditionInput {
  basis: string
  ground: string
  texts: Texts
  reviewBy: string
  /** Of the draft that was before their eyes; 0: there was none. */
  revision: number
}

/**
 * Keeps what is being written. Nothing of it is public before it is confirmed.
 * @throws NotAllowed, Invalid, Stale
 */
export async function writeEdition(tx: Tx, who: Person, input: EditionInput): Promise<void> {
  must(who, 'notice.write')
  const town = await loadMunicipality(tx)
  const ground = input.ground.trim()
  const today = dayIn(now(), town.timeZone)
  const isPublicBody = town.kind !== 'verband' && town.kind !== 'provider'
  const faults = {
    ...(input.basis !== 'task' && input.basis !== 'interest' && { basis: 'noticeBasis' }),
    // Art. 6(1) second subparagraph: not for authorities in the performance of their tasks.
    ...(input.basis === 'interest' && isPublicBody && { basis: 'noticeInterestNotHere' }),
    ...(input.basis === 'interest' && ground.length < 10 && { ground: 'noticeInterestWords' }),
    ...(ground.length > 500 && { ground: 'reasonTooLong' }),
    ...((!/^\d{4}-\d\d-\d\d$/.test(input.reviewBy) ||
      input.reviewBy <= today ||
      input.reviewBy > addDays(today, 731)) && { reviewBy: 'noticeReviewBy' }),
    ...Object.fromEntries(
      editionKeys.flatMap((key) =>
        editionLanguages
          .filter((language) => (input.texts[key]?.[language]?.length ?? 0) > 40_000)
          .map((language) => [`${key}-${language}`, 'reasonTooLong'])
      )
    )
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  await tx.selectFrom('municipality').select('municipality_id').forUpdate().execute()
  const draft = await draftEdition(tx)
  if ((draft?.revision ?? 0) !== input.revision) throw new Stale()
  const last = await editionInForce(tx)
  const values = {
    basis: input.basis,
    ground,
    texts: JSON.stringify(onlyOwn(input.texts)),
    shipped: shippedMark(),
    review_by: input.reviewBy,
    written_by: who.id,
    written_at: now(),
    revision: (draft?.revision ?? 0) + 1
  }
  if (draft) await tx.updateTable('notice_edition').set(values).where('number', '=', draft.number).execute()
  else
    await tx
      .insertInto('notice_edition')
      .values({ number: (last?.number ?? 0) + 1, state: 'draft', ...values })
      .execute()
  record(tx, who, 'privacy.notice-written', tx.municipalityId, { edition: draft?.number ?? (last?.number ?? 0) + 1 })
}

/** Throws the draft away. @throws NotAllowed */
export async function dropDraft(tx: Tx, who: Person): Promise<void> {
  must(who, 'notice.write')
  await tx.deleteFrom('notice_edition').where('state', '=', 'draft').execute()
  record(tx, who, 'privacy.notice-dropped', tx.municipalityId)
}

/**
 * Confirms the draft, as who guards the data. From now on it is what citizens read, and it stays as it is: the templates
 * are kept with it, whatever a later release ships.
 * @throws NotAllowed, Stale, Refusal `noticeNothingToConfirm`
 */
export async function confirmEdition(tx: Tx, who: Person, revision: number): Promise<number> {
  must(who, 'notice.confirm')
  await tx.selectFrom('municipality').select('municipality_id').forUpdate().execute()
  const draft = await draftEdition(tx)
  if (!draft) throw new Refusal('noticeNothingToConfirm', {}, 409)
  if (draft.revision !== revision) throw new Stale()
  const texts = Object.fromEntries(
    editionKeys.map((key) => [
      key,
      Object.fromEntries(
        editionLanguages.map((language) => [language, ownText(draft, key, language) ?? shippedText(key, language)])
      )
    ])
  )
  await tx
    .updateTable('notice_edition')
    .set({
      state: 'confirmed',
      texts: JSON.stringify(texts),
      confirmed_by: who.id,
      confirmed_as: who.name,
      confirmed_at: now()
    })
    .where('number', '=', draft.number)
    .execute()
  record(tx, who, 'privacy.notice-confirmed', tx.municipalityId, { edition: draft.number })
  return draft.number
}

/** Texts that are the shipped ones word for word are not the municipality's own. */
function onlyOwn(texts: Texts): Texts {
  const own: Texts = {}
  for (const key of editionKeys)
    for (const language of editionLanguages) {
      const text = texts[key]?.[language]?.replace(/\r\n?/g, '\n').trim()
      if (text && text !== shippedText(key, language).trim()) own[key] = { ...own[key], [language]: text }
    }
  return own
}

function editionOf(row: {
  number: number
  state: string
  basis: string
  ground: string
  texts: unknown
  shipped: string
  review_by: string
  revision: number
  written_at: Date
  confirmed_as: string | null
  confirmed_at: Date | null
}): Edition {
  return {
    number: row.number,
    state: row.state as Edition['state'],
    basis: row.basis as Edition['basis'],
    ground: row.ground,
    texts: row.texts as Texts,
    shipped: row.shipped,
    reviewBy: row.review_by,
    revision: row.revision,
    writtenAt: row.written_at,
    confirmedAs: row.confirmed_as,
    confirmedAt: row.confirmed_at
  }
}
