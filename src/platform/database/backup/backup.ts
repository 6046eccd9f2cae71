// Backup: every table as one file, all from the same moment, by COPY. PostgreSQL's own tools are not part of what npm
// brings along, and an installed pg_dump refuses a newer server.
import { createReadStream, createWriteStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { now } from '#platform/clock/clock.ts'
import { tablesInOrder } from './tables.ts'

export interface Manifest {
  format: 1
  at: string
  /** The migrations the data was written under, by name. */
  migrations: string[]
  tables: { name: string; columns: string[]; rows: number; sha256: string }[]
  media: boolean
  /** Buckets that hold files of municipalities; those are not in the backup. */
  buckets?: string[]
  /** Tells which installation's key the secrets in it are sealed with. */
  keyFingerprint?: string
}

export interface BackupOptions {
  /** Address of the keeper, who sees every row. */
  keeperUrl: string
  /** A folder that does not exist yet. */
  target: string
  mediaDirectory: string | null
  keyFingerprint?: string
}

/**
 * Writes a backup into `target`. It appears there whole or not at all. Keys are not in it: neither the key of the
 * installation (the operator keeps it apart) nor day keys (what they seal must be gone when its time is over).
 * @throws when the target exists, or the row counts of the files differ from the tables'
 */
export async function backup(options: BackupOptions): Promise<Manifest> {
  const { keeperUrl, target, mediaDirectory, keyFingerprint } = options
  if (await exists(target)) throw new Error(`${target} exists already; name a new folder`)
  const unfinished = `${target}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await mkdir(join(unfinished, 'tables'))
  const client = new pg.Client({ connectionString: keeperUrl })
  await client.connect()
  try {
    // One snapshot for all tables, while the program goes on writing.
    await client.query('begin transaction isolation level repeatable read read only')
    const migrations = await client.query<{ name: string }>('select name from schema_migration order by name')
    const tables: Manifest['tables'] = []
    for (const { name, columns } of await tablesInOrder(client)) {
      tables.push({
        name,
        columns,
        ...(await copyOut(client, name, columns, join(unfinished, 'tables', `${name}.gz`)))
      })
    }
    const buckets = await bucketsOf(client)
    await client.query('commit')
    if (mediaDirectory && (await exists(mediaDirectory))) {
      // Uploads that are not whole yet lie in folders named "new" (see media/storage.ts).
      const filter = (path: string) => !path.slice(mediaDirectory.length).includes('/new/')
      await cp(mediaDirectory, join(unfinished, 'media'), { recursive: true, filter })
    }
    const manifest: Manifest = {
      format: 1,
      at: now().toISOString(),
      migrations: migrations.rows.map((row) => row.name),
      tables,
      media: mediaDirectory !== null,
      ...(buckets.length > 0 && { buckets }),
      ...(keyFingerprint && { keyFingerprint })
    }
    await writeFile(join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    await rename(unfinished, target)
    return manifest
  } catch (error) {
    // Above all on a full disk, where half a backup would take the room that is missing.
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
}

/** The buckets in which files lie or lay; an older schema knows none. */
async function bucketsOf(client: pg.Client): Promise<string[]> {
  const known = await client.query<{ there: boolean }>(
    `select to_regclass('public.media_setting') is not null as there`
  )
  if (!known.rows[0]!.there) return []
  const { rows } = await client.query<{ name: string }>(
    `select distinct concat(bucket ->> 'endpoint', '/', bucket ->> 'bucket') as name from media_setting
     where bucket is not null order by 1 limit 10000`
  )
  return rows.map((row) => row.name)
}

/** What a folder says about the backup in it; null when it holds none. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
    return manifest.format === 1 ? manifest : null
  } catch {
    // Whatever is wrong with the file, it is not a backup.
    return null
  }
}

async function copyOut(
  client: pg.Client,
  table: string,
  columns: string[],
  file: string
): Promise<{ rows: number; sha256: string }> {
  const counted = await client.query<{ n: number }>(`select count(*) as n from ${pg.escapeIdentifier(table)}`)
  const source = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${list(columns)}) to stdout`))
  await pipeline(source, createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600 }))
  const rows = Number(counted.rows[0]!.n)
  if (source.rowCount !== rows) throw new Error(`${table}: ${rows} rows in the table, ${source.rowCount} in the backup`)
  return { rows, sha256: await hashOf(file) }
}

/** sha256 of a file, in hexadecimal digits. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Column names as SQL. */
export function list(columns: string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ')
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile() || readdir(path).then((inside) => inside.length > 0),
    () => false
  )
}
