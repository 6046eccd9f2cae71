// Templates: shipped ones, which a municipality may change or put away, and its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { may, must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { installation } from '#platform/installation.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound, Stale } from '#platform/refusal.ts'
import { createPost } from '../create.ts'
import { limits } from '../types.ts'
import { type FieldKind, fieldKinds, fieldsOf, fillTemplate, type TemplateField, type TemplateTexts } from './fields.ts'

export interface Template extends TemplateTexts {
  /** Id of the row, or the key of a shipped one that nobody changed. */
  key: string
  name: string
  description: string
  fields: TemplateField[]
  /** 0: as shipped. */
  revision: number
  isShipped: boolean
  isArchived: boolean
}

interface ShippedTemplate extends TemplateTexts {
  key: string
  name: string
  description: string
  fields: TemplateField[]
}

const uuid = /^[0-9a-f-]{36}$/
let read: ShippedTemplate[] | null = null

/** The templates of this house by name: its own and the shipped ones; archived ones only when asked for. At most 500. */
export async function listTemplates(tx: Tx, who: Who, which: { archived?: boolean } = {}): Promise<Template[]> {
  if (!may(who, 'post.write')) throw new NotAllowed('post.write')
  const rows = await tx.selectFrom('post_template').selectAll().limit(500).execute()
  const taken = new Set(rows.map((row) => row.shipped_key))
  const all = [
    ...rows.map(toTemplate),
    ...shipped()
      .filter(({ key }) => !taken.has(key))
      .map(asShipped)
  ]
  return all
    .filter((template) => template.isArchived === (which.archived ?? false))
    .sort((a, b) => a.name.localeCompare(b.name, 'de'))
}

/** A template by its id or its shipped key. @throws NotFound */
export async function readTemplate(tx: Tx, who: Who, key: string): Promise<Template> {
  if (!may(who, 'post.write')) throw new NotAllowed('post.write')
  const row = await tx
    .selectFrom('post_template')
    .selectAll()
    .where(uuid.test(key) ? 'id' : 'shipped_key', '=', key)
    .executeTakeFirst()
  if (row) return toTemplate(row)
  const one = shipped().find((template) => template.key === key)
  if (!one) throw new NotFound()
  return asShipped(one)
}

export interface TemplateInput extends TemplateTexts {
  name: string
  description: string
  fields: TemplateField[]
}

/**
 * Keeps a template; `key` null makes a new one. A changed shipped template becomes the house's own.
 * @throws NotAllowed, NotFound, Invalid, Stale when somebody saved since `revision`
 */
export async function saveTemplate(
  tx: Tx,
  who: Who,
  input: TemplateInput & { key: string | null; revision: number }
): Promise<string> {
  must(who, 'template.settle')
  const values = checked(input)
  const old = input.key === null ? null : await readTemplate(tx, who, input.key)
  if (old && old.revision !== input.revision) throw new Stale('template.stale')
  const id = old && old.revision > 0 ? old.key : newId()
  if (old && old.revision > 0) {
    const { numUpdatedRows } = await tx
      .updateTable('post_template')
      .set({ ...values, revision: old.revision + 1, changed_at: now() })
      .where('id', '=', id)
      .where('revision', '=', old.revision)
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) throw new Stale('template.stale')
  } else {
    await tx
      .insertInto('post_template')
      .values({ id, shipped_key: old?.key ?? null, ...values, created_at: now(), changed_at: now() })
      .execute()
  }
  record(tx, who, old ? 'template.changed' : 'template.made', id)
  return id
}

/** Puts a template away, or takes it out again. @throws NotAllowed, NotFound */
export async function archiveTemplate(tx: Tx, who: Who, key: string, isArchived: boolean): Promise<void> {
  must(who, 'template.settle')
  const old = await readTemplate(tx, who, key)
  const id = old.revision > 0 ? old.key : await saveTemplate(tx, who, { ...old, key, revision: 0 })
  await tx
    .updateTable('post_template')
    .set({ archived_at: isArchived ? now() : null, changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, isArchived ? 'template.archived' : 'template.restored', id)
}

/** Begins a post from a template: a draft like any other. @throws as `fillTemplate` and `createPost` */
export async function beginFromTemplate(
  tx: Tx,
  who: Who,
  input: { key: string; unitId: string; values: Record<string, string> }
): Promise<{ id: string }> {
  const template = await readTemplate(tx, who, input.key)
  const texts = fillTemplate(template, template.fields, input.values)
  return createPost(tx, who, { ...texts, unitId: input.unitId })
}

function checked(input: TemplateInput) {
  const problems: Record<string, string> = {}
  const name = input.name.trim()
  if (!name) problems.name = 'nameMissing'
  else if (name.length > 120) problems.name = 'nameLong'
  if (!input.title.trim()) problems.title = 'posts.titleMissing'
  for (const field of ['title', 'lead', 'body'] as const)
    if (input[field].length > limits[field]) problems[field] = 'posts.tooLong'
  if (input.description.length > 500) problems.description = 'posts.tooLong'
  const fields = fieldsOf(input, input.fields)
  if (fields.length > 40) problems.body = 'template.tooManyFields'
  for (const [index, field] of fields.entries())
    if (field.kind === 'choice' && field.options.length < 2) problems[`options-${index}`] = 'template.fewOptions'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return {
    name,
    description: input.description.trim(),
    title: input.title.trim(),
    lead: input.lead.trim(),
    body: input.body.replace(/\r\n?/g, '\n'),
    fields: JSON.stringify(fields)
  }
}

function toTemplate(row: {
  id: string
  shipped_key: string | null
  name: string
  description: string
  title: string
  lead: string
  body: string
  fields: unknown
  revision: number
  archived_at: Date | null
}): Template {
  const texts = { title: row.title, lead: row.lead, body: row.body }
  return {
    ...texts,
    key: row.id,
    name: row.name,
    description: row.description,
    fields: fieldsOf(texts, readFields(row.fields)),
    revision: row.revision,
    isShipped: row.shipped_key !== null,
    isArchived: row.archived_at !== null
  }
}

/** Old data never stops new code: what is not understood becomes a line of text. */
function readFields(stored: unknown): TemplateField[] {
  if (!Array.isArray(stored)) return []
  return stored.map((one: Partial<TemplateField>) => ({
    label: String(one.label ?? ''),
    kind: fieldKinds.includes(one.kind as FieldKind) ? (one.kind as FieldKind) : 'text',
    required: one.required !== false,
    hint: String(one.hint ?? ''),
    options: Array.isArray(one.options) ? one.options.map(String) : []
  }))
}

function asShipped(template: ShippedTemplate): Template {
  return { ...template, fields: fieldsOf(template, template.fields), revision: 0, isShipped: true, isArchived: false }
}

function shipped(): ShippedTemplate[] {
  if (!read) {
    const file = JSON.parse(readFileSync(join(installation(), 'content', 'templates', 'de.json'), 'utf8')) as {
      templates: (Omit<ShippedTemplate, 'lead' | 'body' | 'fields'> & {
        lead: string
        body: string[]
        fields: Partial<TemplateField>[]
      })[]
    }
    read = file.templates.map((one) => ({ ...one, body: one.body.join('\n'), fields: readFields(one.fields) }))
  }
  return read
}
