// What somebody writes and has not sent. There is one draft for each conversation, shared by everybody who may answer it:
// whoever takes over finds it, and a lost device takes nothing with it.
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { signal } from '#platform/live/live.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { maxAnswer } from './answer-limit.ts'

export interface AnswerDraft {
  text: string
  by: { id: string; name: string } | null
  at: Date
  revision: number
}

export type Saved = { kept: true; revision: number } | { kept: false; draft: AnswerDraft }

/**
 * Keeps what was typed, if nobody changed the draft since `revision` (0: there was none); otherwise it answers what stands there.
 * An empty text takes the draft away. Not in the journal: it changes with every pause in typing.
 * @throws NotFound, NotAllowed, Invalid
 */
export async function saveAnswerDraft(
  tx: Tx,
  who: Person,
  input: { conversation: string; text: string; revision: number }
): Promise<Saved> {
  const conversation = await tx
    .selectFrom('conversation')
    .select('unit_id')
    .where('id', '=', input.conversation)
    .executeTakeFirst()
  if (!conversation) throw new NotFound('conversationNotFound')
  must(who, 'conversation.answer', conversation.unit_id)
  if ([...input.text].length > maxAnswer * 2)
    throw new Invalid({ text: 'answerTooLong' }, 'invalid', { max: maxAnswer })
  const current = await readAnswerDraft(tx, input.conversation, true)
  if (current && current.revision !== input.revision && current.text !== input.text && current.text !== '')
    return { kept: false, draft: current }
  if (current?.text === input.text) return { kept: true, revision: current.revision }
  const revision = await write(tx, who, input.conversation, input.text)
  const { municipalityId } = tx
  tx.afterCommit(() => {
    void signal({ municipalityId, kind: 'draft', conversation: input.conversation, person: who.id }).catch(() => {})
  })
  return { kept: true, revision }
}

/** The draft of a conversation; null when nobody writes. */
export async function readAnswerDraft(tx: Tx, conversation: string, lock = false): Promise<AnswerDraft | null> {
  const row = await tx
    .selectFrom('answer_draft as d')
    .leftJoin('person as p', 'p.id', 'd.person_id')
    .select(['d.text', 'd.person_id', 'd.changed_at', 'd.revision', 'p.name'])
    .where('d.conversation_id', '=', conversation)
    .$if(lock, (query) => query.forUpdate('d'))
    .executeTakeFirst()
  if (!row) return null
  const by = row.person_id ? { id: row.person_id, name: row.name ?? '' } : null
  return { text: row.text, by, at: row.changed_at, revision: row.revision }
}

/** Puts a text that comes back before whatever somebody began to write meanwhile. */
export async function putBack(tx: Tx, who: Person, conversation: string, text: string): Promise<void> {
  const current = await readAnswerDraft(tx, conversation, true)
  const begun = current && current.text.trim() !== '' && current.text !== text ? `\n\n${current.text}` : ''
  await write(tx, who, conversation, text + begun)
}

/** The answer was given: its draft is done. What a colleague wrote on besides stays. */
export async function forgetDraft(tx: Tx, who: Person, conversation: string, sent: string): Promise<void> {
  const draft = await readAnswerDraft(tx, conversation, true)
  if (!draft || (draft.by?.id !== who.id && draft.text.trim() !== sent)) return
  await write(tx, who, conversation, '')
}

/** Emptied rather than deleted: its number goes on, so that a page that is behind notices it. */
async function write(tx: Tx, who: Person, conversation: string, text: string): Promise<number> {
  const { revision } = await tx
    .insertInto('answer_draft')
    .values({ conversation_id: conversation, text, person_id: who.id, changed_at: now() })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'conversation_id']).doUpdateSet((set) => ({
        text,
        person_id: who.id,
        changed_at: now(),
        revision: set('answer_draft.revision', '+', 1)
      }))
    )
    .returning('revision')
    .executeTakeFirstOrThrow()
  return revision
}
