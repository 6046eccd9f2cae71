// The one door to the database: `inMunicipality` for everything a municipality owns, `inInstallation` for the few
// tables without a municipality. Both open one transaction; nesting is refused, because an inner transaction would see
// neither the outer one's changes nor its municipality.
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type DatabaseConnection,
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Transaction
} from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'
import { rememberStatements } from './statements.ts'
import { writeEvents } from '#platform/journal/journal.ts'
import type { PendingEvent } from '#platform/journal/events.ts'

/** A transaction inside one municipality: row-level security shows and accepts its rows only. */
export type Tx = Transaction<DB> & {
  readonly municipalityId: string
  /** What `record` collected; written last, so that the journal's counter row is locked as short as possible. */
  readonly pendingEvents: PendingEvent[]
  /** Runs as the last thing before the journal is written: for rows that everybody wants, so that they are locked briefly. */
  beforeCommit(work: () => Promise<void>): void
  /** Runs after the commit, outside of the transaction; for wake-ups only, never for work that must happen. */
  afterCommit(work: () => void): void
}
/** A transaction over the tables without a municipality. Tenant tables show no row here. */
export type InstallationTx = Transaction<DB> & { readonly installation: true }

interface Context {
  municipalityId: string | null
  ended: boolean
}
const context = new AsyncLocalStorage<Context>()
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Begins the transaction and names its municipality in one round trip. */
class MunicipalityDriver extends PostgresDriver {
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const id = context.getStore()?.municipalityId ?? ''
    if (id !== '' && !uuid.test(id)) throw new Error(`not a municipality id: ${id}`)
    await connection.executeQuery(CompiledQuery.raw(`begin; select set_config('app.municipality_id', '${id}', true)`))
  }
}

interface Connected {
  url: string
  pool: pg.Pool
  kysely: Kysely<DB>
}
// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechDatabase?: Connected }

/** Connects this process to the database as the program's role. Call once, before any transaction. */
export function connectDatabase(url: string, options: { max?: number } = {}): void {
  if (holder.ortsgespraechDatabase?.url === url) return
  if (holder.ortsgespraechDatabase) throw new Error('already connected to another database')
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    connectionTimeoutMillis: 10_000
  })
  // An idle connection that the server closed is replaced on next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', rememberStatements)
  // The same for one that is in use: whoever waits for its answer gets the error there.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new MunicipalityDriver({ pool }),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler()
    }
  })
  holder.ortsgespraechDatabase = { url, pool, kysely }
}

/** Closes every connection of this process. */
export async function disconnectDatabase(): Promise<void> {
  const connected = holder.ortsgespraechDatabase
  holder.ortsgespraechDatabase = undefined
  await connected?.kysely.destroy()
}

/** The address this process is connected to; for LISTEN connections and pg-boss, which keep their own. */
export function databaseUrl(): string {
  return connected().url
}

/** Answers when the database answers. @throws the connection's error */
export async function pingDatabase(): Promise<void> {
  await connected().pool.query('select 1')
}

/**
 * Runs `work` in one transaction that sees and writes the rows of this municipality only.
 * Commits when it returns (the journal's events last), rolls back when it throws.
 */
export async function inMunicipality<T>(municipalityId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  refuseNesting()
  const after: (() => void)[] = []
  const own: Context = { municipalityId, ended: false }
  const result = await context.run(own, () =>
    connected()
      .kysely.transaction()
      .execute(async (transaction) => {
        const pendingEvents: PendingEvent[] = []
        const before: (() => Promise<void>)[] = []
        const tx = Object.assign(transaction, {
          municipalityId,
          pendingEvents,
          beforeCommit: (run: () => Promise<void>) => void before.push(run),
          afterCommit: (run: () => void) => void after.push(run)
        }) as Tx
        const answer = await work(tx)
        for (const run of before) await run()
        if (pendingEvents.length > 0) await writeEvents(tx)
        return answer
      })
      .finally(() => (own.ended = true))
  )
  for (const run of after) run()
  return result
}

/** Runs `work` in one transaction over the tables without a municipality (see `tables.ts`). */
export async function inInstallation<T>(work: (tx: InstallationTx) => Promise<T>): Promise<T> {
  refuseNesting()
  const own: Context = { municipalityId: null, ended: false }
  return context.run(own, () =>
    connected()
      .kysely.transaction()
      .execute((transaction) => work(Object.assign(transaction, { installation: true as const })))
      .finally(() => (own.ended = true))
  )
}

function refuseNesting(): void {
  const outer = context.getStore()
  if (outer && !outer.ended) throw new Error('a transaction inside a transaction: pass the outer tx on instead')
}

function connected(): Connected {
  if (!holder.ortsgespraechDatabase) throw new Error('the database is not connected')
  return holder.ortsgespraechDatabase
}
