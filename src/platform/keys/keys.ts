/**
 * Keys that must not lie in the database or its backups. They live in a folder of their own beside it (0700, files 0600),
 * behind an interface small enough for a key service to take its place.
 *
 * ```
 * <directory>/installation.key
 * <directory>/days/<municipality id>/<YYYY-MM-DD>.key
 * <directory>/holds/<municipality id>/<hold id>.<YYYY-MM-DD, its last day>.key
 * ```
 * A key file appears whole or not at all, and the first of several processes wins. Keys that end are never kept in memory:
 * once destroyed, a key is gone for every process.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createOnce, makeFolder } from './files.ts'
import { endingKeysIn } from './folder.ts'
import { sealWith, unsealWith } from './seal.ts'

export { Unsealable, sealWith, unsealWith } from './seal.ts'

export interface DayKey {
  municipalityId: string
  /** `YYYY-MM-DD` in the municipality's zone. */
  day: string
}

/** The key of one hold: it names its own last day, so that its end needs no database. */
export interface HoldKey {
  municipalityId: string
  hold: string
  /** The last local day (`YYYY-MM-DD`) on which it may be used. */
  untilDay: string
}

/** Keys that end. In the folder, or at a key service that several machines share (`service.ts`). */
export interface EndingKeys {
  /** The key of a municipality's day, made on first use. Encrypt and open with `sealWith` and `unsealWith`. */
  dayKey(municipalityId: string, day: string): Promise<Buffer>
  /** The key of a day if there is one (still); for reading, so that looking never brings a destroyed key back. */
  findDayKey(municipalityId: string, day: string): Promise<Buffer | null>
  /** Destroys a day's key; what was encrypted under it is unreadable from then on. False when there was none. */
  destroyDayKey(municipalityId: string, day: string): Promise<boolean>
  /** All day keys there are, the oldest first. */
  listDayKeys(): Promise<DayKey[]>
  /** Makes the key of a hold, or finds the one made before. */
  holdKey(key: HoldKey): Promise<Buffer>
  findHoldKey(key: HoldKey): Promise<Buffer | null>
  destroyHoldKey(key: HoldKey): Promise<boolean>
  /** All keys of holds, the one that ends first before the others. */
  listHoldKeys(): Promise<HoldKey[]>
}

export interface KeyStore extends EndingKeys {
  /** Encrypts a text under the installation's key, bound to its context. */
  seal(plaintext: string, context: string): string
  /** @throws Unsealable */
  unseal(sealed: string, context: string): string
  /** 32 bytes for one purpose (signing cookies, say), the same ones as long as the installation lives. */
  derive(purpose: string): Buffer
}

const keyBytes = 32

/** Opens the key folder; makes it, and the installation's key, when there is none. */
export async function openKeys(directory: string): Promise<KeyStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await makeFolder(directory)
  const installation = await createOnce(join(directory, 'installation.key'), randomBytes(keyBytes))
  return {
    seal: (plaintext, context) => sealWith(installation, plaintext, context),
    unseal: (sealed, context) => unsealWith(installation, sealed, context),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', installation, '', `ortsgespraech ${purpose}`, keyBytes)),
    ...(await endingKeysIn(directory))
  }
}
