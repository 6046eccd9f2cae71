import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { tellPerson } from './notices.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { typedText } from './typed.ts'

export interface NoteInput {
  conversation: string
  text: string
  /** Made by the form, so that sending it twice notes once. */
  key?: string
}

export const maxNote = 5000

/**
 * Writes an internal note: seen by the staff, never sent. `@Name` mentions a colleague who may read the conversation.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function note(tx: Tx, who: Person, input: NoteInput): Promise<{ message: string; mentions: string[] }> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.note', conversation.unit_id)
  const text = typedText(input.text)
  if (text === '') throw new Invalid({ text: 'noteEmpty' })
  if ([...text].length > maxNote) throw new Invalid({ text: 'noteTooLong' }, 'invalid', { max: maxNote })
  const id = input.key ?? newId()
  const mentions = await mentionedIn(tx, text, conversation.unit_id)
  const at = now()
  const added = await tx
    .insertInto('message')
    .values({
      id,
      conversation_id: conversation.id,
      direction: 'note',
      state: 'visible',
      visibility: 'internal',
      channel_id: conversation.channel_id,
      person_id: who.id,
      unit_id: conversation.unit_id,
      author_name: who.name,
      text,
      html: plainToHtml(text),
      at,
      received_at: at
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return { message: id, mentions: [] }
  await refreshConversation(tx, conversation)
  for (const person of mentions) await tellPerson(tx, who, { person, kind: 'mentioned', conversation: conversation.id })
  record(tx, who, 'conversation.noted', conversation, { message: id, mentions })
  return { message: id, mentions }
}

/** The people whose names stand behind an @ in the text: the full name, or the first where only one bears it. */
export async function mentionedIn(tx: Tx, text: string, unitId: string | null): Promise<string[]> {
  if (!text.includes('@')) return []
  const people = await tx.selectFrom('person').select(['id', 'name']).where('left_at', 'is', null).limit(2000).execute()
  const said = fold(text)
  const mentioned = new Set<string>()
  for (const person of people) if (namesIn(said, fold(person.name))) mentioned.add(person.id)
  for (const person of people) {
    const first = fold(person.name).split(' ')[0] ?? ''
    const bearers = people.filter((one) => fold(one.name).split(' ')[0] === first)
    if (bearers.length === 1 && first.length > 1 && namesIn(said, first)) mentioned.add(person.id)
  }
  const able: string[] = []
  for (const id of [...mentioned].slice(0, 20)) {
    const person: Who | null = await loadPerson(tx, id)
    if (person && may(person, 'conversation.read', unitId)) able.push(id)
  }
  return able
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('de').replace(/\s+/g, ' ').trim()
}

/** Whether `@name` stands in the text as a whole. */
function namesIn(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const next = text[at + 1 + name.length]
    if (next === undefined || !/[\p{L}\p{N}-]/u.test(next)) return true
  }
  return false
}
