// Which bodies a system holds, and where each has its lists.
import { loadMunicipality } from '#municipality/hosts.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { fetchObject, fetchPage, ReadProblem } from './answers.ts'
import { hostOf, isObject, line, listKinds, type ListKind, typeOf } from './objects.ts'

/** Where a list is: external at an address, or embedded in its body. */
export type ListPlace = { url: string } | { items: unknown[] }

export interface BodyToRead {
  id: string
  lists: Partial<Record<ListKind, ListPlace>>
}

export interface Found {
  version: string | null
  name: string
  /** Those that are chosen to be read. */
  bodies: BodyToRead[]
}

/** More bodies than a provider of a whole Land has. */
const maxBodies = 1000

/** Reads the system and its bodies, and keeps those. @throws ReadProblem */
export async function findBodies(m: string, source: { id: string; url: string }): Promise<Found> {
  const host = hostOf(source.url)
  const root = await fetchObject(source.url)
  const type = typeOf(root.type)
  if (type !== 'System' && type !== 'Body')
    throw new ReadProblem(/schema\.oparl\.org\//.test(line(root.type, 200)) ? 'version' : 'not-oparl')
  const version = /\/(1\.[01])\//.exec(line(root.type, 200))?.[1] ?? null
  const raw = type === 'Body' ? [root] : await allBodies(root.body, host)
  const bodies = raw.filter(isObject).filter((body) => isBody(body, host))
  if (bodies.length === 0) throw new ReadProblem('no-body')
  const ids = await inMunicipality(m, (tx) => keepBodies(tx, source.id, bodies, type === 'Body'))
  return {
    version,
    name: line(root.name, 200) || line(bodies[0]!.name, 200) || host,
    bodies: bodies.flatMap((body) => {
      const id = ids.get(line(body.id, 2000))
      return id ? [{ id, lists: listsOf(body, host) }] : []
    })
  }
}

async function allBodies(place: unknown, host: string): Promise<unknown[]> {
  if (Array.isArray(place)) return place.slice(0, maxBodies)
  const first = line(place, 2000)
  if (hostOf(first) !== host) throw new ReadProblem(first ? 'elsewhere' : 'no-body')
  const found: unknown[] = []
  const seen = new Set<string>()
  for (let address: string | null = first; address && found.length < maxBodies;) {
    if (seen.has(address)) throw new ReadProblem('circle')
    seen.add(address)
    const page = await fetchPage(address, host)
    found.push(...page.items)
    if (page.nextProblem) throw new ReadProblem(page.nextProblem)
    address = page.next
  }
  return found.slice(0, maxBodies)
}

function isBody(body: Record<string, unknown>, host: string): boolean {
  return typeOf(body.type) === 'Body' && hostOf(line(body.id, 2000)) === host && body.deleted !== true
}

function listsOf(body: Record<string, unknown>, host: string): BodyToRead['lists'] {
  const lists: BodyToRead['lists'] = {}
  for (const kind of listKinds) {
    const place = body[kind]
    if (Array.isArray(place)) lists[kind] = { items: place.slice(0, 5000) }
    else if (hostOf(line(place, 2000)) === host) lists[kind] = { url: line(place, 2000) }
  }
  return lists
}

/**
 * Keeps the bodies and answers the ids of the chosen ones. A body is chosen by itself when it is the only one, or when its
 * official key is the municipality's; what people chose stays.
 */
async function keepBodies(
  tx: Tx,
  source: string,
  bodies: Record<string, unknown>[],
  isOnly: boolean
): Promise<Map<string, string>> {
  const { ags, ars } = await loadMunicipality(tx)
  const isOurs = (body: Record<string, unknown>) =>
    isOnly || bodies.length === 1 || (ags !== null && body.ags === ags) || (ars !== null && body.rgs === ars)
  const rows = new Map(
    bodies.map((body) => [
      line(body.id, 2000),
      { name: line(body.name, 300) || line(body.shortName, 300) || line(body.id, 300), chosen: isOurs(body) }
    ])
  )
  const kept = await tx
    .insertInto('council_body')
    .values([...rows].map(([remote_id, row]) => ({ id: newId(), source_id: source, remote_id, ...row })))
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'source_id', 'remote_id'])
        .doUpdateSet((set) => ({ name: set.ref('excluded.name'), deleted_at: null }))
    )
    .returning(['id', 'remote_id', 'chosen'])
    .execute()
  return new Map(kept.filter(({ chosen }) => chosen).map((row) => [row.remote_id, row.id]))
}
