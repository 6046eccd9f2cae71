// Passwords: hashed with argon2id, the parameters beside the hash (PHC string), so that they can grow later.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const hash = promisify(argon2)

/** OWASP's recommendation of 2025: 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

export const shortestPassword = 12
export const longestPassword = 256

/** The key of the message that says why this password is refused, or null. */
export function passwordProblem(password: string, email: string): string | null {
  if ([...password].length < shortestPassword) return 'passwordShort'
  if (password.length > longestPassword) return 'passwordLong'
  const bare = password.toLowerCase()
  const mailbox = email.toLowerCase().split('@')[0]!
  if (bare === email.toLowerCase() || (mailbox.length >= 6 && bare.replace(/\d+$/, '') === mailbox))
    return 'passwordIsEmail'
  if (new Set(bare).size < 5 || /^(passwort|password|ortsgespr(ä|ae)ch|123456|qwert[zy])[\d!?.]*$/.test(bare))
    return 'passwordEasy'
  return null
}

/** Hashes a password. Takes some 50 ms and 19 MB on purpose, off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await hash('argon2id', { message: normal(password), nonce: salt, ...current, tagLength })
  const { memory, passes, parallelism } = current
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

/**
 * Whether the password fits. Without a stored hash (no such account) it works as long and says no, so that the time of
 * an answer does not tell which accounts there are.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = parse(stored ?? '') ?? nobody
  const tag = await hash('argon2id', {
    message: normal(password.slice(0, longestPassword)),
    nonce: parts.salt,
    ...parts.cost,
    tagLength: parts.tag.length
  })
  return timingSafeEqual(tag, parts.tag) && parts !== nobody
}

/** Whether the hash was made with other parameters than today's and should be made anew at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const cost = parse(stored)?.cost
  return (
    !cost ||
    cost.memory !== current.memory ||
    cost.passes !== current.passes ||
    cost.parallelism !== current.parallelism
  )
}

const nobody = { cost: current, salt: randomBytes(16), tag: randomBytes(tagLength) }

function parse(stored: string): typeof nobody | null {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored)
  if (!found) return null
  const [, memory, passes, parallelism, salt, tag] = found
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt!, 'base64'),
    tag: Buffer.from(tag!, 'base64')
  }
}

/** The same characters typed on another keyboard may come in another Unicode form. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
