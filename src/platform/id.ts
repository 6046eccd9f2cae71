/** Identifiers and secrets that the program makes itself. */
import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/**
 * A new id (UUIDv7). Ids made by one process sort in the order they were made; they follow the system's clock, also when
 * `moveClock` was used, so order by a column with a time where the order matters to people.
 */
export function newId(): string {
  return v7()
}

/** A random secret for links, sessions and the like, safe in addresses. 24 bytes make 32 characters. */
export function newToken(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}

/** What is stored of a token: whoever reads the database cannot use it. Only for random tokens, never for passwords. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
