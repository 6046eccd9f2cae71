import { Client } from 'pg'
import { expect, it } from 'vitest'
import { FetchFailed } from '#platform/fetch/errors.ts'
import { makeWorld } from '../../../tests/world/world.ts'
import { isDatabaseAway } from './away.ts'

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => null,
    (error: unknown) => error
  )
}

async function connectTo(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect().finally(() => client.end().catch(() => undefined))
}

it('knows a database that is away by every way it can be', async () => {
  const world = await makeWorld()
  const admin = new Client({ connectionString: world.superuserUrl.replace(world.database, 'postgres') })
  await admin.connect()
  const client = new Client({ connectionString: world.programUrl })
  client.on('error', () => {})
  await client.connect()
  const busy = errorOf(() => client.query('select pg_sleep(60)'))
  await admin.query(`alter database ${world.database} allow_connections false`)
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [world.database])
  const errors = {
    'thrown out while it worked': await busy,
    'asked afterwards': await errorOf(() => client.query('select 1')),
    'nobody is let in': await errorOf(() => connectTo(world.programUrl)),
    'no socket': await errorOf(() => connectTo('postgresql://a@/b?host=/tmp/nowhere')),
    'no port': await errorOf(() => connectTo('postgresql://a@127.0.0.1:1/b'))
  }
  for (const [how, error] of Object.entries(errors)) expect(isDatabaseAway(error), how).toBe(true)
  await admin.end()
  await world.close()
})

it('is not misled by other faults', async () => {
  const world = await makeWorld()
  const client = new Client({ connectionString: world.programUrl })
  await client.connect()
  expect(isDatabaseAway(await errorOf(() => client.query('select nothing')))).toBe(false)
  await client.end()
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' })
  expect(isDatabaseAway(new FetchFailed('refused', 'a.example', { cause: refused }))).toBe(false)
  expect(isDatabaseAway(Object.assign(new Error('no file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
  expect(isDatabaseAway(undefined)).toBe(false)
  await world.close()
})
