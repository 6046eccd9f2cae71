// Watching a conversation: hearing of what happens in it without being responsible for it.
import { sql } from 'kysely'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { lockConversation } from './row.ts'

interface Input {
  conversation: string
  /** Whom; default: oneself. */
  person?: string | null
}

/** How many can watch one conversation. */
const most = 30

/**
 * Has somebody hear of what changes in a conversation: oneself, or a colleague who may read it.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function watch(tx: Tx, who: Person, input: Input): Promise<void> {
  const conversation = await lockConversation(tx, input.conversation)
  const isAssignee = conversation.assignee_id === who.id
  if (!isAssignee) must(who, 'conversation.read', conversation.unit_id)
  const id = input.person ?? who.id
  if (id !== who.id) {
    must(who, 'conversation.note', conversation.unit_id)
    const person = await loadPerson(tx, id)
    if (!person) throw new Invalid({ person: 'personNotFound' })
    if (!may(person, 'conversation.read', conversation.unit_id)) throw new Invalid({ person: 'assigneeOutside' })
  }
  if (conversation.watchers >= most) throw new Invalid({ person: 'tooManyWatchers' }, 'invalid', { max: most })
  const added = await tx
    .insertInto('conversation_watcher')
    .values({ conversation_id: conversation.id, person_id: id, since: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst()
  if (!added) return
  await countWatchers(tx, conversation.id)
  record(tx, who, 'conversation.watched', conversation, { person: id })
}

/** Ends it, for oneself or, where one may write notes, for a colleague. @throws NotAllowed, NotFound */
export async function unwatch(tx: Tx, who: Person, input: Input): Promise<void> {
  const conversation = await lockConversation(tx, input.conversation)
  const id = input.person ?? who.id
  // Whoever may not read it any more may still be let go of.
  if (id !== who.id && !may(who, 'conversation.note', conversation.unit_id)) throw new NotAllowed('conversation.note')
  const gone = await tx
    .deleteFrom('conversation_watcher')
    .where('conversation_id', '=', conversation.id)
    .where('person_id', '=', id)
    .returning('person_id')
    .executeTakeFirst()
  if (!gone) return
  await countWatchers(tx, conversation.id)
  record(tx, who, 'conversation.unwatched', conversation, { person: id })
}

/** Keeps the figure in the conversation's row, which says whether anybody is to be told at all. */
export async function countWatchers(tx: Tx, conversation: string): Promise<void> {
  await sql`
    update conversation set watchers = (select count(*) from conversation_watcher where conversation_id = ${conversation})
    where id = ${conversation}`.execute(tx)
}

/** Who watches, by name. */
export async function watchersOf(tx: Tx, conversation: string): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('conversation_watcher as w')
    .innerJoin('person as p', 'p.id', 'w.person_id')
    .select(['p.id', 'p.name'])
    .where('w.conversation_id', '=', conversation)
    .orderBy('p.name')
    .limit(most)
    .execute()
}
