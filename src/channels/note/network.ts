/**
 * Phone and counter as a network: somebody of the staff wrote down what was said. Nothing can be sent; an answer is
 * marked as given by word of mouth.
 */
import * as v from 'valibot'
import { type Network, SendRefused } from '#channels/contract.ts'

/** Notes of calls and of visits at the counter. */
export const noteNetwork: Network<Record<string, never>, never> = {
  id: 'note',
  instrument: 'offline',
  settings: v.object({}),
  takesPosts: false,
  idempotent: true,
  limits: () => ({ textLength: null, media: 0, canCorrect: false, canWithdraw: false, canAnswer: true }),
  check: async () => ({ state: 'good' }),
  publish: async () => {
    throw new SendRefused('posts cannot be sent by phone')
  },
  answer: async (_context, outgoing) => ({ id: outgoing.messageId ?? outgoing.publicationId, url: null })
}
