// Brings the schema up to date: forward only, one transaction a file, under an advisory lock, so that several processes
// that start together do it once.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { installPgBoss } from '#platform/jobs/install.ts'

const lock = 7_042_001

export interface MigrateOptions {
  /** The owner's address: may create tables. */
  ownerUrl: string
  /** Name of the program's role, which gets its rights on the tables. */
  programRole: string
  /** Name of the keeper's role (backup, restore); it is given all rows. */
  keeperRole: string
  directory: string
  /** Every queue the program uses, by name. */
  queues: string[]
}

/** Applies what is missing. Answers the names of the files applied now. @throws when an applied file was changed later */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, at timestamptz not null default now())'
    )
    const applied = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration')
    const known = new Map(applied.rows.map((row) => [row.name, row.sha256]))
    const done: string[] = []
    for (const name of (await readdir(options.directory)).filter((file) => file.endsWith('.sql')).sort()) {
      const text = await readFile(join(options.directory, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      if (known.has(name)) {
        if (known.get(name) !== sha256) throw new Error(`migration ${name} was changed after it had been applied`)
        continue
      }
      await applyFile(client, name, text, sha256)
      done.push(name)
    }
    await installPgBoss(options.ownerUrl, options.queues)
    await grant(client, options)
    return done
  } finally {
    await client.end()
  }
}

async function applyFile(client: pg.Client, name: string, text: string, sha256: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

/** Rights are given anew each time: a new table needs no line of its own. */
async function grant(client: pg.Client, { programRole, keeperRole }: MigrateOptions): Promise<void> {
  const program = pg.escapeIdentifier(programRole)
  const keeper = pg.escapeIdentifier(keeperRole)
  await client.query(`
    grant usage on schema public, pgboss to ${program}, ${keeper};
    grant select, insert, update, delete on all tables in schema public to ${program}, ${keeper};
    grant truncate on all tables in schema public to ${keeper};
    revoke insert, update, delete on schema_migration from ${program};
    grant select, insert, update, delete on all tables in schema pgboss to ${program}, ${keeper};
    grant usage, select, update on all sequences in schema public to ${program}, ${keeper};
    grant usage, select, update on all sequences in schema pgboss to ${program}, ${keeper};
    grant execute on all functions in schema public, pgboss to ${program}, ${keeper}`)
}
