// The benchmarks' town as other servers see it: with an actor, and a program that may speak to this machine's test names.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createActor } from '#federation/createActor.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { makeAuthority, type Authority } from '../tests/fediverse/authority.ts'
import { runOn } from '../tests/operation/installation.ts'
import { startProgram, type Program } from '../tests/world/server.ts'
import { fillTown, type BenchTown } from './town.ts'

export interface Federated {
  dataDirectory: string
  authority: Authority
  town: BenchTown
  actorId: string
  channelId: string
  /** Starts the program; only these hosts of this machine may be spoken to. */
  start(hosts: string[]): Promise<Program>
  remove(): Promise<void>
}

/** Makes the town in a folder of its own; no program runs on it yet. */
export async function makeFederated(): Promise<Federated> {
  const folder = await mkdtemp('/tmp/og-bench-')
  const dataDirectory = join(folder, 'data')
  const authority = await makeAuthority()
  const ca = join(folder, 'authority.pem')
  await writeFile(ca, authority.ca)
  const town = await fillTown(dataDirectory)
  const running = await runOn(dataDirectory)
  const actor = await inMunicipality(town.municipalityId, async (tx) => {
    const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
    await tx.updateTable('municipality').set({ settings }).execute()
    return createActor(tx, system, { unitId: town.rootUnitId, username: 'musterstadt', name: 'Musterstadt' })
  })
  await running.stop()
  const names = pathToFileURL(join(import.meta.dirname, '../tests/world/names.mjs')).href
  return {
    dataDirectory,
    authority,
    town,
    actorId: actor.id,
    channelId: actor.channelId,
    start: (hosts) =>
      startProgram(
        { dataDirectory },
        {
          env: {
            TRUSTED_PROXIES: 'loopback',
            ORTSGESPRAECH_ALLOW_HOSTS: hosts.join(','),
            NODE_EXTRA_CA_CERTS: ca,
            NODE_OPTIONS: `--import ${names}`
          }
        }
      ),
    remove: () => rm(folder, { recursive: true, force: true })
  }
}
