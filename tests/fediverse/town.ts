/**
 * A town that speaks ActivityPub, for tests: its fediverse endpoints behind a TLS proxy's name, its jobs running, and an
 * allow-list of exactly the names that the test starts.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { homeOf, type Home } from '#federation/home.ts'
import { createActor } from '#federation/createActor.ts'
import { actorAddress } from '#federation/addresses.ts'
import { serveFediverse, servePage } from '#federation/serve.ts'
import { stopDelivering } from '#federation/deliver.ts'
import { createMunicipality } from '#municipality/create.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import type { Authority } from './authority.ts'
import { proxyTls, type TlsServer } from './tls.ts'

export interface FediverseTown {
  id: string
  host: string
  origin: string
  root: string
  sport: string
  editor: Person
  /** The town's own actor and the department's. */
  actor: { id: string; channelId: string; address: string }
  department: { id: string; channelId: string; address: string }
  sharedInbox: string
  home(): Promise<Home>
  in<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

let towns = 0

/** Allows exactly these hosts, on loopback, under the tests' own authority. */
export function allowOnly(authority: Authority, ...servers: { host: string }[]): void {
  configureFetch({
    allow: servers.map(({ host }) => host),
    ca: authority.ca,
    resolve: async (host) => {
      if (!host.endsWith('.test')) throw Object.assign(new Error(host), { code: 'ENOTFOUND' })
      return ['127.0.0.1']
    }
  })
}

/** Makes a town and serves its Fediverse side. */
export async function makeFediverseTown(authority: Authority, name = 'musterstadt.test'): Promise<FediverseTown> {
  const number = ++towns
  let home: Home | null = null
  const plain = createServer((request, response) => void handle(request, response, () => home))
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
  const proxy = await proxyTls(authority, name, () => (plain.address() as AddressInfo).port)
  const created = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: `town${number}.example`,
    units: ['Sport'],
    firstPerson: { name: 'Rita Redaktion', email: `rita${number}@town.example`, password: 'korrekt Pferd Batterie' }
  })
  const id = created.municipalityId
  await inInstallation((tx) => tx.insertInto('host').values({ host: proxy.host, municipality_id: id }).execute())
  const made = await inMunicipality(id, async (tx) => {
    const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
    await tx.updateTable('municipality').set({ site_host: proxy.host, handle_domain: proxy.host, settings }).execute()
    const actor = await createActor(tx, system, {
      unitId: created.rootUnitId,
      username: 'musterstadt',
      name: 'Stadt Musterstadt',
      summary: 'Hier spricht die Stadt.',
      fields: [{ name: 'Website', value: proxy.origin }]
    })
    const department = await createActor(tx, system, {
      unitId: created.unitIds[0]!,
      username: 'sport',
      name: 'Sportamt Musterstadt'
    })
    home = await homeOf(tx)
    return { actor, department, editor: (await loadPerson(tx, created.firstPerson.personId))! }
  })
  return {
    id,
    host: proxy.host,
    origin: proxy.origin,
    root: created.rootUnitId,
    sport: created.unitIds[0]!,
    editor: made.editor,
    actor: { ...made.actor, address: actorAddress(proxy.origin, made.actor.id) },
    department: { ...made.department, address: actorAddress(proxy.origin, made.department.id) },
    sharedInbox: `${proxy.origin}/fediverse/inbox`,
    home: () => inMunicipality(id, homeOf),
    in: (work) => inMunicipality(id, work),
    close: async () => {
      await stopDelivering()
      await closeServers(proxy, plain)
    }
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, home: () => Home | null): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string])
  )
  const at = home()
  const method = request.method ?? 'GET'
  const asked = new Request(`http://${request.headers.host}${request.url}`, {
    method,
    headers,
    body: method === 'POST' ? new Uint8Array(Buffer.concat(chunks)) : null
  })
  try {
    const answer =
      (at && ((await serveFediverse(asked, at)) ?? (await servePage(asked, at)))) ??
      new Response('the site', { status: 404 })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  } catch (error) {
    console.error(error)
    response.writeHead(500)
    response.end()
  }
}

async function closeServers(proxy: TlsServer, plain: Server): Promise<void> {
  await proxy.close()
  plain.closeAllConnections()
  await new Promise<void>((resolve) => void plain.close(() => resolve()))
}
