/** Answers by mail: from the box's address, in the thread, under an id that stays the same at every try. */
import {
  type ChannelContext,
  type Envelope,
  type Outgoing,
  type Remote,
  SendLater,
  SendRefused
} from '#channels/contract.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { faultOf } from './faults.ts'
import { bareSubject } from './headers.ts'
import { type Box, boxOf } from './settings.ts'
import { openSmtp } from './smtp.ts'
import { ownMessageId, referencesFor, replyAddress, tokenOf, bareId } from './thread.ts'

interface OutgoingLetter {
  from: { name: string; address: string }
  to: string
  replyTo: string | null
  subject: string
  text: string
  messageId: string
  inReplyTo: string | null
  references: string[]
  isAutomatic: boolean
}

/**
 * Sends our message. @throws SendRefused for good, SendLater when it surely did not arrive; anything else: nobody knows
 */
export async function answerByMail(context: ChannelContext, outgoing: Outgoing): Promise<Remote> {
  const box = open(context)
  const letter = await inMunicipality(box.municipalityId, (tx) => compose(tx, box, outgoing))
  let isHandedOver = false
  const transport = await openSmtp(box, () => (isHandedOver = true)).catch((error: unknown) => {
    throw later(faultOf(error))
  })
  try {
    await transport.sendMail({
      from: letter.from,
      to: letter.to,
      ...(letter.replyTo && { replyTo: { name: letter.from.name, address: letter.replyTo } }),
      // The way back for what cannot be delivered; an automatic letter has none, so that nothing answers it.
      envelope: { from: letter.isAutomatic ? '' : letter.from.address, to: [letter.to] },
      subject: letter.subject,
      text: letter.text,
      messageId: `<${letter.messageId}>`,
      ...(letter.inReplyTo && { inReplyTo: `<${letter.inReplyTo}>` }),
      references: letter.references.map((id) => `<${id}>`),
      headers: letter.isAutomatic
        ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' }
        : { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
      date: now()
    })
  } catch (error) {
    throw outcomeOf(error, isHandedOver)
  } finally {
    transport.close()
  }
  return { id: letter.messageId, url: null }
}

function open(context: ChannelContext): Box {
  try {
    return boxOf(context)
  } catch (error) {
    throw later(faultOf(error))
  }
}

async function compose(tx: Tx, box: Box, { messageId, publicationId }: Outgoing): Promise<OutgoingLetter> {
  const { settings } = box
  const message = await tx.selectFrom('message').selectAll().where('id', '=', messageId).executeTakeFirst()
  if (!message) throw new SendRefused('gone')
  const asked = await tx
    .selectFrom('message')
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .select(['message.remote_id', 'message.envelope', 'contact.email', 'contact.remote_id as address'])
    .where('message.id', '=', message.in_reply_to)
    .executeTakeFirst()
  const envelope = asked?.envelope as Envelope | null | undefined
  const to = envelope?.answerTo ?? asked?.address ?? asked?.email
  if (!to) throw new SendRefused('no-address')
  const inReplyTo = asked?.remote_id ? bareId(asked.remote_id) : null
  const replyTo = settings.plusAddressing
    ? replyAddress(settings.address, box.municipalityId, message.conversation_id)
    : null
  const subject = bareSubject(envelope?.subject ?? '') || bareSubject(await subjectOf(tx, message.conversation_id))
  const token = replyTo ? '' : ` [#${await tokenOf(tx, message.conversation_id)}]`
  const { name, signature } = await signatureOf(tx, message)
  return {
    from: { name, address: settings.address },
    to,
    replyTo,
    subject: `Re: ${subject || name}${token}`,
    text: `${message.text}\n\n-- \n${signature}\n`,
    messageId: ownMessageId(publicationId, settings.address),
    inReplyTo: inReplyTo?.includes('@') ? inReplyTo : null,
    references: await referencesFor(tx, message.conversation_id, inReplyTo ?? ''),
    isAutomatic: message.automatic
  }
}

async function subjectOf(tx: Tx, conversationId: string): Promise<string> {
  const { subject } = await tx
    .selectFrom('conversation')
    .select('subject')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  return subject
}

/** Signed by the unit and the town, and by the person where the municipality wants that. */
async function signatureOf(
  tx: Tx,
  message: { unit_id: string | null; author_name: string; signs_person: boolean }
): Promise<{ name: string; signature: string }> {
  const town = await tx.selectFrom('municipality').select('name').executeTakeFirstOrThrow()
  const unit = message.unit_id
    ? await tx.selectFrom('unit').select(['name', 'parent_id']).where('id', '=', message.unit_id).executeTakeFirst()
    : undefined
  const isTown = !unit || unit.parent_id === null
  return {
    name: isTown ? town.name : `${unit.name}, ${town.name}`,
    signature: [message.signs_person ? message.author_name : '', isTown ? '' : unit.name, town.name]
      .filter(Boolean)
      .join('\n')
  }
}

/** Before the letter itself was handed over it surely did not arrive; after that only a clear answer says so. */
function outcomeOf(error: unknown, isHandedOver: boolean): Error {
  const { responseCode, command = '' } = error as { responseCode?: number; command?: string }
  const said = String((error as { response?: string }).response ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
  const isSignIn = command.startsWith('AUTH') || [530, 534, 535].includes(responseCode ?? 0)
  if (responseCode && responseCode >= 500 && !isSignIn) return new SendRefused(said || `SMTP ${responseCode}`)
  if (responseCode) return later(isSignIn ? 'password' : said || `SMTP ${responseCode}`)
  if (isHandedOver) return error instanceof Error ? error : new Error(String(error))
  return later(faultOf(error))
}

function later(problem: string): SendLater {
  return new SendLater(problem, new Date(now().getTime() + 120_000))
}
