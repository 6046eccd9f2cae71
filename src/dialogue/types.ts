import type { Selectable } from 'kysely'
import type { Conversation as ConversationTable, Message as MessageTable } from '#platform/database/schema.ts'

export type Visibility = 'public' | 'unlisted' | 'followers' | 'direct' | 'internal'
export type ConversationState = 'new' | 'open' | 'waiting' | 'waiting_inside' | 'done' | 'reopened'
export type { Priority } from './shared.ts'
export type MessageState =
  | 'held'
  | 'visible'
  | 'hidden'
  | 'rejected'
  | 'deleted'
  | 'sending'
  | 'sent'
  | 'failed'
  | 'review'
  | 'returned'
  | 'leaving'

/** A conversation as it stands in the table. */
export type Conversation = Omit<Selectable<ConversationTable>, 'state' | 'visibility'> & {
  state: ConversationState
  visibility: Visibility
}

/** A message as it stands in the table. */
export type Message = Omit<Selectable<MessageTable>, 'state' | 'visibility' | 'direction'> & {
  state: MessageState
  visibility: Visibility
  direction: 'in' | 'out' | 'note'
}

/** Whether everybody may read it. */
export function isPublic(visibility: Visibility): boolean {
  return visibility === 'public' || visibility === 'unlisted'
}
