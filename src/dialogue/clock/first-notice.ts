// Outside of service hours the program says once that something has arrived, and honestly from when it will be read.
import { sendAnswer } from '#channels/answer.ts'
import type { IncomingMessage } from '#channels/contract.ts'
import { networkOf } from '#channels/networks.ts'
import { isOpenAt, nextOpening } from '#municipality/hours.ts'
import { system } from '#people/types.ts'
import { zoned } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import type { Conversation } from '../types.ts'
import { firstNoticeText } from './notice-text.ts'
import { clockPlan } from './plan.ts'

/** Whoever writes again within this time was told already, whichever conversation it is. */
const onceHours = 24

/**
 * Says so where the network has a quiet way, for a conversation's first message. Never to a program, lest two of them talk
 * to each other all night; never publicly; never twice.
 */
export async function giveFirstNotice(
  tx: Tx,
  conversation: Conversation,
  incoming: IncomingMessage,
  messageId: string,
  at: Date
): Promise<void> {
  const way =
    incoming.isAutomatic || incoming.author.isProgram
      ? null
      : (networkOf(incoming.network).firstNotice?.(incoming.visibility) ?? null)
  if (!way) return
  const plan = await clockPlan(tx)
  const calendar = plan.calendarOf(conversation.unit_id)
  if (!plan.givesFirstNotice(conversation.unit_id) || isOpenAt(calendar, at)) return
  if (way === 'send' && (await wasTold(tx, conversation, at))) return
  const marked = await tx
    .updateTable('conversation')
    .set({ first_notice_at: at })
    .where('id', '=', conversation.id)
    .where('first_notice_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!marked) return
  const opening = nextOpening(calendar, at)
  const town = await tx.selectFrom('municipality').select(['name', 'language']).executeTakeFirstOrThrow()
  const text = firstNoticeText(town.language === 'en' ? 'en' : 'de', opening && zoned(opening, plan.zone))
  const id = newId()
  await tx
    .insertInto('message')
    .values({
      id,
      conversation_id: conversation.id,
      direction: 'out',
      automatic: true,
      state: way === 'send' ? 'sending' : 'sent',
      visibility: 'direct',
      channel_id: incoming.channelId,
      in_reply_to: messageId,
      unit_id: conversation.unit_id,
      author_name: town.name,
      text,
      html: plainToHtml(text),
      at,
      received_at: at
    })
    .execute()
  if (way === 'send') await sendAnswer(tx, { id, channelId: incoming.channelId })
  record(tx, system, 'conversation.first-notice-given', conversation, { message: id })
}

async function wasTold(tx: Tx, conversation: Conversation, at: Date): Promise<boolean> {
  if (!conversation.contact_id) return false
  const row = await tx
    .selectFrom('conversation')
    .select('id')
    .where('contact_id', '=', conversation.contact_id)
    .where('first_notice_at', '>', new Date(at.getTime() - onceHours * 3_600_000))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
