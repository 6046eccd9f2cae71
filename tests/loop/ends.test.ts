// How the program ends: pulled out while people write, asked twice to start, told to stop while somebody watches. On a data
// directory of its own, with the database that it brings along.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createMunicipality } from '#municipality/create.ts'
import { loadPerson } from '#people/person.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { dataFolder, runOn } from '../operation/installation.ts'
import { ask, open } from '../world/ask.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { atDesk, visitor } from './people.ts'
import { editor } from './town.ts'

const seed = Number(process.env.LOOP_SEED ?? Math.trunc(Math.random() * 1_000_000))
let folder: Awaited<ReturnType<typeof dataFolder>>
let place: { dataDirectory: string }
let port: number
let path: string
let program: Program | undefined
const host = 'musterstadt.test'
const site = () => ({ host, origin: `https://${host}`, port })
const start = () => startProgram(place, { port, env: { TRUSTED_PROXIES: 'loopback' } })

beforeAll(async () => {
  folder = await dataFolder()
  place = { dataDirectory: folder.path }
  port = await freePort()
  const running = await runOn(folder.path)
  const { municipalityId, rootUnitId, firstPerson } = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: host,
    units: [],
    firstPerson: { name: 'Rita Redaktion', ...editor }
  })
  path = await inMunicipality(municipalityId, async (tx) => {
    const who = (await loadPerson(tx, firstPerson.personId))!
    const draft = { unitId: rootUnitId, title: 'Das Freibad öffnet', lead: '', body: 'Am 1. Mai.' }
    const { id, revision } = await createPost(tx, who, draft)
    await publishPost(tx, who, { post: id, revision })
    const { slug } = await tx.selectFrom('post').select('slug').where('id', '=', id).executeTakeFirstOrThrow()
    return `/beitrag/${slug}`
  })
  await running.stop()
})
afterAll(async () => {
  await program?.kill()
  await folder.remove()
})

it(`keeps every comment whose author was told so, killed while many write (LOOP_SEED=${seed})`, async () => {
  const links: string[] = []
  let number = 0
  for (let round = 0; round < 4; round++) {
    program = await start()
    let isDead = false
    const write = async () => {
      while (!isDead) {
        const own = ++number
        const citizen = visitor(site(), `192.0.2.${own % 250}`)
        const fields = { name: `Nr. ${own}`, email: '', text: `Frage Nummer ${own}?`, homepage: '', notice: '' }
        const { location } = await citizen.post(path, fields).then(
          ({ headers }) => headers,
          () => ({ location: undefined })
        )
        if (location) links.push(location)
      }
    }
    const writers = Array.from({ length: 6 }, write)
    // The random moment comes after some were answered, however slow the machine is.
    const before = links.length
    await vi.waitFor(() => expect(links.length).toBeGreaterThan(before + 3), { timeout: 60_000, interval: 20 })
    await pause((seed * (round + 7)) % 400)
    await program.kill()
    isDead = true
    await Promise.all(writers)
  }
  program = await start()
  expect(links.length).toBeGreaterThan(10)
  for (const link of links) expect((await visitor(site()).get(link)).status, link).toBe(200)
  // In the inbox each is there once, also those whose authors never heard of it.
  const running = program
  program = undefined
  await running.stop()
  const { stop } = await runOn(folder.path)
  const [municipality] = await inInstallation((tx) =>
    tx.selectFrom('host').select('municipality_id').limit(1).execute()
  )
  const texts = await inMunicipality(municipality!.municipality_id, (tx) =>
    tx.selectFrom('message').select('text').where('direction', '=', 'in').execute()
  )
  await stop()
  expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length)
  expect(texts.length).toBeGreaterThanOrEqual(links.length)
}, 300_000)

it('refuses to start a second time on the same data, and the first does not notice', async () => {
  program = await start()
  await expect(startProgram(place)).rejects.toThrow(`läuft hier bereits (Prozess ${program.pid})`)
  expect((await visitor(site()).get(path)).status).toBe(200)
}, 60_000)

it('stops within seconds when it is told to, also while people watch the inbox', async () => {
  const desk = await atDesk(site())
  const streams = await Promise.all(
    [1, 2, 3].map(() => open(`http://127.0.0.1:${port}/desk/live`, { headers: desk.headers() }))
  )
  expect(streams.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  const ended = streams.map((stream) => once(stream.resume(), 'close'))
  expect(await program!.stop()).toBe(0)
  await Promise.all(ended)
  await expect(ask(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow('ECONNREFUSED')
}, 60_000)
