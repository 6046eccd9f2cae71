// What is still to be done about a conversation, item by item, and lists to begin with.
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { lockConversation } from './row.ts'
import { signs, typedLine } from './typed.ts'

export const checklistLimits = { items: 50, length: 300, name: 100, templates: 200 } as const

export interface Check {
  id: string
  text: string
  done: { by: string; at: Date } | null
}

/** Adds items, one a line. @throws NotAllowed, NotFound, Invalid */
export async function addChecks(tx: Tx, who: Person, input: { conversation: string; text: string }): Promise<void> {
  const items = itemsOf(input.text)
  if (items.length === 0) throw new Invalid({ text: 'checkEmpty' })
  await append(tx, who, input.conversation, items)
}

/** Adds a template's items; those that stand there already are not added twice. @throws NotAllowed, NotFound, Invalid */
export async function applyChecklist(
  tx: Tx,
  who: Person,
  input: { conversation: string; template: string }
): Promise<void> {
  const template = await tx
    .selectFrom('checklist_template')
    .select('items')
    .where('id', '=', input.template)
    .executeTakeFirst()
  if (!template) throw new NotFound('checklistNotFound')
  await append(tx, who, input.conversation, template.items)
}

/** Ticks an item, or takes the tick away. Two who tick at once tick once. @throws NotAllowed, NotFound */
export async function tick(tx: Tx, who: Person, input: { check: string; done: boolean }): Promise<void> {
  const { conversation, check } = await lockCheck(tx, who, input.check)
  if ((check.done_at !== null) === input.done) return
  await tx
    .updateTable('conversation_check')
    .set(input.done ? { done_by: who.id, done_at: now() } : { done_by: null, done_at: null })
    .where('id', '=', check.id)
    .execute()
  record(tx, who, input.done ? 'conversation.check-done' : 'conversation.check-undone', conversation, {
    check: check.id
  })
}

/** Takes an item off the list. @throws NotAllowed, NotFound */
export async function dropCheck(tx: Tx, who: Person, input: { check: string }): Promise<void> {
  const { conversation, check } = await lockCheck(tx, who, input.check)
  await tx.deleteFrom('conversation_check').where('id', '=', check.id).execute()
  record(tx, who, 'conversation.check-dropped', conversation, { check: check.id })
}

/** The items of these conversations in their order. */
export async function checksOf(tx: Tx, conversations: string[]): Promise<Check[]> {
  const rows = await tx
    .selectFrom('conversation_check as k')
    .leftJoin('person as p', 'p.id', 'k.done_by')
    .select(['k.id', 'k.text', 'k.done_at', 'p.name'])
    .where(sql<boolean>`k.conversation_id = any(${conversations}::uuid[])`)
    .orderBy('k.added_at')
    .orderBy('k.position')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    done: row.done_at ? { by: row.name ?? '', at: row.done_at } : null
  }))
}

async function append(tx: Tx, who: Person, id: string, items: string[]): Promise<void> {
  const conversation = await lockConversation(tx, id)
  must(who, 'conversation.note', conversation.unit_id)
  const known = await tx
    .selectFrom('conversation_check')
    .select(['text', 'position'])
    .where('conversation_id', '=', conversation.id)
    .execute()
  const added = [...new Set(items)].filter((item) => !known.some(({ text }) => text === item))
  if (known.length + added.length > checklistLimits.items)
    throw new Invalid({ text: 'checksTooMany' }, 'invalid', { max: checklistLimits.items })
  if (added.some((item) => signs(item) > checklistLimits.length))
    throw new Invalid({ text: 'checkTooLong' }, 'invalid', { max: checklistLimits.length })
  if (added.length === 0) return
  const from = Math.max(0, ...known.map(({ position }) => position)) + 1
  await tx
    .insertInto('conversation_check')
    .values(
      added.map((text, index) => ({
        id: newId(),
        conversation_id: conversation.id,
        position: from + index,
        text,
        added_by: who.id,
        added_at: now()
      }))
    )
    .execute()
  record(tx, who, 'conversation.checks-added', conversation, { count: added.length })
}

async function lockCheck(tx: Tx, who: Person, id: string) {
  const found = await tx
    .selectFrom('conversation_check')
    .select('conversation_id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw new NotFound('checkNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  must(who, 'conversation.note', conversation.unit_id)
  const check = await tx.selectFrom('conversation_check').selectAll().where('id', '=', id).executeTakeFirst()
  if (!check) throw new NotFound('checkNotFound')
  return { conversation, check }
}

/** One item a line, without marks that people put before them. */
export function itemsOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => typedLine(line).replace(/^(?:[-*•]|\[[ x]?\]|\d+[.)])\s*/i, ''))
    .filter(Boolean)
}
