// Starts a PostgreSQL server on a cluster, keeps it up, and stops it.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { spawnBound } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { endOrphan } from './orphan.ts'

export type ServerPlan = {
  binaries: Binaries
  account: Account | null
  cluster: string
  socket: string
  logFile: string
  settings: Record<string, string>
  log: (line: string) => void
}

export type Server = { pid: () => number; stop(): Promise<void> }

/** For a small machine that also runs the program itself; passed at each start, so a new release can change them. */
export const smallMachine = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  cluster_name: 'ortsgespraech',
  max_connections: '60',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  maintenance_work_mem: '64MB',
  synchronous_commit: 'on',
  // No replica reads this log of changes, so it may be short; backups are made by COPY.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
  io_method: 'sync',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The program logs its own errors. The server's texts quote values, which may be personal data, so it keeps silent.
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off'
}

const logLimitBytes = 1 << 20
const stopPatienceMs = 60_000
const retryForMs = 20_000

/**
 * Starts the server and waits until it answers, however long its recovery takes. If it dies, it is started again.
 * @throws Error with the last lines of its log
 */
export async function startServer(plan: ServerPlan): Promise<Server> {
  await endOrphan(plan.cluster, plan.log)
  let child = await launchPatiently(plan)
  const stopping = new AbortController()
  const watching = watch()

  /** A server that is shot down (by a person, or by a machine without memory) comes back on the same socket. */
  async function watch(): Promise<void> {
    for (let failures = 0; ;) {
      await ended(child)
      if (stopping.signal.aborted) return
      if (!failures)
        plan.log(`PostgreSQL ended unexpectedly (${child.signalCode ?? child.exitCode}): starting it again.`)
      try {
        child = await launchPatiently(plan)
        failures = 0
        // Told to stop while it was starting: `stop` waits for this loop and ends what it started.
        if (stopping.signal.aborted) return
      } catch (error) {
        plan.log(`PostgreSQL does not start: ${(error as Error).message}`)
        const delayMs = Math.min(30_000, 500 * 2 ** failures++)
        await pause(delayMs, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    await stopServer(child)
    await watching
    await stopServer(child) // if it was just being started again
  }
  return { pid: () => child.pid ?? 0, stop }
}

async function stopServer(child: ChildProcess): Promise<void> {
  child.ref()
  child.kill('SIGINT') // "fast": ends connections, writes everything down
  const patience = setTimeout(() => child.kill('SIGQUIT'), stopPatienceMs)
  await ended(child)
  clearTimeout(patience)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Backends of a server that was shot down need a moment to notice; until then a new one refuses to start. */
async function launchPatiently(plan: ServerPlan): Promise<ChildProcess> {
  const until = performance.now() + retryForMs
  for (;;) {
    try {
      return await launch(plan)
    } catch (error) {
      const held = /shared memory block|lock file/.test((error as Error).message)
      if (!held || performance.now() > until) throw error
      await pause(100)
    }
  }
}

async function launch(plan: ServerPlan): Promise<ChildProcess> {
  const { offset, descriptor } = await openLog(plan.logFile)
  const settings = { ...plan.settings, unix_socket_directories: plan.socket }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const program = join(plan.binaries.folder, 'bin', 'postgres')
  try {
    const child = await spawnBound(
      plan.account,
      program,
      ['-D', plan.cluster, ...args],
      ['ignore', descriptor, descriptor]
    )
    const failure = new Promise<never>((_, reject) => child.once('error', reject))
    await Promise.race([untilReady(child, plan, offset), failure])
    child.unref()
    return child
  } finally {
    closeSync(descriptor)
  }
}

/** The server's log: one file, and the one before it. */
async function openLog(file: string): Promise<{ offset: number; descriptor: number }> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0
  )
  const full = size > logLimitBytes
  if (full) await rename(file, `${file}.1`)
  return { offset: full ? 0 : size, descriptor: openSync(file, 'a', 0o600) }
}

/** The server writes its state into the eighth line of postmaster.pid; this costs nothing, unlike trying to connect. */
async function untilReady(child: ChildProcess, plan: ServerPlan, logOffset: number): Promise<void> {
  const file = join(plan.cluster, 'postmaster.pid')
  let patience = performance.now() + 5000
  for (;;) {
    const lines = await readFile(file, 'utf8').then(
      (text) => text.split('\n'),
      () => []
    )
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL did not start: ${await tail(plan.logFile, logOffset)}`)
    }
    if (performance.now() > patience) {
      plan.log('The database is being brought into order after an interruption. This can take some minutes.')
      patience = Infinity
    }
    await pause(5)
  }
}

async function tail(file: string, offset: number): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, offset)
    return buffer.toString('utf8', 0, bytesRead).trim() || `it said nothing in ${file}`
  } finally {
    await handle.close()
  }
}
