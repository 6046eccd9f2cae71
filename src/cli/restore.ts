// `ortsgespraech restore`: the state of a backup, with everything outgoing held until an operator has looked.
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { jobs } from '#jobs.ts'
import { now } from '#platform/clock/clock.ts'
import { readManifest } from '#platform/database/backup/backup.ts'
import type { Manifest } from '#platform/database/backup/backup.ts'
import { restore, RestoreRefused } from '#platform/database/backup/restore.ts'
import { roles } from '#platform/database/roles.ts'
import { isDiskFull } from '#platform/disk.ts'
import { installation } from '#platform/installation.ts'
import { adminMissing, backUpTo } from './backup.ts'
import type { Call } from './commands.ts'
import { bringUpToDate, openDatabase } from './database.ts'
import type { OpenDatabase } from './database.ts'
import { markIn } from './half-restored.ts'
import { fingerprint, installKey, keyOf, readKeyFile } from './installation-key.ts'
import { Complaint, say } from './say.ts'
import { readSettings, type Settings } from './settings.ts'
import { hasData } from './with-program.ts'

/** Restores a backup. @throws AlreadyRunning, Complaint; nothing has been changed when it refuses */
export async function run({ values, positionals }: Call): Promise<void> {
  const settings = readSettings({ values, positionals })
  if (!positionals[0])
    throw new Complaint({
      de: 'Welche Sicherung? Bitte ihren Ordner nennen.',
      en: 'Which backup? Please name its folder.'
    })
  const source = resolve(positionals[0])
  const replace = values.replace === true
  const manifest = await readManifest(source)
  if (!manifest) {
    throw new Complaint({
      de: `In ${source} liegt keine Sicherung von Ortsgespräch (manifest.json fehlt oder ist unlesbar).`,
      en: `${source} holds no backup of Ortsgespräch (manifest.json is missing or unreadable).`
    })
  }
  const key = await chooseKey(settings, source, manifest, values.key as string | undefined, replace)
  if (replace && values['without-copy'] !== true && hasData(settings)) await keepCopy(settings)
  const database = await openDatabase(settings)
  try {
    await restoreInto(database, settings, source, replace)
    const aside = key ? await installKey(settings.dataDirectory, key) : null
    if (aside) say({ de: `Der bisherige Schlüssel liegt in ${aside}.`, en: `The key that was there is in ${aside}.` })
    await bringUpToDate(database)
  } finally {
    await database.stop()
  }
  tellWhatNext(settings, manifest, key)
}

async function restoreInto(
  database: OpenDatabase,
  settings: Settings,
  source: string,
  replace: boolean
): Promise<void> {
  const { owner, keeper, programRole } = database
  if (!owner || !keeper) throw new Complaint(adminMissing)
  if (settings.databaseUrl) await refuseIfUsed(owner)
  // Until it is whole nothing may be served from it; see refuseHalfRestored.
  await mkdir(settings.dataDirectory, { recursive: true })
  const mark = markIn(settings.dataDirectory)
  try {
    await restore({
      beforeChange: () => writeFile(mark, source, { mode: 0o600, flush: true }),
      source,
      keeperUrl: keeper,
      mediaDirectory: join(settings.dataDirectory, 'media'),
      replace,
      migrate: {
        ownerUrl: owner,
        programRole,
        keeperRole: roles.keeper,
        directory: join(installation(), 'migrations'),
        queues: jobs.map((job) => job.name)
      }
    })
    await rm(mark, { force: true })
  } catch (cause) {
    if (cause instanceof RestoreRefused)
      throw new Complaint({ de: refusals[cause.reason](cause), en: cause.message }, { cause })
    const why = isDiskFull(cause) ? 'die Platte ist voll' : (cause as Error).message
    const whyEnglish = isDiskFull(cause) ? 'the disk is full' : (cause as Error).message
    throw new Complaint(
      {
        de: `Die Wiederherstellung brach ab (${why}). Die Sicherung ist unversehrt, die Datenbank aber nur halb gefüllt: nach Abhilfe noch einmal mit --replace --without-copy aufrufen.`,
        en: `The restore broke off (${whyEnglish}). The backup is whole, but the database is only half filled: after mending call it again with --replace --without-copy.`
      },
      { cause }
    )
  }
}

const refusals: Record<RestoreRefused['reason'], (refused: RestoreRefused) => string> = {
  newer: ({ detail }) =>
    `Die Sicherung stammt aus einer neueren Version (${detail}). Bitte zuerst diese Version installieren.`,
  damaged: ({ detail }) => `Die Sicherung ist beschädigt: ${detail}`,
  inUse: () =>
    'In der Datenbank sind schon Kommunen. Mit --replace werden sie ersetzt (vorher wird eine Kopie gesichert).',
  noBackup: ({ detail }) => `In ${detail} liegt keine Sicherung von Ortsgespräch.`
}

