// From the command to ready, and what the program holds in memory when nothing happens.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { installation } from '#platform/installation.ts'
import { isReady, startProgram } from '../tests/world/server.ts'
import type { Bench } from './case.ts'
import { fillTown } from './town.ts'

const laterSeconds = 3
/** A first start creates the database and builds, which a later one does not. */
const firstSeconds = 30
const idleMegabytes = 180
/** Long enough for what is only done once after the start. */
const settleMs = 20_000

/** Cases `first`, `later`, `idle-memory`. */
export const bench: Bench = async function* () {
  const folder = await mkdtemp('/tmp/og-bench-')
  try {
    yield { name: 'first', value: await firstStart(folder), unit: 's', baseline: firstSeconds, goal: 1, atMost: true }

    const dataDirectory = join(folder, 'data')
    const town = await fillTown(dataDirectory)
    const seconds: number[] = []
    for (let round = 0; round < 5; round++) {
      const program = await startProgram({ dataDirectory })
      seconds.push(program.readyMs / 1000)
      await program.stop()
    }
    const middle = seconds.toSorted((a, b) => a - b)[2]!
    yield { name: 'later', value: middle, unit: 's', baseline: laterSeconds, goal: 1, atMost: true }

    const program = await startProgram({ dataDirectory })
    await town.read(program)
    await pause(settleMs)
    const megabytes = await residentMegabytes(program.pid)
    await program.stop()
    yield { name: 'idle-memory', value: megabytes, unit: 'MB', baseline: idleMegabytes, goal: 1, atMost: true }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In a copy without a build, through npm as people type it; the packages are the ones that are here. */
async function firstStart(folder: string): Promise<number> {
  const copy = join(folder, 'installation')
  const sources = [
    'bin',
    'content',
    'migrations',
    'package.json',
    'package-lock.json',
    'src',
    'static',
    'tsconfig.json'
  ]
  for (const name of [...sources, 'vite', 'vite.config.ts']) {
    await cp(join(installation(), name), join(copy, name), { recursive: true })
  }
  await mkdir(join(copy, 'node_modules'))
  // Links to the packages one by one: what a build writes into node_modules belongs to the copy.
  for (const name of await readdir(join(installation(), 'node_modules'))) {
    if (name === '$app' || name === '.build.lock' || name === '.vite') continue
    await symlink(join(installation(), 'node_modules', name), join(copy, 'node_modules', name))
  }
  const { PATH = '', HOME = '' } = process.env
  const startedAt = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: copy,
    env: { PATH, HOME, PORT: '0', DATA_DIR: join(copy, 'data') },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const exit = once(child, 'exit')
  try {
    for (;;) {
      const address = /http:\/\/localhost:\d+/.exec(said)?.[0]
      if (address && (await isReady(new URL(address).port))) return (performance.now() - startedAt) / 1000
      if (child.exitCode !== null || performance.now() - startedAt > 120_000) throw new Error(said)
      await pause(10)
    }
  } finally {
    child.kill('SIGTERM')
    await exit
  }
}

/** The program's own process; its database has others. */
async function residentMegabytes(pid: number): Promise<number> {
  if (process.platform !== 'linux') throw new Error('the memory of a process is read from /proc, on Linux only')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024
}
