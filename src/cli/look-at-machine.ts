// Looks at the machine for `doctor`: disk, key folder, backups, mail, the way out.
import { randomUUID } from 'node:crypto'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finding, type Finding } from '#municipality/findings.ts'
import { now } from '#platform/clock/clock.ts'
import { readManifest } from '#platform/database/backup/backup.ts'
import { isDiskFull, lowBytes, scarceBytes, spaceAt } from '#platform/disk.ts'
import { FetchFailed, FetchRefused, guardedFetch } from '#platform/fetch/fetch.ts'
import { checkMail, closeMail } from '#platform/mail/mail.ts'

const backupAgeLimitDays = 7

/** The disk of the data directory: room, and whether it takes a file. */
export async function lookAtDisk(folder: string): Promise<Finding> {
  const probe = join(folder, `.doctor-${randomUUID()}`)
  try {
    await writeFile(probe, 'written to see whether it can be', { flush: true })
  } catch (error) {
    if (isDiskFull(error)) return finding('disk', 'failed', 'diskFull', { folder })
    return finding('disk', 'failed', 'diskReadOnly', { folder, code: (error as NodeJS.ErrnoException).code ?? '' })
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
  const space = await spaceAt(folder)
  const free = space?.freeBytes ?? Infinity
  if (free < scarceBytes) return finding('disk', 'failed', 'diskLow', { folder, free })
  return finding('disk', free < lowBytes ? 'warning' : 'good', free < lowBytes ? 'diskLow' : 'diskGood', {
    folder,
    free
  })
}

/** The key folder and everything in it belong to the program alone. */
export async function lookAtKeys(dataDirectory: string): Promise<Finding> {
  const folder = join(dataDirectory, 'keys')
  const inside = await readdir(folder).catch(() => null)
  if (!inside?.includes('installation.key')) return finding('keys', 'warning', 'keysMissing')
  for (const path of [folder, ...inside.map((name) => join(folder, name))]) {
    const { mode } = await stat(path)
    if ((mode & 0o077) !== 0) return finding('keys', 'failed', 'keysOpen', { path })
  }
  return finding('keys', 'good', 'keysGood')
}

/** How old the latest backup is, of those that lie where they lie by default. */
export async function lookAtBackups(dataDirectory: string): Promise<Finding> {
  const folder = join(dataDirectory, 'backups')
  let latest = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const manifest = await readManifest(join(folder, name))
    if (manifest) latest = Math.max(latest, Date.parse(manifest.at))
  }
  if (latest === 0) return finding('backup', 'warning', 'backupNone')
  const days = Math.floor((now().getTime() - latest) / 86_400_000)
  const old = days > backupAgeLimitDays
  return finding('backup', old ? 'warning' : 'good', old ? 'backupOld' : 'backupGood', { days })
}

/** Whether the mail server lets us in. Nothing is sent. */
export async function lookAtMail(): Promise<Finding> {
  if (!process.env.SMTP_URL) return finding('mail', 'warning', 'mailMissing')
  const sender = process.env.MAIL_FROM
  if (!sender) return finding('mail', 'failed', 'mailSenderMissing')
  const answer = await checkMail()
  closeMail()
  return answer === true
    ? finding('mail', 'good', 'mailGood', { sender })
    : finding('mail', 'failed', 'mailFailing', { code: answer.code })
}

/** Whether https to this host works: any answer will do. */
export async function lookOutside(host: string): Promise<Finding> {
  try {
    await guardedFetch(`https://${host}/`, { method: 'HEAD', redirects: 0 })
  } catch (error) {
    const kind = error instanceof FetchFailed ? error.kind : error instanceof FetchRefused ? error.reason : 'broken'
    if (kind !== 'too-many-redirects') return finding('outside', 'failed', 'outsideClosed', { host, reason: kind })
  }
  return finding('outside', 'good', 'outsideGood', { host })
}
