/**
 * Proof of work for forms without an account: a browser spends a second so that a flood costs hours. The challenge is signed,
 * not stored; it lives for an hour and is good for one form.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { now } from '#platform/clock/clock.ts'
import { newToken } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { countTry } from '#platform/limits/limits.ts'

export interface Challenge {
  challenge: string
  /** A number is wanted with which SHA-256 of `challenge:number` begins with so many zero bits. */
  bits: number
}

const lifetimeMs = 3_600_000
export const mostBits = 22

/** A challenge for one form of this municipality. */
export function newChallenge(municipalityId: string, bits: number): Challenge {
  const said = `${now().getTime().toString(36)}.${bits}.${newToken(12)}`
  return { challenge: `${said}.${mac(municipalityId, said)}`, bits }
}

/**
 * Whether this is the solution of a challenge of ours that nobody used before; answers how long ago it was asked for. Null:
 * no, whatever the reason. Call it outside of any transaction: a solution is used up also when what follows is rolled back.
 */
export async function checkProof(municipalityId: string, proof: string): Promise<{ ageMs: number } | null> {
  const parts = /^(([0-9a-z]{1,12})\.(\d{1,2})\.[\w-]{16})\.([\w-]{22}):(\d{1,12})$/.exec(proof)
  if (!parts) return null
  const [, said = '', asked = '', bits = '', given = ''] = parts
  const expected = Buffer.from(mac(municipalityId, said))
  if (expected.length !== given.length || !timingSafeEqual(expected, Buffer.from(given))) return null
  const ageMs = now().getTime() - Number.parseInt(asked, 36)
  if (ageMs < 0 || ageMs > lifetimeMs) return null
  if (zeroBits(createHash('sha256').update(proof).digest()) < Number(bits)) return null
  const { count } = await countTry(`proof:${said.split('.')[2]}`, (2 * lifetimeMs) / 1000)
  return count > 1 ? null : { ageMs }
}

/** Solves a challenge as a browser does; for tests and for other programs of ours. */
export function solve({ challenge, bits }: Challenge): string {
  for (let number = 0; ; number++) {
    const proof = `${challenge}:${number}`
    if (zeroBits(createHash('sha256').update(proof).digest()) >= bits) return proof
  }
}

/** How many bits are asked for while so many comments came in ten minutes: one more for each doubling of what is usual. */
export function bitsFor(base: number, tries: number, usual = 20): number {
  const more = tries > usual ? Math.ceil(Math.log2(tries / usual)) : 0
  return Math.min(base + more, Math.max(base, mostBits))
}

function zeroBits(digest: Uint8Array): number {
  let bits = 0
  for (const byte of digest) {
    if (byte === 0) {
      bits += 8
      continue
    }
    return bits + Math.clz32(byte) - 24
  }
  return bits
}

function mac(municipalityId: string, said: string): string {
  const signing = createHmac('sha256', keys().derive('proof of work')).update(`${municipalityId} ${said}`)
  return signing.digest('base64url').slice(0, 22)
}
