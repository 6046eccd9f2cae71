// The built program in a process of its own, as an operator runs it: for tests and benchmarks that look from outside.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildIfNeeded } from '../../bin/build.mjs'
import { installation } from '#platform/installation.ts'
import { ask } from './ask.ts'
import type { World } from './world.ts'

/** A test's world, whose database is used; or only a data directory, in which the program runs its own database. */
export type Place = Pick<World, 'directory' | 'superuserUrl' | 'programUrl'> | { dataDirectory: string }

export interface Program {
  pid: number
  port: number
  /** On this machine; which municipality is meant says the host header. */
  origin: string
  /** Milliseconds from the command to the first answer that it is ready. */
  readyMs: number
  /** All that was said so far. */
  log(): string
  /** Ends it as Ctrl-C does. Answers the exit code. */
  stop(): Promise<number | null>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Settles when the process has ended, however that came. */
  ended: Promise<{ code: number | null; signal: string | null }>
}

export interface StartOptions {
  env?: Record<string, string>
  /** Any free one by default. */
  port?: number
  /** `web` leaves all jobs to the test. */
  role?: 'web'
  timeoutMs?: number
  /** Kills it, ready or not. */
  signal?: AbortSignal
}

/** Programs that a test left running end with the test's process. */
const running = new Set<() => void>()
process.once('exit', () => running.forEach((kill) => kill()))

/**
 * Starts the program and waits until it is ready; builds it before that if its sources changed.
 * @throws Error with what it said when it ends or is not ready in time
 */
export async function startProgram(place: Place, options: StartOptions = {}): Promise<Program> {
  const { port = 0, timeoutMs = 30_000 } = options
  await buildIfNeeded(installation())
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [
      join(installation(), 'bin/start.mjs'),
      'start',
      '--port',
      String(port),
      ...(options.role ? ['--role', options.role] : [])
    ],
    {
      env: { ...ownEnvironment(), ...placeEnvironment(place), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const kill = () => void child.kill('SIGKILL')
  running.add(kill)
  options.signal?.addEventListener('abort', kill)
  if (options.signal?.aborted) kill()
  const ended = once(child, 'exit').then(([code, signal]) => {
    running.delete(kill)
    return { code: code as number | null, signal: signal as string | null }
  })
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null

  let address: string | undefined
  for (;;) {
    if (hasEnded()) throw new Error(`the program ended: ${said}`)
    if (performance.now() - startedAt > timeoutMs) {
      kill()
      throw new Error(`the program is not ready after ${timeoutMs} ms: ${said}`)
    }
    address ??= /http:\/\/localhost:(\d+)/.exec(said)?.[1]
    if (address && (await isReady(address))) break
    await pause(10)
  }
  return {
    pid: child.pid!,
    port: Number(address),
    origin: `http://127.0.0.1:${address}`,
    readyMs: performance.now() - startedAt,
    log: () => said,
    ended,
    async stop() {
      child.kill('SIGINT')
      return (await ended).code
    },
    async kill() {
      kill()
      await ended
    }
  }
}

/** A port that nobody listens on right now: for a program that keeps it over restarts, or whose hosts name it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Whether the program on this port says it is ready. */
export async function isReady(port: string): Promise<boolean> {
  return ask(`http://127.0.0.1:${port}/health/ready`).then(
    ({ status }) => status === 200,
    () => false
  )
}

/** Nothing of npm, of the test runner, or of the developer's own settings reaches the program. */
function ownEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = '', USER = '' } = process.env
  return { PATH, HOME, TMPDIR: TMPDIR || '/tmp', USER, LANG: 'de_DE.UTF-8' }
}

function placeEnvironment(place: Place): Record<string, string> {
  if ('dataDirectory' in place) return { DATA_DIR: place.dataDirectory }
  return { DATA_DIR: place.directory, DATABASE_URL: place.programUrl, DATABASE_ADMIN_URL: place.superuserUrl }
}
