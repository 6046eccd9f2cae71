// The key of the installation as a file for the operator: one line of text, so that it can also be printed or kept in a
// safe for passwords. It lies beside a backup, never in it.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { now } from '#platform/clock/clock.ts'
import { Complaint } from './say.ts'

const prefix = 'ortsgespraech-key-1:'

/** What tells two keys apart without revealing either. */
export function fingerprint(key: Buffer): string {
  return createHash('sha256').update('ortsgespraech key').update(key).digest('hex').slice(0, 16)
}

/** The key of the data directory, or null when it has none (yet). */
export async function keyOf(dataDirectory: string): Promise<Buffer | null> {
  return readFile(keyFileIn(dataDirectory)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** Writes a key for the operator to keep, readable by nobody else. */
export async function writeKeyFile(file: string, key: Buffer): Promise<void> {
  await writeFile(file, `${prefix}${key.toString('base64')}\n`, { mode: 0o600, flush: true })
}

/** Reads such a file, or the 32 bytes of a copied `installation.key`. @throws Complaint */
export async function readKeyFile(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new Complaint(
      { de: `Der Schlüssel ${file} ist nicht lesbar.`, en: `The key ${file} cannot be read.` },
      { cause }
    )
  })
  if (bytes.length === 32) return bytes
  const text = bytes.toString('utf8').trim()
  const key = text.startsWith(prefix) ? Buffer.from(text.slice(prefix.length), 'base64') : null
  if (key?.length === 32) return key
  throw new Complaint({
    de: `${file} ist kein Schlüssel einer Installation von Ortsgespräch.`,
    en: `${file} is not the key of an installation of Ortsgespräch.`
  })
}

/** Puts the key into the data directory; another one there is set aside, never lost. Answers where it went. */
export async function installKey(dataDirectory: string, key: Buffer): Promise<string | null> {
  const file = keyFileIn(dataDirectory)
  const before = await keyOf(dataDirectory)
  if (before?.equals(key)) return null
  await mkdir(join(dataDirectory, 'keys'), { recursive: true, mode: 0o700 })
  const aside = `${file}.${now().toISOString().replace(/[:.]/g, '-')}.before`
  if (existsSync(file)) await rename(file, aside)
  await writeFile(`${file}.new`, key, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
  return before ? aside : null
}

function keyFileIn(dataDirectory: string): string {
  return join(dataDirectory, 'keys', 'installation.key')
}
