// Checklists to begin with, settled by those who lead a unit.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { checklistLimits, itemsOf } from './checklist.ts'
import { signs, typedLine } from './typed.ts'

export interface ChecklistTemplate {
  id: string
  name: string
  items: string[]
  unit: { id: string; name: string } | null
  topic: { id: string; name: string } | null
}

export interface TemplateInput {
  /** Absent: a new one. */
  id?: string | null
  name: string
  /** One item a line. */
  items: string
  unit?: string | null
  topic?: string | null
}

/** Makes or changes a checklist to begin with. @throws NotAllowed, NotFound, Invalid */
export async function settleChecklist(tx: Tx, who: Person, input: TemplateInput): Promise<string> {
  const unit = input.unit ?? null
  must(who, 'template.settle', unit)
  const name = typedLine(input.name)
  const items = [...new Set(itemsOf(input.items))]
  const faults = {
    ...(name === '' && { name: 'checklistNameMissing' }),
    ...(signs(name) > checklistLimits.name && { name: 'enterNameTooLong' }),
    ...(items.length === 0 && { items: 'checkEmpty' }),
    ...(items.length > checklistLimits.items && { items: 'checksTooMany' }),
    ...(items.some((item) => signs(item) > checklistLimits.length) && { items: 'checkTooLong' }),
    ...(unit && !(await stands(tx, 'unit', unit)) && { unit: 'unitNotFound' }),
    ...(input.topic && !(await stands(tx, 'topic', input.topic)) && { topic: 'topicGone' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: checklistLimits.items })
  const row = { name, items, unit_id: unit, topic_id: input.topic ?? null, changed_at: now() }
  const id = input.id ?? newId()
  if (input.id) {
    const before = await tx
      .selectFrom('checklist_template')
      .select('unit_id')
      .where('id', '=', input.id)
      .executeTakeFirst()
    if (!before) throw new NotFound('checklistNotFound')
    must(who, 'template.settle', before.unit_id)
    await tx.updateTable('checklist_template').set(row).where('id', '=', id).execute()
  } else {
    const { count } = await tx
      .selectFrom('checklist_template')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (count >= checklistLimits.templates)
      throw new Invalid({ name: 'checklistsTooMany' }, 'invalid', { max: checklistLimits.templates })
    await tx
      .insertInto('checklist_template')
      .values({ id, ...row })
      .execute()
  }
  record(tx, who, 'template.checklist-settled', id)
  return id
}

/** Takes one away; what was begun with it stays. @throws NotAllowed, NotFound */
export async function dropChecklist(tx: Tx, who: Person, id: string): Promise<void> {
  const row = await tx.selectFrom('checklist_template').select('unit_id').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('checklistNotFound')
  must(who, 'template.settle', row.unit_id)
  await tx.deleteFrom('checklist_template').where('id', '=', id).execute()
  record(tx, who, 'template.checklist-dropped', id)
}

/** All of them by name; `mine` only those the person may change. */
export async function listChecklists(tx: Tx, mine: Person | null = null): Promise<ChecklistTemplate[]> {
  const rows = await tx
    .selectFrom('checklist_template as c')
    .leftJoin('unit as u', 'u.id', 'c.unit_id')
    .leftJoin('topic as t', 't.id', 'c.topic_id')
    .select(['c.id', 'c.name', 'c.items', 'c.unit_id', 'u.name as unit_name', 'c.topic_id', 't.name as topic_name'])
    .orderBy('c.name')
    .limit(checklistLimits.templates)
    .execute()
  return rows
    .filter((row) => mine === null || may(mine, 'template.settle', row.unit_id))
    .map((row) => ({
      id: row.id,
      name: row.name,
      items: row.items,
      unit: row.unit_id ? { id: row.unit_id, name: row.unit_name ?? '' } : null,
      topic: row.topic_id ? { id: row.topic_id, name: row.topic_name ?? '' } : null
    }))
}

/** Those that fit a conversation of this unit (and those above it): of its topic first. */
export async function checklistsFor(
  tx: Tx,
  of: { unit: string | null; topic: string | null }
): Promise<ChecklistTemplate[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id from unit where id = ${of.unit}
      union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id
    ) select id from above`.execute(tx)
  const units = new Set(rows.map(({ id }) => id))
  const fits = (await listChecklists(tx)).filter(({ unit }) => unit === null || units.has(unit.id))
  const isOfTopic = (one: ChecklistTemplate) => (of.topic !== null && one.topic?.id === of.topic ? 0 : 1)
  return fits.toSorted((a, b) => isOfTopic(a) - isOfTopic(b))
}

async function stands(tx: Tx, table: 'unit' | 'topic', id: string): Promise<boolean> {
  return (await tx.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}
