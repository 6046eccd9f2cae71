// Looks at the database for `doctor`: version, schema, clock, and whether the program's user is as weak as it should be.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { finding, type Finding } from '#municipality/findings.ts'
import { now } from '#platform/clock/clock.ts'
import { installation } from '#platform/installation.ts'

/** Looks through the program's own connection. `usable` when use cases can run on it. */
export async function lookAtDatabase(programUrl: string): Promise<{ findings: Finding[]; usable: boolean }> {
  const client = new pg.Client({ connectionString: programUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{
      version: string
      number: number
      role: string
      powerful: boolean
      at: Date
    }>(`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        current_user as role, clock_timestamp() as at,
        (select bool_or(rolsuper or rolbypassrls or pg_class.oid is not null)
         from pg_roles left join pg_class on relowner = pg_roles.oid and relname = 'municipality'
         where rolname in (current_user, session_user)) as powerful`)
    const { version, number, role, powerful, at } = rows[0]!
    const seconds = Math.round(Math.abs(at.getTime() - now().getTime()) / 1000)
    const schema = await lookAtSchema(client)
    return {
      findings: [
        finding('database', number >= 150_000 ? 'good' : 'failed', number >= 150_000 ? 'databaseGood' : 'databaseOld', {
          version
        }),
        schema,
        finding('roles', powerful ? 'failed' : 'good', powerful ? 'rolesPowerful' : 'rolesGood', { role }),
        finding('clock', seconds > 30 ? 'failed' : 'good', seconds > 30 ? 'clockWrong' : 'clockGood', { seconds })
      ],
      usable: schema.state === 'good'
    }
  } catch (error) {
    return { findings: [databaseAway(error)], usable: false }
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The database could not be opened at all. */
export function databaseAway(error: unknown): Finding {
  const reason = error instanceof AggregateError ? String(error.errors[0]) : (error as Error).message
  return finding('database', 'failed', 'databaseAway', { reason })
}

async function lookAtSchema(client: pg.Client): Promise<Finding> {
  const known = (await readdir(join(installation(), 'migrations'))).filter((name) => name.endsWith('.sql'))
  const { rows } = await client.query<{ name: string }>('select name from schema_migration').catch(() => ({ rows: [] }))
  const applied = new Set(rows.map(({ name }) => name))
  const missing = known.filter((name) => !applied.has(name))
  const newer = [...applied].filter((name) => !known.includes(name))
  if (newer.length > 0) return finding('schema', 'failed', 'schemaNewer', { names: newer.join(', ') })
  if (missing.length > 0) return finding('schema', 'failed', 'schemaOld', { count: missing.length })
  return finding('schema', 'good', 'schemaGood', { count: known.length })
}
