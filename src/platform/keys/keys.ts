/**
 * Keys that must not lie in the database or its backups. They live in a folder of their own beside it (0700, files 0600),
 * behind an interface small enough for a key service to take its place.
 *
 * ```
 * <directory>/installation.key
 * <directory>/days/<municipality id>/<YYYY-MM-DD>.key
 * ```
 * A key file appears whole or not at all, and the first of several processes wins. Day keys are never kept in memory: once
 * destroyed, a key is gone for every process.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createOnce, destroyFile, makeFolder, readKey } from './files.ts'
import { sealWith, unsealWith } from './seal.ts'

export { Unsealable, sealWith, unsealWith } from './seal.ts'

export interface DayKey {
  municipalityId: string
  /** `YYYY-MM-DD` in the municipality's zone. */
  day: string
}

export interface KeyStore {
  /** Encrypts a text under the installation's key, bound to its context. */
  seal(plaintext: string, context: string): string
  /** @throws Unsealable */
  unseal(sealed: string, context: string): string
  /** 32 bytes for one purpose (signing cookies, say), the same ones as long as the installation lives. */
  derive(purpose: string): Buffer
  /** The key of a municipality's day, made on first use. Encrypt and open with `sealWith` and `unsealWith`. */
  dayKey(municipalityId: string, day: string): Promise<Buffer>
  /** The key of a day if there is one (still); for reading, so that looking never brings a destroyed key back. */
  findDayKey(municipalityId: string, day: string): Promise<Buffer | null>
  /** Destroys a day's key; what was encrypted under it is unreadable from then on. False when there was none. */
  destroyDayKey(municipalityId: string, day: string): Promise<boolean>
  /** All day keys there are, the oldest first. */
  listDayKeys(): Promise<DayKey[]>
}

const keyBytes = 32

/** Opens the key folder; makes it, and the installation's key, when there is none. */
export async function openKeys(directory: string): Promise<KeyStore> {
  const days = join(directory, 'days')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await makeFolder(directory)
  await makeFolder(days)
  const installation = await createOnce(join(directory, 'installation.key'), randomBytes(keyBytes))
  const fileOf = (municipalityId: string, day: string) =>
    join(days, checkedId(municipalityId), `${checkedDay(day)}.key`)

  return {
    seal: (plaintext, context) => sealWith(installation, plaintext, context),
    unseal: (sealed, context) => unsealWith(installation, sealed, context),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', installation, '', `ortsgespraech ${purpose}`, keyBytes)),
    findDayKey: (municipalityId, day) => readKey(fileOf(municipalityId, day)),
    async dayKey(municipalityId, day) {
      const file = fileOf(municipalityId, day)
      const found = await readKey(file)
      if (found) return found
      await makeFolder(join(days, municipalityId))
      return createOnce(file, randomBytes(keyBytes))
    },
    destroyDayKey: (municipalityId, day) => destroyFile(fileOf(municipalityId, day)),
    async listDayKeys() {
      const found: DayKey[] = []
      for (const folder of await readdir(days, { withFileTypes: true })) {
        if (!folder.isDirectory()) continue
        for (const name of await readdir(join(days, folder.name))) {
          const day = /^(\d{4}-\d\d-\d\d)\.key$/.exec(name)?.[1]
          if (day) found.push({ municipalityId: folder.name, day })
        }
      }
      return found.toSorted((a, b) => a.day.localeCompare(b.day) || a.municipalityId.localeCompare(b.municipalityId))
    }
  }
}

function checkedId(id: string): string {
  if (!/^[0-9a-zA-Z-]{1,64}$/.test(id)) throw new RangeError('not an id for a key')
  return id
}

function checkedDay(day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError('not a day for a key')
  return day
}
