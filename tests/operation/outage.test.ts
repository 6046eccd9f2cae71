// The database goes away for a while, as in a restart or a failover: clear answers meanwhile, and everything goes on after.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { connectDatabase, disconnectDatabase, inMunicipality } from '#platform/database/database.ts'
import { startSending, stopJobs } from '#platform/jobs/jobs.ts'
import { startProgram, type Program } from '../world/server.ts'
import { makeWorld, type World } from '../world/world.ts'
import { ask, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let world: World
let program: Program
let municipalityId: string

beforeAll(async () => {
  world = await makeWorld()
  connectDatabase(world.programUrl)
  ;({ municipalityId } = await town('Musterstadt', 'localhost:3000'))
  await disconnectDatabase()
  program = await startProgram(world, { timeoutMs: 120_000, env: { SMTP_URL: '' } })
})
afterAll(async () => {
  await program.stop()
  await world.close()
})

/** As a server that restarts does it: nobody is let in, and everybody is thrown out. */
async function takeAway(): Promise<void> {
  await ask(
    world.superuserUrl.replace(world.database, 'postgres'),
    `alter database ${world.database} allow_connections false`
  )
  await ask(
    world.superuserUrl.replace(world.database, 'postgres'),
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
    [world.database]
  )
}

const bringBack = () =>
  ask(world.superuserUrl.replace(world.database, 'postgres'), `alter database ${world.database} allow_connections true`)

async function get(
  path: string,
  headers: Record<string, string> = {}
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`http://localhost:${program.port}${path}`, { headers })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

it('answers in words while the database is away, and goes on with its work when it is back', async () => {
  expect((await get('/?at=first')).status).toBe(200)
  expect((await get('/health/ready')).status).toBe(200)

  await takeAway()
  // Requests at once, some of which hold a connection that has just been cut.
  const pages = await Promise.all(['/?at=a', '/?at=b', '/themen?at=c', '/desk/sign-in'].map((path) => get(path)))
  for (const page of pages) {
    expect(page.status, program.log()).toBe(503)
    expect(page.headers.get('retry-after')).toBe('30')
    expect(page.text).toMatch(/gerade nicht|in einer Minute/)
    expect(page.text).not.toMatch(/terminat|ECONN|57P|at \w+ \(/)
  }
  expect((await get('/?at=d', { 'accept-language': 'en' })).text).toContain('in a minute')
  expect(await get('/health/live')).toMatchObject({ status: 200 })
  expect(await get('/health/ready')).toMatchObject({ status: 503, text: expect.stringContaining('database') })

  await bringBack()
  await vi.waitFor(async () => expect((await get('/?at=after')).status).toBe(200), { timeout: 20_000, interval: 100 })

  connectDatabase(world.programUrl)
  await startSending()
  await inMunicipality(municipalityId, (tx) =>
    sendMailLater(tx, { recipient: 'a@b.example', subject: 'After', body: 'the outage', purpose: 'security' })
  )
  await stopJobs()
  await disconnectDatabase()
  await vi.waitFor(
    async () =>
      expect(await ask(world.keeperUrl, 'select state, problem from outgoing_mail')).toEqual([
        { state: 'waiting', problem: 'notConfigured' }
      ]),
    { timeout: 60_000, interval: 250 }
  )
})
