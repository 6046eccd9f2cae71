// Which council information system is read, how often, and which of its bodies.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { hostOf } from './objects.ts'
import { councilReadJob } from './read.ts'

const maxSources = 10

/** Adds a system (or one body of it) and lets it be read at once. @throws NotAllowed, Invalid, Refusal at ten */
export async function addSource(tx: Tx, who: Who, input: { url: string; everyHours: number }): Promise<string> {
  must(who, 'council.settle')
  const url = readAddress(input.url)
  const problems: Record<string, string> = {}
  if (!url) problems.url = 'council.urlShape'
  if (!isInterval(input.everyHours)) problems.everyHours = 'council.hoursShape'
  const had = await tx.selectFrom('council_source').select('url').limit(maxSources).execute()
  if (url && had.some((source) => source.url === url)) problems.url = 'council.urlThere'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  if (had.length >= maxSources) throw new Refusal('council.tooMany')
  const id = newId()
  await tx
    .insertInto('council_source')
    .values({ id, url: url!, every_hours: input.everyHours, created_at: now() })
    .execute()
  record(tx, who, 'council.source-added', id)
  await councilReadJob.send(tx, { m: tx.municipalityId, source: id }, { singletonKey: id })
  return id
}

/** Changes how often a system is read, or pauses it. @throws NotAllowed, NotFound, Invalid */
export async function changeSource(
  tx: Tx,
  who: Who,
  input: { source: string; everyHours: number; paused: boolean }
): Promise<void> {
  must(who, 'council.settle')
  if (!isInterval(input.everyHours)) throw new Invalid({ everyHours: 'council.hoursShape' })
  const changed = await tx
    .updateTable('council_source')
    .set({ every_hours: input.everyHours, paused: input.paused })
    .where('id', '=', input.source)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new NotFound()
  record(tx, who, 'council.source-changed', input.source)
}

/** Forgets a system with everything that was read from it; links at goals stay, they hold the address. @throws NotAllowed, NotFound */
export async function removeSource(tx: Tx, who: Who, input: { source: string }): Promise<void> {
  must(who, 'council.settle')
  const gone = await tx.deleteFrom('council_source').where('id', '=', input.source).returning('id').executeTakeFirst()
  if (!gone) throw new NotFound()
  record(tx, who, 'council.source-removed', input.source)
}

/** Says which bodies of a system are read, and reads them. @throws NotAllowed, NotFound */
export async function chooseBodies(tx: Tx, who: Who, input: { source: string; bodies: string[] }): Promise<void> {
  must(who, 'council.settle')
  const known = await tx
    .updateTable('council_body')
    .set({ chosen: sql<boolean>`id = any(${input.bodies}::uuid[])` })
    .where('source_id', '=', input.source)
    .returning('id')
    .execute()
  if (known.length === 0) throw new NotFound()
  record(tx, who, 'council.bodies-chosen', input.source)
  await councilReadJob.send(tx, { m: tx.municipalityId, source: input.source }, { singletonKey: input.source })
}

/** Reads a system now. @throws NotAllowed, NotFound */
export async function readNow(tx: Tx, who: Who, input: { source: string }): Promise<void> {
  must(who, 'council.settle')
  const source = await tx.selectFrom('council_source').select('id').where('id', '=', input.source).executeTakeFirst()
  if (!source) throw new NotFound()
  await councilReadJob.send(tx, { m: tx.municipalityId, source: source.id }, { singletonKey: source.id })
}

function readAddress(typed: string): string | null {
  const trimmed = typed.trim()
  if (trimmed.length > 1000 || !hostOf(trimmed)) return null
  const url = new URL(trimmed)
  return url.username || url.password ? null : url.href
}

function isInterval(hours: number): boolean {
  return Number.isInteger(hours) && hours >= 1 && hours <= 168
}
