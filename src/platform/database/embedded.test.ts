import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { copyInstallation, pathOf, startApart } from '../../../tests/launcher/installation.ts'
import type { StartPlan, Starter } from '../../../tests/launcher/installation.ts'
import { AlreadyRunning, prepareServer, runningEmbedded, startEmbedded, startTemporary } from './embedded.ts'
import type { Embedded } from './embedded.ts'

const isRoot = process.getuid?.() === 0
const systemPlace = '/var/lib/ortsgespraech'

let folder: string
const cleanUp: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  folder = await mkdtemp('/tmp/og-launcher-')
  await chmod(folder, 0o755)
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
})

afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean()
})

async function start(dataDirectory: string, log = (_line: string) => {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDirectory, log })
  cleanUp.push(() => embedded.stop())
  return embedded
}

function apart(dataDirectory: string, plan?: StartPlan): Starter {
  const starter = startApart(dataDirectory, plan)
  cleanUp.push(() => starter.kill())
  return starter
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const result = await client.query(text)
    return [result].flat().at(-1)!.rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

const word = (text: string) => `create table if not exists word (text text); insert into word values ('${text}')`
const words = async (url: string) => (await ask(url, 'select text from word order by text')).map((row) => row.text)
const owner = (program: string) => program.replace('_program@', '_owner@')
const serverPid = (dataDirectory: string) =>
  parseInt(readFileSync(join(dataDirectory, 'postgresql/postmaster.pid'), 'utf8'))
const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) || execFileSync('ps', ['-o', 'pid='], { encoding: 'utf8' }).includes(` ${pid}\n`)

