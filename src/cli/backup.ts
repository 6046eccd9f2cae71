// `ortsgespraech backup`: everything the program keeps, from one moment, into a folder; beside a running program or alone.
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { now } from '#platform/clock/clock.ts'
import { backup, readManifest } from '#platform/database/backup/backup.ts'
import type { Manifest } from '#platform/database/backup/backup.ts'
import { isDiskFull } from '#platform/disk.ts'
import type { Call } from './commands.ts'
import { fingerprint, keyOf, writeKeyFile } from './installation-key.ts'
import { Complaint, say } from './say.ts'
import { readSettings, type Settings } from './settings.ts'
import { withDatabase } from './with-program.ts'

/** Makes a backup, writes the key beside it, and removes older backups when told how many to keep. */
export async function run({ values, positionals }: Call): Promise<void> {
  const settings = readSettings({ values, positionals })
  const keep = readKeep(values.keep)
  const target = resolve(positionals[0] ?? join(settings.dataDirectory, 'backups', localTime(now())))
  const manifest = await backUpTo(settings, target)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  say({
    de: `Die Sicherung liegt in ${target} (${rows.toLocaleString('de')} Zeilen${manifest.media ? ' und alle Bilder' : ''}).`,
    en: `The backup is in ${target} (${rows.toLocaleString('en')} rows${manifest.media ? ' and all images' : ''}).`
  })
  if (manifest.buckets) {
    const names = manifest.buckets.join(', ')
    say({
      de: `Nicht in der Sicherung: Dateien in ${names}. Bitte sorgen Sie dort für Versionierung oder eine eigene Sicherung.`,
      en: `Not in the backup: files in ${names}. Please see to versioning or a backup there.`
    })
  }
  const key = await keyOf(settings.dataDirectory)
  if (key) {
    await writeKeyFile(`${target}.key`, key)
    say({
      de: `Der Schlüssel der Installation liegt daneben: ${target}.key\nVerwahren Sie ihn an einem anderen Ort als die Sicherung: Wer beides hat, kann auch lesen, was darin verschlüsselt ist; ohne ihn ist es verloren.\nNicht in der Sicherung: die Tagesschlüssel der IP-Adressen. Was sie schützen, soll vergehen.`,
      en: `The key of the installation is beside it: ${target}.key\nKeep it in another place than the backup: who has both can read what is encrypted in it; without it that is lost.\nNot in the backup: the day keys of IP addresses. What they protect is meant to go away.`
    })
  }
  for (const removed of keep ? await removeOlder(target, keep) : [])
    say({ de: `Ältere Sicherung gelöscht: ${removed}`, en: `Older backup removed: ${removed}` })
}

/** Makes the backup itself. @throws Complaint */
export async function backUpTo(settings: Settings, target: string): Promise<Manifest> {
  if (existsSync(target) && (await readdir(target).catch(() => ['a file'])).length > 0) {
    throw new Complaint({
      de: `${target} gibt es schon. Bitte einen neuen Ordner nennen.`,
      en: `${target} exists already. Please name a new folder.`
    })
  }
  try {
    return await withDatabase(settings, async ({ keeper }) => {
      if (!keeper) throw new Complaint(adminMissing)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      const key = await keyOf(settings.dataDirectory)
      const mediaDirectory = join(settings.dataDirectory, 'media')
      return backup({ keeperUrl: keeper, target, mediaDirectory, ...(key && { keyFingerprint: fingerprint(key) }) })
    })
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
    throw new Complaint(
      {
        de: `Für die Sicherung ist auf der Platte von ${target} kein Platz mehr. Die angefangene wurde wieder gelöscht; die Daten selbst sind unberührt. Platz schaffen oder einen Ordner auf einer anderen Platte nennen.`,
        en: `The disk of ${target} has no room for the backup. What was begun has been removed again; the data itself is untouched. Make room, or name a folder on another disk.`
      },
      { cause }
    )
  }
}

/** What backup and restore say without the administrator's connection. */
export const adminMissing = {
  de: 'Dazu muss der Befehl alle Zeilen sehen: bitte DATABASE_ADMIN_URL setzen (derselbe Server, als Verwalter).',
  en: 'For this the command must see every row: please set DATABASE_ADMIN_URL (the same server, as administrator).'
}

/** Removes the oldest backups beside this one. Only folders that hold a backup count, whatever else lies there stays. */
async function removeOlder(target: string, keep: number): Promise<string[]> {
  const folder = dirname(target)
  const found: { path: string; at: string }[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const manifest = entry.isDirectory() && !entry.name.endsWith('.unfinished') ? await readManifest(path) : null
    if (manifest) found.push({ path, at: manifest.at })
  }
  const old = found.toSorted((a, b) => b.at.localeCompare(a.at)).slice(keep)
  for (const { path } of old) {
    await rm(path, { recursive: true })
    await rm(`${path}.key`, { force: true })
  }
  return old.map(({ path }) => path)
}

function readKeep(given: unknown): number | null {
  if (given === undefined) return null
  const keep = Number(given)
  if (Number.isInteger(keep) && keep > 0) return keep
  throw new Complaint({ de: '--keep ist eine Zahl ab 1.', en: '--keep is a number from 1 on.' })
}

/** `2026-04-12_14-05-07` by this machine's clock on the wall: names in this order are in the order of time. */
function localTime(date: Date): string {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}_${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('-')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
