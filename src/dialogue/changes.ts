// What changed in the inbox since a journal position, for live updates.
import { sql } from 'kysely'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { eventsAfter, lastPosition } from '#platform/journal/journal.ts'
import { seenBy } from './queries.ts'

export interface Changes {
  position: number
  /** Conversations that changed and that the person may see. */
  ids: string[]
  /** Something changed that cannot be named: everything is to be read again. */
  all: boolean
  /** Somebody's rights changed. */
  people: boolean
}

const most = 300

/** Reads the journal from `position` on; a reader too far behind is told to read everything again. */
export async function changedConversations(tx: Tx, who: Person, position: number): Promise<Changes> {
  const events = await eventsAfter(tx, position, most)
  if (events.length === most) return { position: await lastPosition(tx), ids: [], all: true, people: true }
  const touched = new Set<string>()
  let all = false
  let people = false
  for (const event of events) {
    const of = event.subjectKind === 'conversation' ? event.subjectId : event.data.conversation
    if (typeof of === 'string') touched.add(of)
    // Handed on, a conversation may have left this person's sight; an answer's fate shows in the conversation.
    if (event.kind === 'conversation.assigned' || event.subjectKind === 'publication' || event.subjectKind === 'unit')
      all = true
    if (event.subjectKind === 'person') people = true
  }
  const visible =
    touched.size === 0
      ? []
      : await tx
          .selectFrom('conversation as c')
          .select('c.id')
          .where((where: any) => seenBy(where, who))
          .where(sql<boolean>`c.id = any(${[...touched]}::uuid[])`)
          .execute()
  return { position: events.at(-1)?.position ?? position, ids: visible.map(({ id }) => id), all, people }
}
