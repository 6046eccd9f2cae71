// Passing a matter on to another authority: by mail, with what was chosen, on a ground that is written down.
import { sql } from 'kysely'
import { loadMunicipality } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { formatLocal, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { textOf } from '#platform/html/sanitise.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { answer } from './answer.ts'
import { mustBeThere, sharedWords } from './ask.ts'
import { forwardMail } from './mail-texts.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { grounds, type Ground } from './shared.ts'
import { signs, typedText } from './typed.ts'
import type { Conversation } from './types.ts'

export interface ForwardInput {
  conversation: string
  authority: string
  /** What the authority is told. */
  text: string
  /** Messages that go along. */
  share?: string[]
  /** Name and address of who asked go along; never where the ground is that nobody can be recognised. */
  withContact?: boolean
  ground: string
  /** When and how consent was given, or which rule obliges. */
  groundText: string
  /** What the person who asked is told; empty: nothing. */
  notice?: string
  /** Made with the form, so that sending it twice forwards once. */
  key?: string
}

const limits = { text: 5000, ground: 1000 }

/** Forwards a conversation. @throws NotAllowed, NotFound, Invalid, Stale, and what `answer` throws for the notice */
export async function forward(tx: Tx, who: Person, input: ForwardInput): Promise<{ forwarding: string }> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.answer', conversation.unit_id)
  const id = input.key ?? newId()
  if (await tx.selectFrom('forwarding').select('id').where('id', '=', id).executeTakeFirst()) return { forwarding: id }
  const authority = await tx
    .selectFrom('authority')
    .selectAll()
    .where('id', '=', input.authority)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  const text = typedText(input.text)
  const groundText = typedText(input.groundText)
  const ground = grounds.find((one) => one === input.ground)
  const share = [...new Set(input.share ?? [])]
  const faults = {
    ...(!authority && { authority: 'authorityNotFound' }),
    ...(text === '' && { text: 'forwardEmpty' }),
    ...(signs(text) > limits.text && { text: 'forwardTooLong' }),
    ...(!ground && { ground: 'groundMissing' }),
    ...(groundText === '' && { groundText: 'groundTextMissing' }),
    ...(signs(groundText) > limits.ground && { groundText: 'groundTextTooLong' }),
    ...(ground === 'anonymous' && input.withContact && { withContact: 'anonymousContact' })
  }
  if (Object.keys(faults).length > 0 || !authority || !ground)
    throw new Invalid(faults, 'invalid', { max: limits.text })
  await mustBeThere(tx, conversation.id, share)
  const withContact = Boolean(input.withContact)
  const mail = await mailOf(tx, who, conversation, { authority: authority.name, text, share, withContact, ground })
  const mailId = await sendMailLater(tx, { recipient: authority.email, purpose: 'forwarding', ...mail })
  await tx
    .insertInto('forwarding')
    .values({
      id,
      conversation_id: conversation.id,
      authority_id: authority.id,
      email: authority.email,
      text,
      shared: share,
      with_contact: withContact,
      ground,
      ground_text: groundText,
      person_id: who.id,
      at: now(),
      mail_id: mailId
    })
    .execute()
  record(tx, who, 'conversation.forwarded', conversation, {
    forwarding: id,
    authority: authority.id,
    ground,
    shared: share.length,
    withContact
  })
  const notice = typedText(input.notice ?? '')
  // The answer refreshes the row itself.
  if (notice !== '') await answer(tx, who, { conversation: conversation.id, text: notice, seen: null, after: 'open' })
  else await refreshConversation(tx, conversation, conversation.state === 'new' ? { state: 'open' } : {})
  return { forwarding: id }
}

async function mailOf(
  tx: Tx,
  who: Person,
  conversation: Conversation,
  given: { authority: string; text: string; share: string[]; withContact: boolean; ground: Ground }
) {
  const town = await loadMunicipality(tx)
  const contact =
    given.withContact && conversation.contact_id
      ? await tx
          .selectFrom('contact')
          .select(['name', 'handle', 'email'])
          .where('id', '=', conversation.contact_id)
          .executeTakeFirst()
      : undefined
  const words = await sharedWords(tx, given.share)
  return forwardMail(town.language, {
    municipality: town.name,
    by: who.name,
    text: given.text,
    place: conversation.place,
    contact: contact ? [contact.name, contact.handle, contact.email].filter(Boolean).join(', ') : null,
    shared: words.map((one) => ({
      // Where nobody is to be recognised, the names of those who wrote stay here.
      author: given.withContact || one.direction !== 'in' ? one.author : null,
      at: formatLocal(one.at, town.timeZone).replace(/^(\d+)-(\d+)-(\d+)T(.*)$/, '$3.$2.$1, $4'),
      text: textOf(one.html)
    }))
  })
}

export interface Forwarded {
  id: string
  authority: string
  email: string
  text: string
  ground: Ground
  groundText: string
  withContact: boolean
  shared: number
  by: string
  at: Date
  /** How far its mail is. */
  mail: string | null
}

/** What was forwarded of these conversations, oldest first, at most 50. */
export async function forwardedOf(tx: Tx, conversations: string[]): Promise<Forwarded[]> {
  const rows = await tx
    .selectFrom('forwarding as f')
    .innerJoin('authority as a', 'a.id', 'f.authority_id')
    .leftJoin('person as p', 'p.id', 'f.person_id')
    .leftJoin('outgoing_mail as m', 'm.id', 'f.mail_id')
    .selectAll('f')
    .select(['a.name as authority', 'p.name as by', 'm.state as mail'])
    .where(sql<boolean>`f.conversation_id = any(${conversations}::uuid[])`)
    .orderBy('f.at')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    authority: row.authority,
    email: row.email,
    text: row.text,
    ground: row.ground as Ground,
    groundText: row.ground_text,
    withContact: row.with_contact,
    shared: row.shared.length,
    by: row.by ?? '',
    at: row.at,
    mail: row.mail
  }))
}
