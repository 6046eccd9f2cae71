// The mail address at a comment. Nothing goes to it before its owner has confirmed it, but the one mail that asks; every
// later mail says how to end this. The links are signed, not stored: with the address goes everything there is of it.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Municipality } from '#municipality/types.ts'
import { citizen } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { keys } from '#platform/keys/held.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { confirmMail } from '../mail-texts.ts'
import { forgetMails } from '../wipe.ts'
import { releaseKnown } from './release.ts'

/** So long may the one mail be answered; then the address goes. */
export const confirmDays = 3
/** Mails that ask, to one address in a day. */
const mostAsked = 3
type Purpose = 'confirm' | 'end'

/**
 * Keeps the address and asks its owner, once for each comment. An address of which this person already answered such a mail
 * is asked no more.
 */
export async function askAddress(tx: Tx, municipality: Municipality, messageId: string, email: string): Promise<void> {
  const contact = await tx
    .selectFrom('message')
    .innerJoin('contact', 'contact.id', 'message.contact_id')
    .select(['contact.id', 'contact.email', 'contact.email_confirmed_at'])
    .where('message.id', '=', messageId)
    .executeTakeFirst()
  if (!contact || (contact.email === email && contact.email_confirmed_at)) return
  if (contact.email !== email) await forgetMails(tx, contact.id)
  await tx
    .updateTable('contact')
    .set({ email, email_confirmed_at: null, email_asked_at: now() })
    .where('id', '=', contact.id)
    .execute()
  if (await isAskedOften(tx, email)) return
  const expiresAt = new Date(now().getTime() + confirmDays * 86_400_000)
  const link = `${siteOrigin(municipality)}/m/${makeToken(municipality.id, 'confirm', contact.id, email)}`
  const mail = confirmMail(municipality.language, { municipality: municipality.name, link, days: confirmDays })
  await sendMailLater(tx, { recipient: email, purpose: 'comment-confirm', expiresAt, ...mail })
}

/** Nobody's mailbox is filled by comments that others write in their name. */
async function isAskedOften(tx: Tx, email: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('outgoing_mail')
    .select('id')
    .where('recipient', '=', email)
    .where('purpose', '=', 'comment-confirm')
    .where('created_at', '>', new Date(now().getTime() - 86_400_000))
    .limit(mostAsked)
    .execute()
  return rows.length >= mostAsked
}

/** The link by which whoever gets mails at this address ends them. */
export function endLink(municipality: Municipality, contactId: string, email: string): string {
  return `${siteOrigin(municipality)}/m/${makeToken(municipality.id, 'end', contactId, email)}`
}

/** What a link of a mail is for. @throws NotFound (it is none, the address is gone, or the time is over) */
export async function readMailLink(tx: Tx, token: string): Promise<{ purpose: Purpose; isDone: boolean }> {
  const { purpose, contact } = await contactOf(tx, token)
  return { purpose, isDone: purpose === 'confirm' && contact.email_confirmed_at !== null }
}

/**
 * The owner of the address says that it is theirs. Whoever confirmed the same address before is the same person: what they
 * said then counts for them now.
 * @throws NotFound, Refusal `mailLinkOver`
 */
export async function confirmAddress(tx: Tx, token: string): Promise<void> {
  const { purpose, contact } = await contactOf(tx, token)
  if (purpose !== 'confirm') throw new NotFound('mailLinkNotFound')
  if (contact.email_confirmed_at) return
  await tx.updateTable('contact').set({ email_confirmed_at: now() }).where('id', '=', contact.id).execute()
  const before = await tx
    .selectFrom('contact')
    .select('id')
    .where('email', '=', contact.email)
    .where('network', '=', contact.network)
    .where('email_confirmed_at', 'is not', null)
    .where('id', '<>', contact.id)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  if (before) await becomeOne(tx, contact.id, before.id)
  record(tx, citizen, 'contact.address-confirmed', before?.id ?? contact.id)
  await releaseKnown(tx, before?.id ?? contact.id)
}

/** No more mails: the address goes, with what was sent to it. @throws NotFound */
export async function endMails(tx: Tx, token: string): Promise<void> {
  const { purpose, contact } = await contactOf(tx, token)
  if (purpose !== 'end') throw new NotFound('mailLinkNotFound')
  await forgetAddress(tx, contact.id)
  record(tx, citizen, 'contact.address-ended', contact.id)
}

/** Takes the mail address of a contact away, and the mails that name it. */
export async function forgetAddress(tx: Tx, contactId: string): Promise<void> {
  await forgetMails(tx, contactId)
  await tx
    .updateTable('contact')
    .set({ email: null, email_confirmed_at: null, email_asked_at: null })
    .where('id', '=', contactId)
    .execute()
}

/** Takes away addresses that nobody confirmed in time. Confirmed ones have a class of their own. Answers how many. */
export async function forgetUnconfirmed(tx: Tx): Promise<number> {
  const rows = await tx
    .selectFrom('contact')
    .select('id')
    .where('email', 'is not', null)
    .where('email_confirmed_at', 'is', null)
    .where('email_asked_at', '<', new Date(now().getTime() - confirmDays * 86_400_000))
    .limit(500)
    .execute()
  for (const { id } of rows) await forgetAddress(tx, id)
  return rows.length
}

/** The newer contact's messages become the older one's. */
async function becomeOne(tx: Tx, newer: string, older: string): Promise<void> {
  await tx.updateTable('message').set({ contact_id: older }).where('contact_id', '=', newer).execute()
  await tx.updateTable('conversation').set({ contact_id: older }).where('contact_id', '=', newer).execute()
  await tx.updateTable('decision').set({ contact_id: older }).where('contact_id', '=', newer).execute()
  await tx.deleteFrom('contact').where('id', '=', newer).execute()
}

async function contactOf(tx: Tx, token: string) {
  const bytes = Buffer.from(token, 'base64url')
  if (!/^[\w-]{44}$/.test(token) || bytes.length !== 33) throw new NotFound('mailLinkNotFound')
  const purpose: Purpose = bytes[0] === 1 ? 'confirm' : 'end'
  const hex = bytes.subarray(1, 17).toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const contact = await tx
    .selectFrom('contact')
    .select(['id', 'email', 'network', 'email_asked_at', 'email_confirmed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!contact?.email) throw new NotFound('mailLinkNotFound')
  const expected = Buffer.from(makeToken(tx.municipalityId, purpose, contact.id, contact.email), 'base64url')
  if (!timingSafeEqual(bytes, expected)) throw new NotFound('mailLinkNotFound')
  const askedAt = contact.email_asked_at?.getTime() ?? 0
  const isOver = !contact.email_confirmed_at && now().getTime() > askedAt + confirmDays * 86_400_000
  if (purpose === 'confirm' && isOver) throw new Refusal('mailLinkOver', {}, 410)
  return { purpose, contact: { ...contact, email: contact.email } }
}

/** One byte for the purpose, the contact's id, sixteen bytes of signature over both and the address. */
function makeToken(municipalityId: string, purpose: Purpose, contactId: string, email: string): string {
  const kind = purpose === 'confirm' ? 1 : 2
  const signature = createHmac('sha256', keys().derive('comment mail'))
    .update(JSON.stringify([municipalityId, kind, contactId, email]))
    .digest()
    .subarray(0, 16)
  const id = Buffer.from(contactId.replaceAll('-', ''), 'hex')
  return Buffer.concat([Buffer.from([kind]), id, signature]).toString('base64url')
}
