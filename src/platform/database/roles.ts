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

const attributes: Record<Role, string> = { owner: '', keeper: 'bypassrls', program: '' }

export type Preparation = { database?: string; passwords?: Partial<Record<Role, string>> }

/**
 * Creates the roles and the database where they are missing, on any server; what is there stays as it is.
 * The user of the connection string needs the rights of a superuser (for `bypassrls`). Given passwords are set.
 * @returns whether the database was created
 */
export async function prepareServer(superuserUrl: string, plan: Preparation = {}): Promise<{ fresh: boolean }> {
  const database = plan.database ?? 'ortsgespraech'
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    // Two processes may prepare the same server at once; ending the session frees the lock.
    await client.query('select pg_advisory_lock($1)', [lock])
    for (const role of Object.keys(roles) as Role[]) await ensureRole(client, role, plan.passwords?.[role])
    return { fresh: await ensureDatabase(client, database) }
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, role: Role, password: string | undefined): Promise<void> {
  const name = roles[role]
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (!rowCount) await client.query(`create role ${name} login ${attributes[role]}`)
  if (password) await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`)
}

async function ensureDatabase(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  if (rowCount) return false
  const name = client.escapeIdentifier(database)
  // The creator of a database must be a member of its owner, which a superuser always is.
  await client.query(`create database ${name} owner ${roles.owner} template template0 encoding 'UTF8'`)
  await client.query(`revoke all on database ${name} from public`)
  await client.query(`grant connect on database ${name} to ${roles.keeper}, ${roles.program}`)
  return true
}
