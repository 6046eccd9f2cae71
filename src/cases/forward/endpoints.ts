// Other Open311 systems that cases can be given to: where they are, our key there, and which category is which.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { FetchFailed, FetchRefused } from '#platform/fetch/fetch.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { keys } from '#platform/keys/held.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { Unreadable } from './answers.ts'
import { askServices, type Endpoint, WrongStatus } from './client.ts'

const most = 20

export interface ListedEndpoint {
  id: string
  name: string
  url: string
  jurisdiction: string
  hasKey: boolean
  services: { code: string; name: string }[]
  /** By our category's id. */
  mapping: Record<string, string>
  problem: string | null
  checkedAt: Date | null
}

/** Those in use. */
export async function listEndpoints(tx: Tx): Promise<ListedEndpoint[]> {
  const rows = await tx
    .selectFrom('case_endpoint')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('name')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    jurisdiction: row.jurisdiction,
    hasKey: row.sealed_key !== null,
    services: row.services as unknown as { code: string; name: string }[],
    mapping: row.mapping as Record<string, string>,
    problem: row.problem,
    checkedAt: row.checked_at
  }))
}

/** Adds a system, or changes one; an empty key leaves the one there is. @throws NotAllowed, Invalid, NotFound */
export async function saveEndpoint(
  tx: Tx,
  who: Who,
  input: { id?: string | null; name: string; url: string; jurisdiction: string; key: string }
): Promise<{ id: string }> {
  must(who, 'case.key')
  const name = input.name.trim()
  const url = readAddress(input.url)
  const jurisdiction = input.jurisdiction.trim()
  const faults = {
    ...((name === '' || name.length > 100) && { endpointName: 'caseEndpointName' }),
    ...(!url && { endpointUrl: 'caseEndpointUrl' }),
    ...(!/^[A-Za-z0-9._-]{0,100}$/.test(jurisdiction) && { endpointJurisdiction: 'caseJurisdictionShape' }),
    ...(input.key.trim().length > 500 && { endpointKey: 'settingShape' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const id = input.id ?? newId()
  const key = input.key.trim()
  const values = {
    name,
    url: url!,
    jurisdiction,
    ...(key !== '' && { sealed_key: keys().seal(key, contextOf(tx.municipalityId, id)) })
  }
  if (input.id) {
    const changed = await tx
      .updateTable('case_endpoint')
      .set(values)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new NotFound()
  } else {
    if ((await listEndpoints(tx)).length >= most) throw new Invalid({ endpointName: 'caseEndpointsMany' })
    await tx
      .insertInto('case_endpoint')
      .values({ id, created_at: now(), ...values })
      .execute()
  }
  record(tx, who, 'case.endpoint-saved', id)
  return { id }
}

/** Says which of our categories is which of theirs; an empty code: none. @throws NotAllowed, NotFound, Invalid */
export async function mapServices(
  tx: Tx,
  who: Who,
  input: { endpoint: string; mapping: Record<string, string> }
): Promise<void> {
  must(who, 'case.key')
  const row = await tx
    .selectFrom('case_endpoint')
    .select('services')
    .where('id', '=', input.endpoint)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const known = new Set((row.services as unknown as { code: string }[]).map(({ code }) => code))
  const given = Object.entries(input.mapping).filter(([, code]) => code !== '')
  if (given.some(([, code]) => !known.has(code))) throw new Invalid({ mapping: 'choose' })
  await tx
    .updateTable('case_endpoint')
    .set({ mapping: JSON.stringify(Object.fromEntries(given)) })
    .where('id', '=', input.endpoint)
    .execute()
  record(tx, who, 'case.endpoint-saved', input.endpoint)
}

/** Nothing more goes there; what went is still followed. The key is forgotten. @throws NotAllowed, NotFound */
export async function removeEndpoint(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'case.key')
  const row = await tx
    .updateTable('case_endpoint')
    .set({ removed_at: now(), sealed_key: null })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new NotFound()
  record(tx, who, 'case.endpoint-removed', id)
}

/** Reads their categories, and notes how that went. Outside of any transaction. Answers the problem, or null. */
export async function connectEndpoint(municipalityId: string, id: string): Promise<string | null> {
  const endpoint = await inMunicipality(municipalityId, (tx) => readEndpoint(tx, id))
  let problem: string | null = null
  let found: Awaited<ReturnType<typeof askServices>> | null = null
  try {
    found = await askServices(endpoint)
  } catch (error) {
    problem = problemOf(error)
  }
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .updateTable('case_endpoint')
      .set({
        problem,
        checked_at: now(),
        ...(found && {
          services: JSON.stringify(found.services),
          format: found.format,
          knows_repeats: found.knowsRepeats
        })
      })
      .where('id', '=', id)
      .execute()
  })
  return problem
}

/** A system with its key, ready to be spoken to. @throws NotFound */
export async function readEndpoint(tx: Tx, id: string): Promise<Endpoint & { name: string; knowsRepeats: boolean }> {
  const row = await tx.selectFrom('case_endpoint').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return {
    name: row.name,
    url: row.url,
    jurisdiction: row.jurisdiction,
    format: row.format === 'xml' ? 'xml' : 'json',
    knowsRepeats: row.knows_repeats,
    key: row.sealed_key === null ? null : keys().unseal(row.sealed_key, contextOf(tx.municipalityId, id))
  }
}

/** What went wrong, in a word that the desk has words for. @throws what is a bug */
export function problemOf(error: unknown): string {
  if (error instanceof FetchRefused) return error.reason
  if (error instanceof FetchFailed) return error.kind
  if (error instanceof Unreadable) return 'unreadable'
  if (error instanceof WrongStatus) return error.message
  throw error
}

function contextOf(municipalityId: string, id: string): string {
  return `case endpoint ${municipalityId} ${id}`
}

/** The address without what the standard adds to it; null: it is none. */
function readAddress(text: string): string | null {
  const typed = text
    .trim()
    .replace(/\/(?:services|requests|discovery)\.(?:xml|json)$/, '')
    .replace(/\/+$/, '')
  if (typed.length > 300 || !URL.canParse(typed)) return null
  const { protocol, username, password, search, hash } = new URL(typed)
  const isPlain = username === '' && password === '' && search === '' && hash === ''
  return isPlain && (protocol === 'https:' || protocol === 'http:') ? typed : null
}
