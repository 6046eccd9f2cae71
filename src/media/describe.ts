// What is said about a file: words for who cannot see it, whose it is, who is shown.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { draftsShowing, voidApprovals } from './approved.ts'
import { type AltException, type Consent, consents, type Licence, licences, lengths } from './types.ts'

/** Takes a file for this transaction. @throws NotFound, NotAllowed for who may not settle files of its unit */
export async function lockMedia(tx: Tx, who: Who, id: string) {
  const row = await tx.selectFrom('media').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound()
  const isOwn = who.kind === 'person' && row.uploaded_by === who.id && may(who, 'media.upload')
  if (!isOwn && !may(who, 'media.settle', row.unit_id)) throw new NotAllowed('media.settle')
  return row
}

export interface Description {
  name: string
  unitId: string | null
  alt: string
  altException: AltException | null
  altReason: string
  caption: string
  /** The picture shows words, which the post must say as text, too. */
  showsText: boolean
}

/** Says what a file shows. @throws NotAllowed, NotFound, Invalid */
export async function describeMedia(tx: Tx, who: Who, id: string, given: Description): Promise<void> {
  const before = await lockMedia(tx, who, id)
  const problems = tooLong(given, ['name', 'alt', 'altReason', 'caption'])
  if (!given.name.trim()) problems.name = 'nameMissing'
  if (given.altException === 'reason' && !given.altReason.trim()) problems.altReason = 'media.reasonMissing'
  if (given.altException === 'decorative' && given.alt.trim()) problems.alt = 'media.altAndDecorative'
  refuse(problems)
  await tx
    .updateTable('media')
    .set({
      name: given.name.trim(),
      unit_id: given.unitId,
      alt: given.alt.trim(),
      alt_exception: given.altException,
      alt_reason: given.altException === 'reason' ? given.altReason.trim() : null,
      caption: given.caption.trim(),
      shows_text: given.showsText,
      changed_at: now()
    })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.described', id)
  const isSame =
    before.alt === given.alt.trim() &&
    before.caption === given.caption.trim() &&
    before.alt_exception === given.altException
  if (!isSame) await voidApprovals(tx, who, await draftsShowing(tx, id))
}

/** Says whether a picture shows words, as the composer asks it beside the description. @throws NotAllowed, NotFound */
export async function noteShownText(tx: Tx, who: Who, id: string, showsText: boolean): Promise<void> {
  const row = await tx.selectFrom('media').select('shows_text').where('id', '=', id).executeTakeFirst()
  // Saved with every pause: only a change asks for the right and is told.
  if (row?.shows_text === showsText) return
  await lockMedia(tx, who, id)
  await tx.updateTable('media').set({ shows_text: showsText, changed_at: now() }).where('id', '=', id).execute()
  record(tx, who, 'media.described', id)
}

export interface Rights {
  author: string
  licence: Licence | null
  licenceText: string
  source: string
}

/** Says whose a file is. @throws NotAllowed, NotFound, Invalid */
export async function settleRights(tx: Tx, who: Who, id: string, given: Rights): Promise<void> {
  await lockMedia(tx, who, id)
  const problems = tooLong(given, ['author', 'licenceText', 'source'])
  if (given.licence !== null && !licences.includes(given.licence)) problems.licence = 'choose'
  if (given.licence === 'own' && !given.licenceText.trim()) problems.licenceText = 'media.licenceWords'
  refuse(problems)
  await tx
    .updateTable('media')
    .set({
      author: given.author.trim(),
      licence: given.licence,
      licence_text: given.licence === 'own' ? given.licenceText.trim() : '',
      source: given.source.trim(),
      changed_at: now()
    })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.rights-settled', id)
}

export interface ConsentGiven {
  consent: Consent
  /** Days, `YYYY-MM-DD` or empty. */
  on: string
  scope: string
  reference: string
  until: string
}

/** Says what is known of the people shown. @throws NotAllowed, NotFound, Invalid */
export async function settleConsent(tx: Tx, who: Who, id: string, given: ConsentGiven): Promise<void> {
  await lockMedia(tx, who, id)
  const problems = tooLong({ consentScope: given.scope, consentReference: given.reference }, [
    'consentScope',
    'consentReference'
  ])
  if (!consents.includes(given.consent)) problems.consent = 'choose'
  if (!isDay(given.on)) problems.consentOn = 'media.dayForm'
  if (!isDay(given.until)) problems.consentUntil = 'media.dayForm'
  if (given.consent === 'given' && !given.on) problems.consentOn ??= 'media.consentOnMissing'
  if (given.consent === 'not-needed' && !given.scope.trim()) problems.consentScope ??= 'media.reasonMissing'
  refuse(problems)
  const isGiven = given.consent === 'given'
  await tx
    .updateTable('media')
    .set({
      consent: given.consent,
      // Nothing is kept of people who cannot be recognised.
      consent_on: isGiven && given.on ? given.on : null,
      consent_scope: given.consent === 'nobody' ? '' : given.scope.trim(),
      consent_reference: isGiven ? given.reference.trim() : '',
      consent_until: isGiven && given.until ? given.until : null,
      consent_revoked_on: isGiven ? sql`consent_revoked_on` : null,
      changed_at: now()
    })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.consent-settled', id, { consent: given.consent })
}

function isDay(text: string): boolean {
  if (!text) return true
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function tooLong(given: object, fields: (keyof typeof lengths)[]): Record<string, string> {
  const texts = given as Record<string, string>
  return Object.fromEntries(
    fields.filter((field) => (texts[field]?.length ?? 0) > lengths[field]).map((field) => [field, 'posts.tooLong'])
  )
}

function refuse(problems: Record<string, string>): void {
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}
