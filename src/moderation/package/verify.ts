// Checks a package with nothing but the package, and the fingerprint of a key that was told by another way.
import { sha256 } from '../chain.ts'
import { isSigned, keyFingerprint } from './sign.ts'
import { readZip, type Part } from './zip.ts'

export interface Verified {
  /** Everything holds; the key's fingerprint is still to be compared, unless `expected` was given. */
  isGood: boolean
  fingerprint: string | null
  /** Null: no fingerprint was given to compare. */
  isExpectedKey: boolean | null
  /** What does not hold, in English words. */
  faults: string[]
  files: number
  about: { municipality: string; exportedAt: string; authority: string; reference: string } | null
}

interface Manifest {
  format: string
  municipality: { name: string }
  exportedAt: string
  authority: string
  reference: string
  files: { path: string; bytes: number; sha256: string }[]
}

/** Checks the signature, and each file against its checksum. Never throws for what is in the package. */
export function verifyPackage(zip: Buffer, expected?: string): Verified {
  const faults: string[] = []
  const nothing = { isGood: false, fingerprint: null, isExpectedKey: null, faults, files: 0, about: null }
  let parts: Part[]
  try {
    parts = readZip(zip)
  } catch (error) {
    return { ...nothing, faults: [(error as Error).message] }
  }
  const byPath = new Map(parts.map(({ path, bytes }) => [path, bytes]))
  if (byPath.size !== parts.length) faults.push('a file is in it twice')
  const [manifest, signed, pem] = ['manifest.json', 'manifest.sig', 'public-key.pem'].map((path) => byPath.get(path))
  if (!manifest || !signed || !pem)
    return { ...nothing, faults: [...faults, 'manifest, signature or public key is missing'] }
  let fingerprint: string | null = null
  try {
    fingerprint = keyFingerprint(pem.toString('utf8'))
  } catch {
    faults.push('the public key is none')
  }
  if (!isSigned(manifest, signed, pem.toString('utf8'))) faults.push('the signature does not fit')
  const said = readManifest(manifest)
  if (!said) return { ...nothing, fingerprint, faults: [...faults, 'the manifest cannot be read'] }
  const named = new Set(['manifest.json', 'manifest.sig', 'public-key.pem'])
  for (const { path, sha256: hash, bytes } of said.files) {
    named.add(path)
    const found = byPath.get(path)
    if (!found) faults.push(`missing: ${path}`)
    else if (found.length !== bytes || sha256(found) !== hash) faults.push(`changed: ${path}`)
  }
  for (const { path } of parts) if (!named.has(path)) faults.push(`not of this package: ${path}`)
  const isExpectedKey = expected === undefined ? null : plain(expected) === plain(fingerprint ?? '')
  if (isExpectedKey === false) faults.push('signed with another key than expected')
  const { municipality, exportedAt, authority, reference } = said
  return {
    isGood: faults.length === 0,
    fingerprint,
    isExpectedKey,
    faults,
    files: said.files.length,
    about: { municipality: municipality.name, exportedAt, authority, reference }
  }
}

function readManifest(bytes: Buffer): Manifest | null {
  try {
    const said = JSON.parse(bytes.toString('utf8')) as Manifest
    const isOurs =
      said.format === 'ortsgespraech-police-1' &&
      typeof said.municipality?.name === 'string' &&
      [said.exportedAt, said.authority, said.reference].every((one) => typeof one === 'string') &&
      Array.isArray(said.files) &&
      said.files.every(
        ({ path, sha256: hash, bytes: size }) =>
          [path, hash].every((one) => typeof one === 'string') && Number.isInteger(size)
      )
    return isOurs ? said : null
  } catch {
    return null
  }
}

function plain(fingerprint: string): string {
  return fingerprint.toLowerCase().replace(/[^0-9a-f]/g, '')
}
