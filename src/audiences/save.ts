// The house's own catalogue: entries are added, changed and switched off, never deleted, because posts name them.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

export interface AudienceInput {
  name: string
  description: string
  active?: boolean
}

/** Adds an entry. @throws NotAllowed, Invalid */
export async function addAudience(tx: Tx, who: Who, input: AudienceInput): Promise<string> {
  must(who, 'audience.write')
  const { name, description } = await check(tx, input, null)
  const id = newId()
  await tx
    .insertInto('audience')
    .values({ id, name, description, active: input.active ?? true, created_at: now(), changed_at: now() })
    .execute()
  record(tx, who, 'audience.added', id)
  return id
}

/** Changes an entry, or switches it off and on. @throws NotAllowed, NotFound, Invalid */
export async function changeAudience(tx: Tx, who: Who, input: AudienceInput & { audience: string }): Promise<void> {
  must(who, 'audience.write')
  const { name, description } = await check(tx, input, input.audience)
  const changed = await tx
    .updateTable('audience')
    .set({ name, description, ...(input.active !== undefined && { active: input.active }), changed_at: now() })
    .where('id', '=', input.audience)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new NotFound()
  record(tx, who, 'audience.changed', input.audience)
}

async function check(tx: Tx, input: AudienceInput, own: string | null) {
  const name = input.name.trim().replace(/\s+/g, ' ')
  const description = input.description.trim()
  const problems: Record<string, string> = {}
  if (!name) problems.name = 'audience.nameMissing'
  else if (name.length > 80) problems.name = 'audience.nameLong'
  else if (await isTaken(tx, name, own)) problems.name = 'audience.nameTaken'
  if (description.length > 600) problems.description = 'audience.descriptionLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { name, description }
}

async function isTaken(tx: Tx, name: string, own: string | null): Promise<boolean> {
  const row = await tx
    .selectFrom('audience')
    .select('id')
    .where((where) => where(where.fn<string>('lower', ['name']), '=', where.fn<string>('lower', [where.val(name)])))
    .executeTakeFirst()
  return row !== undefined && row.id !== own
}
