/**
 * An independent speaker of the protocol for tests: `@evanp/activitypub-bot` in a process and a database of its own, behind a
 * TLS proxy. It shares no code with us and refuses what is signed wrongly.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Authority } from './authority.ts'
import { proxyTls, type TlsServer } from './tls.ts'

export interface IndependentPeer extends TlsServer {
  /** Address of its one actor, `@ok`. */
  actor: string
  /** Does something as its actor (see `bot-process.ts`) and answers what came of it, mostly an id. */
  do<T = string>(command: string, ...given: string[]): Promise<T>
}

/** Starts the peer under a name such as `bot.test`, with a database in the tests' PostgreSQL. */
export async function startIndependentPeer(
  authority: Authority,
  name: string,
  superuserUrl: string
): Promise<IndependentPeer> {
  const database = `bot_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  await asSuperuser(superuserUrl, `create database ${database}`)
  const directory = await mkdtemp(join(tmpdir(), 'ortsgespraech-bot-'))
  await writeFile(join(directory, 'ca.pem'), authority.ca)
  let port = 0
  const proxy = await proxyTls(authority, name, () => port)
  const child = fork(join(import.meta.dirname, 'bot-process.ts'), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
      DATABASE_URL: sequelizeUrl(superuserUrl, database),
      ORIGIN: proxy.origin
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc']
  })
  const answers = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let last = 0
  port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)))
    child.on('message', (message: { ready?: number; id?: number; result?: unknown; error?: string }) => {
      if (message.ready !== undefined) return resolve(message.ready)
      const waiting = answers.get(message.id!)
      answers.delete(message.id!)
      if (message.error === undefined) waiting?.resolve(message.result)
      else waiting?.reject(new Error(message.error))
    })
  })
  return {
    ...proxy,
    actor: `${proxy.origin}/user/ok`,
    do: <T>(command: string, ...given: string[]) =>
      new Promise<T>((resolve, reject) => {
        answers.set((last += 1), { resolve: resolve as (result: unknown) => void, reject })
        child.send({ id: last, command, given })
      }),
    async close() {
      await end(child)
      await proxy.close()
      await asSuperuser(superuserUrl, `drop database if exists ${database} with (force)`)
      await rm(directory, { recursive: true, force: true })
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The peer's library finds a socket only as a query parameter. */
function sequelizeUrl(superuserUrl: string, database: string): string {
  const { host, user, port } = new pg.Client({ connectionString: superuserUrl })
  if (!host.startsWith('/')) return superuserUrl.replace(/\/[^/?]*(\?|$)/, `/${database}$1`)
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
