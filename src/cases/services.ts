// Categories of defects. What was used once is archived, never deleted: reports name it.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { firstFree, slugOf } from '#platform/slug.ts'
import { checkAttribute } from './attributes.ts'
import type { Attribute, Service } from './shared.ts'

const most = 200
const mostAttributes = 20

/** All categories in their order; without the archived ones unless asked for. */
export async function listServices(tx: Tx, archived = false): Promise<Service[]> {
  const rows = await tx
    .selectFrom('case_service')
    .selectAll()
    .$if(!archived, (query) => query.where('archived_at', 'is', null))
    .orderBy('position')
    .orderBy('name')
    .limit(most)
    .execute()
  return rows.map(serviceOf)
}

/** One category by its code, archived or not; null: there is none. */
export async function findService(tx: Tx, code: string): Promise<Service | null> {
  if (!/^[a-z0-9-]{1,60}$/.test(code)) return null
  const row = await tx.selectFrom('case_service').selectAll().where('code', '=', code).executeTakeFirst()
  return row ? serviceOf(row) : null
}

function serviceOf(row: {
  id: string
  code: string
  name: string
  group_name: string
  description: string
  keywords: string[]
  unit_id: string | null
  attributes: unknown
  resolve_minutes: number | null
  position: number
  archived_at: Date | null
}): Service {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    group: row.group_name,
    description: row.description,
    keywords: row.keywords,
    unitId: row.unit_id,
    attributes: row.attributes as Attribute[],
    resolveMinutes: row.resolve_minutes,
    position: row.position,
    isArchived: row.archived_at !== null
  }
}

export interface ServiceInput {
  /** Null: a new one. */
  id?: string | null
  name: string
  group: string
  description: string
  /** Separated by commas. */
  keywords: string
  unit: string | null
  /** Service hours until it should be dealt with; empty: as the unit settled. */
  resolveHours: string
  position?: number
}

/** Adds a category, or changes one. Its code is made from its first name and stays. @throws NotAllowed, Invalid, NotFound */
export async function saveService(tx: Tx, who: Who, input: ServiceInput): Promise<{ id: string; code: string }> {
  must(who, 'case.settle')
  const name = input.name.trim()
  const hours = input.resolveHours.trim().replace(',', '.')
  const faults = {
    ...(name === '' && { name: 'nameMissing' }),
    ...(name.length > 100 && { name: 'nameLong' }),
    ...(input.group.trim().length > 100 && { group: 'nameLong' }),
    ...(input.description.trim().length > 500 && { description: 'settingShape' }),
    ...(hours !== '' && !(Number(hours) >= 0.25 && Number(hours) <= 10_000) && { resolveHours: 'caseHoursShape' }),
    ...(input.unit && !(await isUnit(tx, input.unit)) && { unit: 'choose' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const values = {
    name,
    group_name: input.group.trim(),
    description: input.description.trim(),
    keywords: [...new Set(input.keywords.split(',').map((one) => one.trim().slice(0, 60)))]
      .filter(Boolean)
      .slice(0, 30),
    unit_id: input.unit,
    resolve_minutes: hours === '' ? null : Math.round(Number(hours) * 60),
    ...(input.position !== undefined && { position: input.position })
  }
  if (input.id) {
    const { code } = await lockService(tx, input.id)
    await tx.updateTable('case_service').set(values).where('id', '=', input.id).execute()
    record(tx, who, 'case.service-changed', input.id)
    return { id: input.id, code }
  }
  const rows = await tx
    .selectFrom('case_service')
    .select(['code', 'position'])
    .limit(most + 1)
    .execute()
  if (rows.length > most) throw new Invalid({ name: 'caseServicesMany' })
  const code = firstFree(slugOf(name, 'kategorie'), new Set(rows.map((row) => row.code)))
  const id = newId()
  const position = input.position ?? Math.max(0, ...rows.map((row) => row.position)) + 1
  await tx
    .insertInto('case_service')
    .values({ id, code, created_at: now(), ...values, position })
    .execute()
  record(tx, who, 'case.service-added', id)
  return { id, code }
}

/** Takes a category out of the form, or back in; reports keep it. @throws NotAllowed, NotFound */
export async function archiveService(tx: Tx, who: Who, input: { id: string; archived: boolean }): Promise<void> {
  must(who, 'case.settle')
  await lockService(tx, input.id)
  await tx
    .updateTable('case_service')
    .set({ archived_at: input.archived ? now() : null })
    .where('id', '=', input.id)
    .execute()
  record(tx, who, input.archived ? 'case.service-archived' : 'case.service-restored', input.id)
}

/** Moves a category before the one that stood before it. @throws NotAllowed, NotFound */
export async function raiseService(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'case.settle')
  await lockService(tx, id)
  const all = await listServices(tx, true)
  const at = all.findIndex((one) => one.id === id)
  if (at > 0) [all[at - 1], all[at]] = [all[at]!, all[at - 1]!]
  for (const [position, one] of all.entries())
    if (one.position !== position)
      await tx.updateTable('case_service').set({ position }).where('id', '=', one.id).execute()
  record(tx, who, 'case.service-changed', id)
}

/** Adds a question, or changes the one of this code. @throws NotAllowed, NotFound, Invalid */
export async function saveAttribute(
  tx: Tx,
  who: Who,
  input: { service: string; attribute: Parameters<typeof checkAttribute>[0] }
): Promise<void> {
  must(who, 'case.settle')
  const attribute = checkAttribute(input.attribute)
  const row = await lockService(tx, input.service)
  const attributes = row.attributes as unknown as Attribute[]
  const at = attributes.findIndex(({ code }) => code === attribute.code)
  if (at < 0 && attributes.length >= mostAttributes) throw new Invalid({ code: 'caseAttributesMany' })
  const changed = at < 0 ? [...attributes, attribute] : attributes.with(at, attribute)
  await keepAttributes(tx, who, input.service, changed)
}

/** Removes a question; answers that were given stay with their reports. @throws NotAllowed, NotFound */
export async function removeAttribute(tx: Tx, who: Who, input: { service: string; code: string }): Promise<void> {
  must(who, 'case.settle')
  const row = await lockService(tx, input.service)
  const attributes = row.attributes as unknown as Attribute[]
  await keepAttributes(
    tx,
    who,
    input.service,
    attributes.filter(({ code }) => code !== input.code)
  )
}

/** Moves a question before the one that stood before it. @throws NotAllowed, NotFound */
export async function raiseAttribute(tx: Tx, who: Who, input: { service: string; code: string }): Promise<void> {
  must(who, 'case.settle')
  const row = await lockService(tx, input.service)
  const attributes = [...(row.attributes as unknown as Attribute[])]
  const at = attributes.findIndex(({ code }) => code === input.code)
  if (at > 0) [attributes[at - 1], attributes[at]] = [attributes[at]!, attributes[at - 1]!]
  await keepAttributes(tx, who, input.service, attributes)
}

async function keepAttributes(tx: Tx, who: Who, id: string, attributes: Attribute[]): Promise<void> {
  await tx
    .updateTable('case_service')
    .set({ attributes: JSON.stringify(attributes) })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'case.service-changed', id)
}

async function lockService(tx: Tx, id: string) {
  const row = await tx.selectFrom('case_service').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound('caseServiceNotFound')
  return row
}

async function isUnit(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('unit').select('id').where('id', '=', id).where('archived_at', 'is', null)
  return (await row.executeTakeFirst()) !== undefined
}
