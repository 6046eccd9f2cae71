// A PostgreSQL server that somebody else runs, named by DATABASE_URL and perhaps DATABASE_ADMIN_URL.
import pg from 'pg'
import { prepareServer, roles } from './roles.ts'

export interface Outside {
  /** The program's connection. */
  program: string
  programRole: string
  /** The connections for migration and for backup; there only with an administrator's. */
  owner?: string
  keeper?: string
  /** The program's user could bypass row-level security, so it works under the program's role within its session. */
  powerful: boolean
}

/**
 * The connections to an outside server. With an administrator's, what is missing there (roles, database) is created;
 * a DATABASE_URL of a superuser counts as one.
 * @throws the server's error when it does not answer or refuses
 */
export async function outsideServer(databaseUrl: string, adminUrl?: string): Promise<Outside> {
  const target = new pg.Client({ connectionString: databaseUrl })
  const [database, name, password] = [target.database!, target.user!, target.password ?? undefined]
  if (adminUrl) {
    await withMaintenance(adminUrl, (url) => prepareServer(url, { database, program: { name, password } }))
    const admin = inDatabase(adminUrl, database)
    const powerful = await isPowerful(databaseUrl)
    return { ...withPower(powerful, databaseUrl, name), ...administered(admin) }
  }
  if (!(await withMaintenance(databaseUrl, isPowerful)))
    return { program: databaseUrl, programRole: name, powerful: false }
  await withMaintenance(databaseUrl, (url) => prepareServer(url, { database }))
  return { ...withPower(true, databaseUrl, name), ...administered(databaseUrl) }
}

function withPower(powerful: boolean, databaseUrl: string, name: string): Outside {
  if (!powerful) return { program: databaseUrl, programRole: name, powerful }
  return { program: inRole(databaseUrl, roles.program), programRole: roles.program, powerful }
}

const administered = (adminUrl: string) => ({
  owner: inRole(adminUrl, roles.owner),
  keeper: inRole(adminUrl, roles.keeper)
})

/** Whether row-level security means nothing to the connection's user. */
async function isPowerful(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ powerful: boolean }>(
      'select rolsuper or rolbypassrls as powerful from pg_roles where rolname = session_user'
    )
    return rows[0]!.powerful
  } finally {
    await client.end()
  }
}

/** Through the database `postgres` when the one that the address names has not been created yet. */
async function withMaintenance<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const missing = '3D000'
  return work(url).catch((error: { code?: string }) => {
    if (error.code !== missing) throw error
    return work(inDatabase(url, 'postgres'))
  })
}

function inDatabase(url: string, database: string): string {
  return url.replace(
    /^(\w+:\/\/[^/?]*)(\/[^?]*)?/,
    (_all, server: string) => `${server}/${encodeURIComponent(database)}`
  )
}

/** The connection acts as this role from its first statement on. */
function inRole(url: string, role: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c role=${role}`)}`
}