describe('the embedded database', () => {
  it('is created with its roles, in UTF-8, and reads German', async () => {
    const { urls, fresh } = await start(join(folder, 'data'))
    expect(fresh).toBe(true)
    const roles = await ask(
      urls.program,
      `select rolname, rolsuper, rolcreatedb, rolbypassrls from pg_roles where rolname like 'ortsgespraech%' order by 1`
    )
    const plain = { rolsuper: false, rolcreatedb: false, rolbypassrls: false }
    expect(roles).toEqual([
      { rolname: 'ortsgespraech_keeper', ...plain, rolbypassrls: true },
      { rolname: 'ortsgespraech_owner', ...plain },
      { rolname: 'ortsgespraech_program', ...plain }
    ])
    await ask(urls.owner, 'create extension unaccent; create extension pg_trgm; create extension btree_gin')
    const [letters] = await ask(
      urls.program,
      `select getdatabaseencoding() as encoding, lower('ÄÖÜ') as lower, 'STRASSE' ilike 'straße' as sharp, unaccent('Größe') as plain,
        similarity('BÜRGER', 'bürger') as alike, to_tsvector('german', 'Rote ÄPFEL') @@ to_tsquery('german', 'äpfeln') as found`
    )
    expect(letters).toEqual({ encoding: 'UTF8', lower: 'äöü', sharp: false, plain: 'Grosse', alike: 1, found: true })
    await expect(ask(urls.program, 'create table mine (id int)')).rejects.toThrow('permission denied')
  })

  it('opens again quickly, with what was written', async () => {
    const first = await start(join(folder, 'data'))
    await ask(first.urls.owner, word('kept'))
    await first.stop()
    const began = performance.now()
    const { urls, fresh } = await start(join(folder, 'data'))
    const tookMs = performance.now() - began
    expect(fresh).toBe(false)
    expect(await words(urls.owner)).toEqual(['kept'])
    expect(tookMs).toBeLessThan(1500)
  })

  it('refuses a second start, names the first one and leaves it alone', async () => {
    const dataDirectory = join(folder, 'data')
    const { urls } = await start(dataDirectory)
    const refused = await startEmbedded({ dataDirectory, log: () => {} }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(AlreadyRunning)
    expect(await apart(dataDirectory).until((told) => told.failed !== undefined)).toMatchObject({
      name: 'AlreadyRunning',
      pid: process.pid
    })
    await ask(urls.owner, word('unharmed'))
    expect(await runningEmbedded(dataDirectory)).toEqual(urls)
  })

  it('lets one of several starts at the same moment win', async () => {
    const starters = [1, 2, 3, 4].map(() => apart(join(folder, 'data')))
    const ends = await Promise.all(
      starters.map((one) => one.until((told) => told.ready !== undefined || told.failed !== undefined))
    )
    expect(ends.filter((told) => told.ready)).toHaveLength(1)
    expect(ends.filter((told) => told.name === 'AlreadyRunning')).toHaveLength(3)
  })

  it('is known as not running when nobody runs it', async () => {
    expect(await runningEmbedded(join(folder, 'data'))).toBeNull()
    const embedded = await start(join(folder, 'data'))
    await embedded.stop()
    expect(await runningEmbedded(join(folder, 'data'))).toBeNull()
  })

  it('loses nothing acknowledged when its starter is killed, and starts again at once', async () => {
    const dataDirectory = join(folder, 'data')
    for (const round of ['1', '2', '3']) {
      const starter = apart(dataDirectory)
      await ask(owner(await starter.ready()), word(round))
      await starter.kill()
    }
    const { urls } = await start(dataDirectory)
    expect(await words(urls.owner)).toEqual(['1', '2', '3'])
  })

  it('ends after its starter was killed, with and without setpriv', async () => {
    const dataDirectory = join(folder, 'data')
    for (const path of [process.env.PATH, await pathOf(join(folder, 'bin'), 'id', 'test')]) {
      const starter = apart(dataDirectory, { path })
      await starter.ready()
      const pid = serverPid(dataDirectory)
      await starter.kill()
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000)
    }
  })

  it('waits for a server that outlived its starter instead of running beside it', async () => {
    const dataDirectory = join(folder, 'data')
    const starter = apart(dataDirectory)
    await ask(owner(await starter.ready()), word('kept'))
    const orphan = serverPid(dataDirectory)
    process.kill(orphan, 'SIGSTOP') // it cannot hear that its starter died
    await starter.kill()
    const { urls } = await start(dataDirectory, () => process.kill(orphan, 'SIGCONT'))
    expect(serverPid(dataDirectory)).not.toBe(orphan)
    expect(await words(urls.owner)).toEqual(['kept'])
  })

  it('is not misled by the number of a server that is long gone', async () => {
    const dataDirectory = join(folder, 'data')
    const first = await start(dataDirectory)
    const mark = join(dataDirectory, 'postgresql/postmaster.pid')
    const text = await readFile(mark, 'utf8')
    await first.stop()
    await writeFile(mark, text.replace(/^\d+/, `${process.pid}`))
    await expect(start(dataDirectory)).resolves.toBeDefined()
  })

  it('is started again when the server itself is killed', async () => {
    const dataDirectory = join(folder, 'data')
    const { urls } = await start(dataDirectory)
    await ask(urls.owner, word('kept'))
    process.kill(serverPid(dataDirectory), 'SIGKILL')
    await vi.waitFor(async () => expect(await words(urls.owner)).toEqual(['kept']), 20_000)
  })

  it('starts over when its creation was interrupted', async () => {
    const dataDirectory = join(folder, 'data')
    const starter = apart(dataDirectory)
    await vi.waitFor(async () => expect((await readdir(dataDirectory)).join()).toMatch('postgresql.new'), {
      interval: 5,
      timeout: 10_000
    })
    await starter.kill()
    expect(existsSync(join(dataDirectory, 'postgresql'))).toBe(false)
    await mkdir(join(dataDirectory, 'postgresql.new-half/base'), { recursive: true })
    await writeFile(join(dataDirectory, 'postgresql.new-half/PG_VERSION'), '18')
    const { fresh } = await start(dataDirectory)
    expect(fresh).toBe(true)
    expect((await readdir(dataDirectory)).filter((name) => name.includes('.new-'))).toEqual([])
  })

  it('keeps its socket closed for others, also where the path is too long for one', async () => {
    const long = join(folder, 'a-folder-with-a-name-that-does-not-end'.repeat(3), 'data')
    for (const dataDirectory of [join(folder, 'data'), long]) {
      const { urls, stop } = await start(dataDirectory)
      const socket = new URL(urls.program.replace('@/', '@host/')).searchParams.get('host')!
      expect((await stat(socket)).mode & 0o777).toBe(0o700)
      expect((await stat(socket)).uid).toBe((await stat(join(dataDirectory, 'postgresql'))).uid)
      expect(Buffer.byteLength(join(socket, '.s.PGSQL.5432'))).toBeLessThan(100)
      expect(await ask(urls.program, 'select 1 as one')).toEqual([{ one: 1 }])
      await stop()
      expect(existsSync(socket)).toBe(dataDirectory !== long)
    }
  })

  it('says what to do with the data of another version, or with none at all', async () => {
    const dataDirectory = join(folder, 'data')
    await (await start(dataDirectory)).stop()
    const version = join(dataDirectory, 'postgresql/PG_VERSION')
    await writeFile(version, '17\n')
    await expect(start(dataDirectory)).rejects.toThrow(/belongs to PostgreSQL 17.*backup/)
    await rm(version)
    await expect(start(dataDirectory)).rejects.toThrow(/is not a database/)
    // Neither refusal holds the data directory.
    await writeFile(version, '18\n')
    await expect(start(dataDirectory)).resolves.toBeDefined()
  })

  it('asks for DATABASE_URL where there is no PostgreSQL for the machine', async () => {
    const home = join(folder, 'app')
    await copyInstallation(home, { withoutPostgres: true })
    const { failed } = await apart(join(folder, 'data'), { installation: home }).until(
      (told) => told.failed !== undefined
    )
    expect(failed).toMatch(/not installed.*DATABASE_URL/)
  })

  it('repairs what npm leaves out without install scripts', async () => {
    const home = join(folder, 'app')
    await copyInstallation(home, { withoutLinks: true })
    await expect(apart(join(folder, 'data'), { installation: home }).ready()).resolves.toMatch('ortsgespraech_program')
  })
})

