// The database goes away for a while, as in a restart or a failover: clear answers meanwhile, and everything goes on after.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { buildIfNeeded } from '../../bin/build.mjs'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { connectDatabase, disconnectDatabase, inMunicipality } from '#platform/database/database.ts'
import { installation } from '#platform/installation.ts'
import { startSending, stopJobs } from '#platform/jobs/jobs.ts'
import { makeWorld, type World } from '../world/world.ts'
import { ask, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let world: World
let program: ChildProcess
let address: string
let municipalityId: string
let said = ''

beforeAll(async () => {
  await buildIfNeeded(installation())
  world = await makeWorld()
  connectDatabase(world.programUrl)
  ;({ municipalityId } = await town('Musterstadt', 'localhost:3000'))
  await disconnectDatabase()
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: world.programUrl,
    DATA_DIR: join(world.directory, 'data'),
    PORT: '0',
    SMTP_URL: ''
  }
  delete env.npm_lifecycle_event
  program = spawn(process.execPath, [join(installation(), 'bin/start.mjs'), 'start'], { env })
  for (const stream of [program.stdout!, program.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk))
  address = await vi.waitFor(() => /http:\/\/localhost:\d+/.exec(said)![0], { timeout: 60_000 })
})
afterAll(async () => {
  if (program.exitCode === null) {
    program.kill('SIGTERM')
    await once(program, 'exit')
  }
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
  const answer = await fetch(`${address}${path}`, { headers })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

it('answers in words while the database is away, and goes on with its work when it is back', async () => {
  expect((await get('/?at=first')).status).toBe(200)
  expect((await get('/health/ready')).status).toBe(200)

  await takeAway()
  // Requests at once, some of which hold a connection that has just been cut.
  const pages = await Promise.all(['/?at=a', '/?at=b', '/themen?at=c', '/desk/sign-in'].map((path) => get(path)))
  for (const page of pages) {
    expect(page.status, said).toBe(503)
    expect(page.headers.get('retry-after')).toBe('30')
    expect(page.text).toMatch(/gerade nicht|in einer Minute/)
    expect(page.text).not.toMatch(/terminat|ECONN|57P|at \w+ \(/)
  }
  expect((await get('/?at=d', { 'accept-language': 'en' })).text).toContain('in a minute')
  expect(await get('/health/live')).toMatchObject({ status: 200 })
  expect(await get('/health/ready')).toMatchObject({ status: 503, text: expect.stringContaining('database') })

  await bringBack()
  await vi.waitFor(async () => expect((await get('/?at=after')).status).toBe(200), { timeout: 20_000, interval: 100 })
  expect(program.exitCode, said).toBeNull()

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
