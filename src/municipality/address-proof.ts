// Proves that a public address leads to this very installation. Only who holds the installation's key can ask the
// question, and only who holds it can answer; so several processes can prove it, nobody else learns anything, and nothing
// has to be stored in between. The answer also says how the request looked when it arrived: what the proxy in front did.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { newToken } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'

/** How a request looked to the program: behind a proxy, what the proxy made of it. */
export interface SeenRequest {
  protocol: string
  host: string
  /** The client's address as the program takes it. */
  address: string
  /** The names of forwarding headers that arrived at all, whoever sent them. */
  forwarded: string[]
}

/** Where the question is asked; server.ts answers. */
export const proofPath = '/health/live?proof='

/** A question that only this installation answers. */
export function askProof(): string {
  const nonce = newToken()
  return `${nonce}.${mark('question', nonce)}`
}

/** The answer to a question of this installation, or null to anybody else's. */
export function answerProof(question: string, seen: SeenRequest): { proof: string; seen: SeenRequest } | null {
  const [nonce = '', signature = ''] = question.split('.')
  if (!nonce || !isSame(signature, mark('question', nonce))) return null
  return { proof: mark('answer', `${nonce} ${JSON.stringify(seen)}`), seen }
}

/** What was seen, when the answer is this installation's own answer to this question; else null. */
export function readProof(question: string, answer: unknown): SeenRequest | null {
  const { proof, seen } = (answer ?? {}) as { proof?: unknown; seen?: SeenRequest }
  const nonce = question.split('.')[0]!
  if (typeof proof !== 'string' || typeof seen !== 'object') return null
  return isSame(proof, mark('answer', `${nonce} ${JSON.stringify(seen)}`)) ? seen : null
}

function mark(purpose: string, text: string): string {
  return createHmac('sha256', keys().derive('address proof')).update(`${purpose} ${text}`).digest('base64url')
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
