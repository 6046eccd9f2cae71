// PostgreSQL refuses to run as root: which account runs it instead, and how a program is started under that account.
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The account that the database server runs under. */
export type Account = { uid: number; gid: number }

/** What PostgreSQL sees of our environment: nothing that changes its language, its encoding or its folders. */
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }

const ownName = 'ortsgespraech'

/**
 * The account for the server, or null when it runs under our own. Only root changes the account: to the owner of an
 * existing database, else to the system user `ortsgespraech` (created when missing), else to a user of little power.
 */
export async function accountFor(cluster: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(cluster).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await lookUp(ownName)) ?? (await createAccount()) ?? (await spareAccount())
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

async function createAccount(): Promise<Account | null> {
  const shape = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent']
  // Several starts at once collide on the lock of /etc/passwd: the loser finds the winner's account after a moment.
  for (let attempt = 0; attempt < 5; attempt++) {
    const done = await run('useradd', [...shape, '--shell', '/usr/sbin/nologin', ownName]).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : false)
    )
    if (done === null) return null
    const account = await lookUp(ownName)
    if (account) return account
    await pause(200)
  }
  return null
}

async function spareAccount(): Promise<Account> {
  const names = process.platform === 'darwin' ? ['_postgres', 'daemon'] : ['nobody']
  for (const name of names) {
    const account = await lookUp(name)
    if (account) return account
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is no user to run it: create the user "${ownName}", start as an ordinary user, or set DATABASE_URL`
  )
}

/**
 * Runs a program under the account to its end and returns its output.
 * @throws Error with what it wrote to stderr
 */
export async function runAs(account: Account | null, file: string, args: string[]): Promise<string> {
  const { stdout } = await run(file, args, { ...identity(account), env: environment, cwd: '/', maxBuffer: 16 << 20 })
  return stdout
}

/** Whether the account can enter this folder or run this file; asks the system itself, which knows more than modes. */
export async function canReach(account: Account | null, path: string): Promise<boolean> {
  if (!account) return true
  return runAs(account, 'test', ['-x', path]).then(
    () => true,
    () => false
  )
}

/**
 * Starts a program that ends with us: it gets SIGINT when this process dies, however it dies. It leads its own process
 * group, so that Ctrl-C in the terminal reaches us alone and we stop things in order.
 */
export async function spawnBound(
  account: Account | null,
  file: string,
  args: string[],
  stdio: SpawnOptions['stdio']
): Promise<ChildProcess> {
  const options: SpawnOptions = { stdio, env: environment, cwd: '/', detached: true }
  if (await hasDeathSignal()) {
    const change = account ? ['--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups'] : []
    return spawn('setpriv', ['--pdeathsig', 'INT', ...change, '--', file, ...args], options)
  }
  const child = spawn(file, args, { ...options, ...identity(account) })
  if (child.pid) watch(account, child, child.pid)
  return child
}

/**
 * Runs a program to its end, which comes early when this process dies.
 * @throws Error with what it wrote to stderr
 */
export async function runBound(account: Account | null, file: string, args: string[]): Promise<void> {
  const child = await spawnBound(account, file, args, ['ignore', 'ignore', 'pipe'])
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code !== 0) throw new Error(said.trim() || `${file} ended with ${signal ?? code}`)
}

let deathSignal: Promise<boolean> | undefined

/** Linux tells a child of its parent's death, if `setpriv` asks for it (util-linux; busybox's cannot). */
function hasDeathSignal(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false)
  return (deathSignal ??= run('setpriv', ['--pdeathsig', 'INT', '--', 'true']).then(
    () => true,
    () => false
  ))
}

/** Elsewhere a shell waits for the end of a pipe that only this process holds open, and then passes the signal on. */
function watch(account: Account | null, child: ChildProcess, pid: number): void {
  const watcher = spawn('/bin/sh', ['-c', 'read _; kill -INT "$0"', `${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    ...identity(account)
  })
  watcher.unref()
  const pipe = watcher.stdin as unknown as { unref?: () => void }
  pipe.unref?.()
  watcher.on('error', () => undefined)
  child.once('exit', () => watcher.kill('SIGKILL'))
}

function identity(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid | 0, gid: account.gid | 0 } : {}
}
