// A server that outlived its parent holds the cluster. It is ended, not adopted: what watches it would end it anyway.
import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Ends a server that a killed process left on this cluster, and clears the mark of one that is gone.
 * To be called only by the holder of the data directory's lock.
 * @throws Error when it does not end
 */
export async function endOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const mark = join(cluster, 'postmaster.pid')
  const pid = parseInt(await readFile(mark, 'utf8').catch(() => ''), 10)
  if (!(pid > 0)) return
  const found = await look(pid, cluster)
  // PostgreSQL trusts the number alone; after a restart of the machine it may belong to anything.
  if (found === 'other program') return rm(mark, { force: true })
  if (found !== 'our server') return

  log('A database server of an earlier run is still there; waiting for its end.')
  if (await endsBy(pid, 'SIGINT', 30_000)) return
  if (await endsBy(pid, 'SIGQUIT', 10_000)) return
  throw new Error(`The database server of an earlier run (process ${pid}) does not end. End it and start again.`)
}

type Found = 'nothing' | 'our server' | 'other program' | 'unknown'

/** What runs under this number. What is unknown is left to PostgreSQL, which refuses to start if in doubt. */
async function look(pid: number, cluster: string): Promise<Found> {
  if (!isAlive(pid)) return 'nothing'
  return process.platform === 'linux' ? lookInProc(pid, cluster) : lookWithPs(pid, cluster)
}

async function lookInProc(pid: number, cluster: string): Promise<Found> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (!status) return isAlive(pid) ? 'unknown' : 'nothing'
  const [, name, state] = /\((.*)\) (\w)/.exec(status) ?? []
  if (name !== 'postgres' || state === 'Z') return 'other program'
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return folder === (await realpath(cluster)) ? 'our server' : 'unknown'
}

async function lookWithPs(pid: number, cluster: string): Promise<Found> {
  const command = await run('ps', ['-o', 'command=', '-p', `${pid}`]).then(
    ({ stdout }) => stdout.trim(),
    () => null
  )
  if (command === null) return 'nothing'
  if (basename(command.split(' ', 1).join()) !== 'postgres') return 'other program'
  return command.includes(`-D ${cluster} `) ? 'our server' : 'unknown'
}

async function endsBy(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal)
  } catch {
    return !isAlive(pid)
  }
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    if (!isAlive(pid) || (await isZombie(pid))) return true
    await pause(10)
  }
  return false
}

/** Whether a process has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /\) Z/.test(status)
}
