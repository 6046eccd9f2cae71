import { may, must } from '#people/rights.ts'
import { citizen, type Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { confirmUnit } from './confirm-unit.ts'
import { takeMessage } from './receive.ts'
import { ways } from './shared.ts'
import { typedLine, typedText } from './typed.ts'

export interface EnterInput {
  /** Who called or came: a name as given, "eine Anwohnerin" will do. */
  name: string
  text: string
  unit?: string | null
  post?: string | null
  /** Default: by phone. */
  way?: string
  /** Made with the form, so that sending it twice enters once. */
  key?: string
}

/**
 * Enters what somebody said by phone, at the counter, in a letter or at a meeting as a conversation, which goes the way of all others. It is internal: nobody outside ever sees it.
 * @throws NotAllowed, Invalid
 */
export async function enter(
  tx: Tx,
  who: Person,
  input: EnterInput
): Promise<{ conversation: string; message: string }> {
  // Whoever takes a call passes it on to whom it concerns, also where they may not read along.
  must(who, 'conversation.note', null)
  const unit = input.unit ?? null
  const way = ways.find((one) => one === (input.way ?? 'phone'))
  const name = typedLine(input.name)
  const text = typedText(input.text)
  const faults = {
    ...(name === '' && { name: 'enterNameMissing' }),
    ...([...name].length > 100 && { name: 'enterNameTooLong' }),
    ...(text === '' && { text: 'enterTextMissing' }),
    ...([...text].length > 10_000 && { text: 'enterTextTooLong' }),
    ...(!way && { way: 'invalid' }),
    ...(unit && !(await isUnit(tx, unit)) && { unit: 'unitNotFound' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: 10_000 })
  const channel = await tx
    .selectFrom('channel')
    .select(['id', 'network'])
    .where('network', '=', 'note')
    .where('state', '=', 'live')
    .limit(1)
    .executeTakeFirst()
  if (!channel) throw new Refusal('noNoteChannel')
  const received = await takeMessage(
    tx,
    {
      kind: 'message',
      channelId: channel.id,
      network: channel.network,
      remoteId: `entered:${input.key ?? newId()}`,
      remoteUrl: null,
      author: { network: channel.network, remoteId: null, name },
      inReplyTo: null,
      postId: input.post ?? null,
      thread: null,
      html: plainToHtml(text),
      text,
      language: null,
      contentWarning: null,
      visibility: 'internal',
      emojis: [],
      attachments: [],
      at: now(),
      held: false,
      rawId: null,
      unitId: unit,
      way
    },
    null,
    citizen
  )
  if (received.outcome === 'new') {
    record(tx, who, 'conversation.entered', received.conversationId!, { message: received.messageId, way: way! })
    if (unit && may(who, 'conversation.assign', unit))
      await confirmUnit(tx, who, { conversation: received.conversationId! })
  }
  return { conversation: received.conversationId!, message: received.messageId! }
}

async function isUnit(tx: Tx, id: string): Promise<boolean> {
  const unit = await tx.selectFrom('unit').select('archived_at').where('id', '=', id).executeTakeFirst()
  return unit !== undefined && unit.archived_at === null
}