/** On a server of its own nothing stops a second program from writing, so every other connection is a reason to stop. */
async function refuseIfUsed(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and usename is not null`
    )
    const others = rows[0]!.n
    if (others === 0) return
    throw new Complaint({
      de: `Mit dieser Datenbank sind noch ${others} andere Verbindungen offen. Bitte zuerst alle Prozesse von Ortsgespräch beenden.`,
      en: `${others} other connections to this database are open. Please stop every process of Ortsgespräch first.`
    })
  } finally {
    await client.end()
  }
}

/** The key to work with from now on: the named one, the one there, or the one beside the backup. @throws Complaint */
async function chooseKey(
  settings: Settings,
  source: string,
  manifest: Manifest,
  named: string | undefined,
  replace: boolean
): Promise<Buffer | null> {
  const present = await keyOf(settings.dataDirectory)
  const beside = `${source}.key`
  const fits = (key: Buffer) => !manifest.keyFingerprint || manifest.keyFingerprint === fingerprint(key)
  const offered = named ? await readKeyFile(resolve(named)) : existsSync(beside) ? await readKeyFile(beside) : null
  if (named && offered && !fits(offered)) {
    throw new Complaint({
      de: `${named} ist nicht der Schlüssel dieser Sicherung.`,
      en: `${named} is not the key of this backup.`
    })
  }
  if (present && fits(present)) return present
  if (!offered || !fits(offered)) {
    if (!manifest.keyFingerprint) return present
    throw new Complaint({
      de: 'Zu dieser Sicherung gehört ein anderer Schlüssel, als hier liegt. Bitte mit --key DATEI angeben.',
      en: 'This backup belongs to another key than the one here. Please give it with --key FILE.'
    })
  }
  if (!present || replace) return offered
  throw new Complaint({
    de: 'Hier liegt schon der Schlüssel einer anderen Installation. Mit --replace wird er beiseite gelegt.',
    en: 'The key of another installation is here already. With --replace it is set aside.'
  })
}

/** What is thrown away is kept once more: a restore is made in haste. */
async function keepCopy(settings: Settings): Promise<void> {
  const folder = join(settings.dataDirectory, 'backups', `before-restore_${now().toISOString().replace(/[:.]/g, '-')}`)
  try {
    await backUpTo(settings, folder)
    say({ de: `Der bisherige Stand ist gesichert in ${folder}.`, en: `What was there is kept in ${folder}.` })
  } catch (cause) {
    const hint =
      cause instanceof Complaint ? cause.text : { de: (cause as Error).message, en: (cause as Error).message }
    throw new Complaint(
      {
        de: `Der bisherige Stand ließ sich vorher nicht sichern: ${hint.de}\nOhne diese Kopie: --without-copy`,
        en: `What is there could not be kept before: ${hint.en}\nWithout this copy: --without-copy`
      },
      { cause }
    )
  }
}

function tellWhatNext(settings: Settings, manifest: Manifest, key: Buffer | null): void {
  const at = new Date(manifest.at)
  if (!key) {
    say({
      de: 'Achtung: Der Schlüssel der Installation fehlt. Zweite Faktoren und Zugänge von Kanälen müssen neu eingerichtet werden.',
      en: 'Note: the key of the installation is missing. Second factors and sign-ins of channels must be set up anew.'
    })
  }
  const log = join(settings.dataDirectory, 'erasures.log')
  say({
    de: `Wiederhergestellt ist der Stand vom ${at.toLocaleString('de')}. Alle sind abgemeldet.

Wie es weitergeht:
1. Gibt es eine neuere Datei erasures.log (von der alten Maschine), gehört sie jetzt nach ${log}: Was seit der Sicherung gelöscht wurde, wird beim Start noch einmal gelöscht, bevor die erste Seite ausgeliefert wird.
2. Starten. Die Seiten sind da; nach außen geht nichts.
3. Nachsehen, was seit der Sicherung vielleicht schon hinausging: ortsgespraech release
4. Freigeben: ortsgespraech release --all (oder je Kommune in den Einstellungen).`,
    en: `Restored is the state of ${at.toLocaleString('en-GB')}. Everybody is signed out.

What to do next:
1. If there is a newer file erasures.log (on the old machine), put it at ${log} now: what was erased since the backup is erased again at the start, before the first page is served.
2. Start. The pages are there; nothing goes out.
3. Look what may have gone out since the backup: ortsgespraech release
4. Release: ortsgespraech release --all (or for each municipality in its settings).`
  })
}
