// Two towns of one installation whose program runs beside the test: one takes reports, the other gives them on.
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { issueKey } from '#cases/keys.ts'
import { type CaseTown, makeCaseTown } from '#cases/town.fixture.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { closeFetch, configureFetch } from '#platform/fetch/fetch.ts'
import { holdStorage } from '#platform/media/images.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

export interface TwoTowns {
  /** Takes reports. */
  there: CaseTown
  /** Where its site and its interface answer. */
  at: string
  /** Opens its interface. */
  key: string
  /** Gives reports on. */
  here: CaseTown
}

/** Starts the program once for the file. */
export function useTwoTowns(): () => TwoTowns {
  const world = useWorld()
  let program: Program
  let towns: TwoTowns
  beforeAll(async () => {
    await holdStorage(join(world().directory, 'media'))
    const there = await makeCaseTown({ jurisdiction: 'dort.example' })
    const here = await makeCaseTown()
    const port = await freePort()
    const host = `127.0.0.1:${port}`
    await inInstallation((tx) =>
      tx.insertInto('host').values({ host, municipality_id: there.id, purpose: 'site', created_at: now() }).execute()
    )
    const { key } = await there.in((tx) => issueKey(tx, there.editor, { name: 'Nachbarstadt', perHour: '10000' }))
    configureFetch({ allow: [host] })
    // What is given on is sent by the test itself, so that it sees each step.
    program = await startProgram(world(), { port, role: 'web', env: { ORTSGESPRAECH_ALLOW_HOSTS: host } })
    towns = { there, here, at: `http://${host}`, key }
  })
  afterAll(async () => {
    await program?.stop()
    configureFetch({})
    await closeFetch()
  })
  return () => towns
}
