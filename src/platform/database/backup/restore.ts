// Restore: the schema anew from the migrations, then every table from its file. Afterwards nothing goes out by itself
// until an operator releases the channels: what was sent since the backup is not known here.
import { createReadStream } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { now } from '#platform/clock/clock.ts'
import { migrate, type MigrateOptions } from '../migrate.ts'
import { hashOf, list, readManifest, type Manifest } from './backup.ts'

export interface RestoreOptions {
  source: string
  keeperUrl: string
  migrate: MigrateOptions
  mediaDirectory: string | null
  /** Throws away what the database holds now. Without it a database with a municipality is refused. */
  replace: boolean
  /** Called when nothing speaks against it any more, right before the first change. */
  beforeChange?: () => Promise<void>
}

/** What a person must hear when a restore is refused: nothing has been changed. */
export class RestoreRefused extends Error {
  readonly reason: 'noBackup' | 'newer' | 'damaged' | 'inUse'
  readonly detail: string

  constructor(reason: RestoreRefused['reason'], detail: string, message: string) {
    super(message)
    this.reason = reason
    this.detail = detail
  }
}

/**
 * Restores a backup. @throws RestoreRefused when the backup is damaged or newer than this program, or the database is in
 * use and `replace` was not said; nothing has been changed then.
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { source } = options
  const manifest = await readManifest(source)
  if (!manifest) throw new RestoreRefused('noBackup', source, `${source} holds no backup of Ortsgespräch`)
  const known = await knownMigrations(options.migrate.directory)
  const newer = manifest.migrations.filter((name) => !known.includes(name))
  if (newer.length > 0)
    throw new RestoreRefused(
      'newer',
      newer.join(', '),
      `the backup is of a newer version (${newer.join(', ')}); install that version first`
    )
  for (const table of manifest.tables) {
    const file = join(options.source, 'tables', `${table.name}.gz`)
    if ((await hashOf(file).catch(() => '')) !== table.sha256)
      throw new RestoreRefused('damaged', file, `the backup is damaged: ${file}`)
  }
  await refuseUsed(options)
  await options.beforeChange?.()
  await emptySchema(options)
  await migrateTo(options.migrate, manifest.migrations)
  await copyIn(options, manifest)
  await migrate(options.migrate)
  await holdOutgoing(options.keeperUrl, manifest)
  if (manifest.media && options.mediaDirectory) {
    await mkdir(options.mediaDirectory, { recursive: true })
    await cp(join(options.source, 'media'), options.mediaDirectory, { recursive: true, force: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      }
    )
  }
  return manifest
}

async function knownMigrations(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((file) => file.endsWith('.sql'))
}

async function refuseUsed({ migrate: { ownerUrl }, replace }: RestoreOptions): Promise<void> {
  if (replace) return
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ used: boolean }>(`select to_regclass('public.host') is not null as used`)
    if (!rows[0]!.used) return
    const hosts = await client.query<{ n: number }>('select count(*)::int as n from host')
    if (hosts.rows[0]!.n > 0)
      throw new RestoreRefused('inUse', '', 'the database holds municipalities already; add --replace to replace them')
  } finally {
    await client.end()
  }
}

async function emptySchema(options: RestoreOptions): Promise<void> {
  const client = new pg.Client({ connectionString: options.migrate.ownerUrl })
  await client.connect()
  try {
    await client.query('drop schema if exists pgboss cascade')
    // Objects one by one: the schema itself may belong to the server's superuser.
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    )
    for (const { name } of tables.rows) await client.query(`drop table ${pg.escapeIdentifier(name)} cascade`)
    const named = await client.query<{ what: string; name: string }>(
      `select 'text search configuration' as what, oid::regconfig::text as name from pg_ts_config
       where cfgnamespace = 'public'::regnamespace
       union all select 'extension', quote_ident(extname) from pg_extension
       where extnamespace = 'public'::regnamespace and extowner = current_user::regrole`
    )
    for (const { what, name } of named.rows) await client.query(`drop ${what} if exists ${name} cascade`)
    const functions = await client.query<{ name: string }>(
      // Those of an extension that the administrator installed stay with it.
      `select oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace
        and not exists (select 1 from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')`
    )
    for (const { name } of functions.rows) await client.query(`drop function ${name} cascade`)
  } finally {
    await client.end()
  }
}

/** Applies exactly the migrations the backup was written under; the rest follows when the data is in. */
async function migrateTo(options: MigrateOptions, names: string[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'ortsgespraech-migrations-'))
  try {
    for (const name of names) await symlink(join(options.directory, name), join(directory, name))
    await migrate({ ...options, directory })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function copyIn({ keeperUrl, source }: RestoreOptions, manifest: Manifest): Promise<void> {
  const client = new pg.Client({ connectionString: keeperUrl })
  await client.connect()
  try {
    await client.query('begin; set constraints all deferred')
    for (const table of manifest.tables) {
      const name = pg.escapeIdentifier(table.name)
      const target = client.query(copyFrom(`copy ${name} (${list(table.columns)}) from stdin`))
      await pipeline(createReadStream(join(source, 'tables', `${table.name}.gz`)), createGunzip(), target)
      const { rows } = await client.query<{ n: number }>(`select count(*) as n from ${name}`)
      if (Number(rows[0]!.n) !== table.rows)
        throw new Error(`${table.name}: ${table.rows} rows in the backup, ${rows[0]!.n} restored`)
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/**
 * All outgoing stands still. What was due since the backup may have gone out already, so its outcome is unknown; notices
 * by mail that had not gone out then are not worth sending twice. The erasures since the backup are due again.
 */
async function holdOutgoing(keeperUrl: string, manifest: Manifest): Promise<void> {
  const held = JSON.stringify({ since: now().toISOString(), reason: 'restore', backup: manifest.at, released: [] })
  const client = new pg.Client({ connectionString: keeperUrl })
  await client.connect()
  try {
    const set = `insert into installation_setting (name, value) values ($1, $2)
      on conflict (name) do update set value = excluded.value, changed_at = now()`
    await client.query('begin')
    await client.query(set, ['outgoing_held', held])
    await client.query(set, ['erasures_due', JSON.stringify(manifest.at)])
    await client.query(`
      update publication set state = 'unknown', problem = 'restored'
        where state in ('due', 'sending', 'waiting') or (state = 'planned' and due_at <= now());
      update outgoing_mail set state = 'refused', problem = 'restored', body = ''
        where state in ('due', 'sending', 'waiting');
      -- It may have gone out meanwhile, or been taken back: its author looks.
      update message set state = 'returned' where state = 'leaving';
      delete from leaving_answer;
      delete from session;
      delete from one_time_token`)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
