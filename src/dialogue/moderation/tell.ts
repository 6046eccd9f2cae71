// How the author hears of a decision: on their private page, by mail where the address is confirmed, where they wrote.
import { sendAnswer } from '#channels/answer.ts'
import { networkOf } from '#channels/networks.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import type { Step, Way } from '#moderation/shared.ts'
import type { Conversation, Message } from '../types.ts'
import { letterOf, type Letter } from './letters.ts'

export interface Telling {
  id: string
  input: Letter & { ways?: Way[]; withheld?: string; step: Step }
  message: Message
  conversation: Conversation
}

/** Every way there is to tell the author of a message something; none: the desk says so. */
export async function waysToTell(
  tx: Tx,
  message: Pick<Message, 'channel_id' | 'contact_id' | 'link_hash' | 'visibility'>
): Promise<Way[]> {
  const { network } = await tx
    .selectFrom('channel')
    .select('network')
    .where('id', '=', message.channel_id)
    .executeTakeFirstOrThrow()
  const contact = message.contact_id
    ? await tx
        .selectFrom('contact')
        .select(['email', 'email_confirmed_at', 'remote_id'])
        .where('id', '=', message.contact_id)
        .executeTakeFirst()
    : undefined
  const tells = networkOf(network).moderation?.tells ?? null
  return [
    ...(message.link_hash ? ['page' as const] : []),
    ...(contact?.email && contact.email_confirmed_at ? ['mail' as const] : []),
    ...(tells === 'direct' && contact?.remote_id ? ['direct' as const] : []),
    ...(tells === 'answer' || (tells === 'direct' && message.visibility !== 'direct') ? ['reply' as const] : [])
  ]
}

/**
 * Tells the author, by the ways that were chosen; without a choice by all that reach them alone. A reason to keep quiet keeps
 * quiet. Answers the ways; none means that there was none.
 */
export async function tellAuthor(tx: Tx, who: Who, telling: Telling): Promise<Way[]> {
  const { input, message, id } = telling
  if (input.step === 'stand' || input.withheld) return []
  const there = await waysToTell(tx, message)
  // The private page shows what is in force whether somebody chose it or not.
  const told = there.filter((way) => way === 'page' || (input.ways ? input.ways.includes(way) : way !== 'reply'))
  if (told.length === 0) return []
  const municipality = await loadMunicipality(tx)
  const letter = letterOf(municipality.language, {
    ...input,
    id,
    municipality: municipality.name,
    zone: municipality.timeZone,
    rules: `${siteOrigin(municipality)}/spielregeln`,
    hasPage: there.includes('page')
  })
  if (told.includes('mail')) await mailTo(tx, message, letter)
  for (const way of ['direct', 'reply'] as const)
    if (told.includes(way)) await sayThere(tx, who, telling, way, way === 'direct' ? letter.short : letter.open)
  await tx.updateTable('decision').set({ told, told_at: now() }).where('id', '=', id).execute()
  return told
}

async function mailTo(tx: Tx, message: Message, letter: { subject: string; body: string }): Promise<void> {
  const contact = await tx.selectFrom('contact').select('email').where('id', '=', message.contact_id).executeTakeFirst()
  if (contact?.email)
    await sendMailLater(tx, {
      recipient: contact.email,
      purpose: 'moderation',
      subject: letter.subject,
      body: letter.body
    })
}

/** A message of ours below theirs: to them alone, or for all who read along. */
export async function sayThere(
  tx: Tx,
  who: Who,
  { message, conversation, id: decision }: Pick<Telling, 'message' | 'conversation' | 'id'>,
  way: 'direct' | 'reply',
  whole: string
): Promise<void> {
  const { network, settings } = await tx
    .selectFrom('channel')
    .select(['network', 'settings'])
    .where('id', '=', message.channel_id)
    .executeTakeFirstOrThrow()
  const max = networkOf(network).limits(settings).textLength ?? 5000
  const signs = [...whole]
  const text =
    signs.length > max
      ? `${signs
          .slice(0, max - 1)
          .join('')
          .trimEnd()}…`
      : whole
  const id = newId()
  const at = now()
  await tx
    .insertInto('message')
    .values({
      id,
      conversation_id: conversation.id,
      direction: 'out',
      state: 'sending',
      visibility: way === 'direct' ? 'direct' : message.visibility,
      channel_id: message.channel_id,
      in_reply_to: message.id,
      person_id: who.kind === 'person' ? who.id : null,
      unit_id: conversation.unit_id,
      author_name: who.kind === 'person' ? who.name : '',
      text,
      html: plainToHtml(text),
      decision_id: decision,
      at,
      received_at: at
    })
    .execute()
  await sendAnswer(tx, { id, channelId: message.channel_id })
  record(tx, who, 'message.sent', id, {
    conversation: conversation.id,
    decision,
    ...(way === 'reply' && conversation.post_id && { post: conversation.post_id })
  })
}
