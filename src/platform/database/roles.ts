// The three roles of the program in PostgreSQL, and its database.
import pg from 'pg'

export const roles = {
  /** Owns the database and its tables: migrations. */
  owner: 'ortsgespraech_owner',
  /** May read and write past row-level security: backup, restore, data migrations. */
  keeper: 'ortsgespraech_keeper',
  /** Owns nothing and bypasses nothing: everything else. */
  program: 'ortsgespraech_program'
} as const

export type Role = keyof typeof roles

/** One connection string for each role. */
export type Urls = Record<Role, string>

const lock = 7_042_000

export interface Preparation {
  database?: string
  /** The user that the program signs in with, if it is not the usual one; a password is set if given. */
  program?: { name: string; password?: string }
}

/**
 * Creates the roles and the database where they are missing, on any server; what is there stays as it is, but an
 * existing database becomes the owner's. The connection's user needs the rights of a superuser (for `bypassrls`).
 * @returns whether the database was created
 */
export async function prepareServer(superuserUrl: string, plan: Preparation = {}): Promise<{ fresh: boolean }> {
  const database = plan.database ?? 'ortsgespraech'
  const program = plan.program?.name ?? roles.program
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    // Two processes may prepare the same server at once; ending the session frees the lock.
    await client.query('select pg_advisory_lock($1)', [lock])
    await ensureRole(client, roles.owner)
    await ensureRole(client, roles.keeper, 'bypassrls')
    await ensureRole(client, program)
    const { password } = plan.program ?? {}
    if (password)
      await client.query(`alter role ${pg.escapeIdentifier(program)} password ${pg.escapeLiteral(password)}`)
    return { fresh: await ensureDatabase(client, database, program) }
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, name: string, attribute = ''): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (!rowCount) await client.query(`create role ${pg.escapeIdentifier(name)} login ${attribute}`)
}

async function ensureDatabase(client: pg.Client, database: string, program: string): Promise<boolean> {
  const name = pg.escapeIdentifier(database)
  const { rows } = await client.query<{ owner: string }>(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [database]
  )
  if (rows[0]?.owner === roles.owner) return false
  if (rows[0]) await client.query(`alter database ${name} owner to ${roles.owner}`)
  else await client.query(`create database ${name} owner ${roles.owner} template template0 encoding 'UTF8'`)
  await client.query(`revoke all on database ${name} from public`)
  await client.query(`grant connect, temporary on database ${name} to ${roles.keeper}, ${pg.escapeIdentifier(program)}`)
  return rows.length === 0
}
