// The start command from outside, as an operator calls it: through bin/start.mjs, under whatever Node there is.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildIfNeeded, fingerprint } from '../../bin/build.mjs'
import { installation } from '#platform/installation.ts'

const root = installation()
const door = join(root, 'bin/start.mjs')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp('/tmp/og-start-')
  await chmod(folder, 0o755)
  await buildIfNeeded(root)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  code: number | string
  said: string
}

/** Runs a command to its end. */
async function call(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '', ...environment }
  return promisify(execFile)(process.execPath, [door, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr
    })
  )
}

/** Starts the program and waits until it names its address. */
async function start(dataDirectory: string, command: string[] = [process.execPath, door]) {
  const env: NodeJS.ProcessEnv = { ...process.env, LANG: 'de_DE.UTF-8', LC_ALL: '', DATA_DIR: dataDirectory, PORT: '0' }
  delete env.npm_lifecycle_event
  const [program = '', ...args] = [...command, 'start']
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>
  const address = await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(said)
      return /http:\/\/localhost:\d+/.exec(said)![0]
    },
    { timeout: 20_000, interval: 20 }
  )
  return { child, address, exit, said: () => said }
}

describe('the start command', () => {
  it('serves, says so when started twice, and ends in order', async () => {
    const dataDirectory = join(folder, 'data')
    const { child, address, exit, said } = await start(dataDirectory)
    expect((await fetch(`${address}/health/ready`)).status).toBe(200)
    await vi.waitFor(() => expect(said()).toMatch(`${address}/setup?token=`))

    const second = await call(['start'], { DATA_DIR: dataDirectory, PORT: '0' })
    expect(second).toEqual({ code: 1, said: expect.stringContaining(`already running here (process ${child.pid})`) })
    expect(second.said).toContain('läuft hier bereits')
    expect((await call(['migrate'], { DATA_DIR: dataDirectory })).code).toBe(0)

    child.kill('SIGINT')
    child.kill('SIGTERM') // what npm passes on a second time is the same wish
    expect(await exit).toEqual([0, null])
    expect(said()).toContain('Wird beendet')
  })

  it('comes back after it was killed', async () => {
    const dataDirectory = join(folder, 'killed')
    const first = await start(dataDirectory)
    first.child.kill('SIGKILL')
    await first.exit
    const { child, address, exit } = await start(dataDirectory)
    expect((await fetch(`${address}/health/ready`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
  })

  it('names the port that is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const dataDirectory = join(folder, 'port')
    const refused = await call(['start', '--port', String(port)], { DATA_DIR: dataDirectory })
    expect(refused).toEqual({ code: 1, said: expect.stringContaining(`already listens on port ${port}`) })
    other.close()
    const { child, exit } = await start(dataDirectory)
    child.kill('SIGTERM')
    await exit
  })

  it('goes on under its own Node, passes signals and exit code on, and does not outlive the Node it was called with', async () => {
    // Another Node than 24 is played by one that says so: the door only looks at the version.
    const old = join(folder, 'old.mjs')
    await writeFile(old, `Object.defineProperty(process.versions, 'node', { value: '20.1.0' })\n`)
    const command = [process.execPath, '--import', old, door]
    const first = await start(join(folder, 'old'), command)
    first.child.kill('SIGTERM')
    expect(await first.exit).toEqual([0, null])

    const second = await start(join(folder, 'old'), command)
    second.child.kill('SIGKILL')
    await second.exit
    await vi.waitFor(() => expect(fetch(`${second.address}/health/live`)).rejects.toThrow(), { timeout: 15_000 })
  })
})

describe('the command line', () => {
  it('explains all commands and variables, each command, and every wrong word', async () => {
    const all = await call(['--help'])
    expect(all.code).toBe(0)
    for (const word of ['start', 'migrate', 'help', 'DATA_DIR', 'DATABASE_URL', 'DATABASE_ADMIN_URL', 'PORT', 'HOST'])
      expect(all.said).toContain(word)
    expect((await call(['start', '--help'])).said).toContain('--role web|worker|all')
    expect(await call(['help', 'start'])).toEqual(await call(['start', '-h']))
    for (const wrong of [['nonsense'], ['help', 'nonsense'], ['migrate', '--nonsense']]) {
      expect(await call(wrong)).toEqual({ code: 1, said: expect.stringContaining('nonsense') })
    }
    expect(await call(['start', '--port', '70000'])).toEqual({ code: 1, said: expect.stringContaining('not a port') })
    expect(await call(['start', '--role', 'boss'])).toEqual({
      code: 1,
      said: expect.stringContaining('web, worker or all')
    })
    const wrongUrl = await call(['migrate'], { DATABASE_URL: 'mysql://localhost/x' })
    expect(wrongUrl).toEqual({ code: 1, said: expect.stringContaining('DATABASE_URL does not begin') })
    const nobody = await call(['migrate'], { DATABASE_URL: 'postgresql://a@127.0.0.1:1/x' })
    expect(nobody).toEqual({ code: 1, said: expect.stringContaining('ECONNREFUSED') })
  })

  it('asks for npm ci where nothing is installed, and can be called through a link', async () => {
    const bare = join(folder, 'bare')
    await mkdir(bare)
    await cp(join(root, 'bin'), join(bare, 'bin'), { recursive: true })
    const failed = promisify(execFile)(process.execPath, [join(bare, 'bin/start.mjs'), 'start'])
    await expect(failed).rejects.toThrow('run "npm ci"')
    await symlink(door, join(folder, 'ortsgespraech'))
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'ortsgespraech'), 'help'])
    expect(stdout).toContain('migrate')
  })

  it('builds again when a source changed, not when a test did', async () => {
    const home = join(folder, 'sources')
    await mkdir(join(home, 'src'), { recursive: true })
    const file = (name: string, text: string) => writeFile(join(home, 'src', name), text)
    await file('a.ts', '1')
    const first = await fingerprint(home)
    await file('a.test.ts', '1')
    expect(await fingerprint(home)).toBe(first)
    await file('a.ts', '2')
    const second = await fingerprint(home)
    expect(second).not.toBe(first)
    await rm(join(home, 'src/a.ts'))
    await file('b.ts', '2')
    expect(await fingerprint(home)).not.toBe(second)
  })
})
