// Tells who watches a conversation that something happened in it, once until they have looked.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { EventKind } from '#platform/journal/events.ts'
import { tellPerson } from './notices.ts'

/** What is worth looking at for somebody who is not responsible. */
const telling = new Set<EventKind>([
  'message.received',
  'message.edited',
  'conversation.answered',
  'conversation.noted',
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'conversation.waiting',
  'conversation.detailed',
  'conversation.merged',
  'conversation.split',
  'conversation.asked',
  'conversation.replied',
  'conversation.forwarded',
  'conversation.escalated'
])

const planned = new WeakMap<Tx, Set<string>>()

/** Looks at the end of the transaction what was recorded of a conversation, and tells of it. */
export function tellWatchersLater(tx: Tx, conversation: string): void {
  let ids = planned.get(tx)
  if (!ids) {
    planned.set(tx, (ids = new Set()))
    tx.beforeCommit(async () => {
      for (const id of planned.get(tx) ?? []) await tellWatchers(tx, id)
    })
  }
  ids.add(conversation)
}

async function tellWatchers(tx: Tx, conversation: string): Promise<void> {
  const events = tx.pendingEvents.filter(
    (event) => telling.has(event.kind) && (event.subjectId === conversation || event.data.conversation === conversation)
  )
  if (events.length === 0) return
  const { rows } = await sql<{ person: string }>`
    select w.person_id as person from conversation_watcher w
    where w.conversation_id = ${conversation} and not exists (select 1 from notice n
      where n.person_id = w.person_id and n.conversation_id = w.conversation_id and n.seen_at is null)
    order by 1`.execute(tx)
  for (const { person } of rows) {
    const told = events.find(({ actor }) => actor.id !== person)
    if (told) await tellPerson(tx, told.actor, { person, kind: 'watched', conversation })
  }
}
