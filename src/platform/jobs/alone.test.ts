import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { understandJob } from '#dialogue/understand.ts'
import { inInstallation } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { joinWorkers, leaveWorkers } from './alone.ts'

const world = useWorld()
afterEach(leaveWorkers)

async function ask<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world().programUrl })
  await client.connect()
  const { rows } = await client.query<Row>(text)
  await client.end()
  return rows
}

/** A job that a process had begun when it died. */
async function leaveJob(): Promise<void> {
  await ask('delete from pgboss.job')
  await inInstallation((tx) => understandJob.send(tx, { m: newId(), id: newId() }))
  await ask(`update pgboss.job set state = 'active', started_on = now()`)
}

const states = async () => (await ask<{ state: string }>('select state from pgboss.job')).map(({ state }) => state)

it('takes over what the dead left, when nobody else does jobs', async () => {
  await leaveJob()
  let times = 0
  await joinWorkers(world().programUrl, async () => void times++)
  expect({ times, states: await states() }).toEqual({ times: 1, states: ['created'] })
})

it('leaves everything alone while another process lives', async () => {
  const other = new pg.Client({ connectionString: world().programUrl })
  await other.connect()
  await other.query('select pg_advisory_lock_shared(5703111909)')
  await leaveJob()
  let times = 0
  await joinWorkers(world().programUrl, async () => void times++)
  expect({ times, states: await states() }).toEqual({ times: 0, states: ['active'] })
  await other.end()
})

it('is alone only once: who comes later finds somebody there', async () => {
  await joinWorkers(world().programUrl, async () => {})
  const [row] = await ask<{ free: boolean }>('select pg_try_advisory_lock(5703111909) as free')
  expect(row!.free).toBe(false)
  await leaveWorkers()
  await expect
    .poll(async () => (await ask<{ free: boolean }>('select pg_try_advisory_lock(5703111909) as free'))[0]!.free)
    .toBe(true)
})