describe('root and ordinary users', () => {
  it('runs for an ordinary user in folders that are closed for all others', async () => {
    const user = isRoot ? { uid: 65534, gid: 65534 } : undefined
    const home = join(folder, 'home')
    await mkdir(home)
    await copyInstallation(join(home, 'app'))
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, home])
    await chmod(home, 0o700)
    const dataDirectory = join(home, 'app/data')
    const starter = apart(dataDirectory, { installation: join(home, 'app'), user })
    await ask(owner(await starter.ready()), word('kept'))
    expect((await lstat(join(dataDirectory, 'postgresql'))).uid).toBe(user?.uid ?? process.getuid?.())
    await starter.kill()
    const again = apart(dataDirectory, { installation: join(home, 'app'), user })
    expect(await words(owner(await again.ready()))).toEqual(['kept'])
    // The same data under root: the server goes on running as the database's owner.
    await again.stop()
    if (isRoot) {
      await chmod(home, 0o755)
      await expect(start(dataDirectory)).resolves.toMatchObject({ fresh: false })
    }
  })

  it('runs for root below a folder that only root may enter', async () => {
    // For an ordinary user this is the case above; here it is enough that a closed folder of one's own is no obstacle.
    const home = await mkdtemp(isRoot ? '/root/og launcher-' : join(folder, 'closed-'))
    cleanUp.push(() => rm(home, { recursive: true, force: true }))
    const before = await readdir(systemPlace).catch((): string[] => [])
    const added = async () =>
      (await readdir(systemPlace).catch((): string[] => [])).filter((name) => !before.includes(name))
    cleanUp.push(async () => {
      for (const name of await added())
        if (name.startsWith('app-')) await rm(join(systemPlace, name), { recursive: true })
    })
    await copyInstallation(join(home, 'app'))
    await chmod(home, 0o700)
    const dataDirectory = join(home, 'app/data')
    const starter = apart(dataDirectory, { installation: join(home, 'app') })
    await ask(owner(await starter.ready()), word('kept'))
    if (isRoot) {
      const cluster = await lstat(join(dataDirectory, 'postgresql'))
      expect(cluster.isSymbolicLink()).toBe(true)
      expect((await added()).join()).toMatch('app-')
      expect((await readdir(systemPlace)).join()).toMatch('postgresql-18')
    }
    await starter.kill()
    const again = apart(dataDirectory, { installation: join(home, 'app') })
    expect(await words(owner(await again.ready()))).toEqual(['kept'])
    await again.stop()

    // The folder moves, the database stays found; the data directory is deleted, and a new one begins anew.
    await rename(join(home, 'app'), join(home, 'moved'))
    const moved = apart(join(home, 'moved/data'), { installation: join(home, 'moved') })
    expect(await words(owner(await moved.ready()))).toEqual(['kept'])
    await moved.stop()
    await rename(join(home, 'moved'), join(home, 'app'))
    await rm(dataDirectory, { recursive: true })
    const anew = apart(dataDirectory, { installation: join(home, 'app') })
    expect(await anew.until((told) => told.ready !== undefined)).toMatchObject({ fresh: true })
    await anew.stop()
  })
})

describe('other servers', () => {
  it('are prepared as often as one likes', async () => {
    const server = await startTemporary()
    cleanUp.push(() => server.stop())
    const both = await Promise.all([prepareServer(server.superuserUrl), prepareServer(server.superuserUrl)])
    expect(both.filter(({ fresh }) => fresh)).toHaveLength(1)
    expect(
      await prepareServer(server.superuserUrl, { program: { name: 'ortsgespraech_program', password: "it's" } })
    ).toEqual({ fresh: false })
    await server.createDatabase('copy', 'ortsgespraech')
    const url = server.urlFor('copy', 'ortsgespraech_owner')
    expect(await ask(url, 'create table made (id int); select count(*)::int as count from made')).toEqual([
      { count: 0 }
    ])
    await server.stop()
    expect(existsSync(dirname(new URL(url.replace('@/', '@host/')).searchParams.get('host')!))).toBe(false)
  })
})
