/**
 * The practice network: looks like a social network on every screen and reaches nobody. Drills are played on it.
 * What is "sent" stays here; there is no address in this folder that a request could go to.
 */
import * as v from 'valibot'
import type { Network } from '#channels/contract.ts'

/** Where a post of ours stands on the practice network; replies name it as what they answer. */
export function practicePost(postId: string): string {
  return `practice:post:${postId}`
}

export const practiceNetwork: Network<Record<string, never>, never> = {
  id: 'practice',
  instrument: 'practice',
  settings: v.object({}),
  takesPosts: true,
  idempotent: true,
  limits: () => ({ textLength: 5000, media: 4, canCorrect: true, canWithdraw: true, canAnswer: true }),
  check: async () => ({ state: 'good' }),
  publish: async (_context, outgoing) => ({ id: practicePost(outgoing.postId ?? outgoing.publicationId), url: null }),
  correct: async (_context, remote) => remote,
  withdraw: async () => {},
  answer: async (_context, outgoing) => ({ id: `practice:answer:${outgoing.messageId}`, url: null })
}
