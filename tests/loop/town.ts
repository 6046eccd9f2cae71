// The scene of the loop: a town with two actors, run by the built program in a process of its own, and two servers of
// different make on loopback. Every guard of the program is on, but for exactly these hosts.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { actorAddress } from '#federation/addresses.ts'
import { createActor } from '#federation/createActor.ts'
import { createMunicipality } from '#municipality/create.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { makeAuthority } from '../fediverse/authority.ts'
import { startIndependentPeer, type IndependentPeer } from '../fediverse/bot.ts'
import { startPeer, type Peer } from '../fediverse/peer.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import type { World } from '../world/world.ts'
import { startPatientProxy } from './patient.ts'

export const editor = { email: 'rita@musterstadt.test', password: 'korrekt Pferd Batterie Heftklammer' }

export interface Actor {
  id: string
  channelId: string
  address: string
}

export interface Scene {
  municipalityId: string
  /** Public name and port, as it stands in addresses. */
  host: string
  origin: string
  /** Where the program listens itself. */
  port: number
  sport: string
  town: Actor
  department: Actor
  sharedInbox: string
  /** Our own stand-in. */
  peer: Peer
  /** A server that others wrote. */
  bot: IndependentPeer
  /** Starts the program, always at the same port. */
  start(signal?: AbortSignal): Promise<Program>
  in<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Sets the scene in the test's world; the program is not started yet. */
export async function setScene(world: World): Promise<Scene> {
  const authority = await makeAuthority()
  const ca = join(world.directory, 'authority.pem')
  await writeFile(ca, authority.ca)
  const port = await freePort()
  const proxy = await startPatientProxy(authority, 'musterstadt.test', port)
  const peer = await startPeer(authority, 'norden.test')
  const bot = await startIndependentPeer(authority, 'bot.test', world.superuserUrl)

  const { municipalityId, rootUnitId, unitIds } = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: proxy.host,
    units: ['Amt für Sport'],
    firstPerson: { name: 'Rita Redaktion', ...editor }
  })
  const sport = unitIds[0]!
  const act = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inMunicipality(municipalityId, work)
  const [town, department] = await act(async (tx) => {
    const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
    await tx.updateTable('municipality').set({ settings }).execute()
    return [
      await createActor(tx, system, { unitId: rootUnitId, username: 'musterstadt', name: 'Stadt Musterstadt' }),
      await createActor(tx, system, { unitId: sport, username: 'sport', name: 'Amt für Sport' })
    ]
  })
  const place = (made: { id: string; channelId: string }): Actor => ({
    ...made,
    address: actorAddress(proxy.origin, made.id)
  })

  const env = {
    TRUSTED_PROXIES: 'loopback',
    ORTSGESPRAECH_ALLOW_HOSTS: [proxy, peer, bot].map(({ host }) => host).join(','),
    NODE_EXTRA_CA_CERTS: ca,
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '../world/names.mjs')).href}`
  }
  return {
    municipalityId,
    host: proxy.host,
    origin: proxy.origin,
    port,
    sport,
    town: place(town!),
    department: place(department!),
    sharedInbox: `${proxy.origin}/fediverse/inbox`,
    peer,
    bot,
    start: (signal) => startProgram(world, { port, env, timeoutMs: 60_000, signal }),
    in: act,
    async close() {
      await bot.close()
      await peer.close()
      await proxy.close()
    }
  }
}
