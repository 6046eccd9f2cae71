/**
 * The own site as a network. A post stands there as soon as its transaction is committed: the page is read from the
 * database, and the page cache hears of the change from the journal. So there is nothing to send, and it never fails.
 */
import * as v from 'valibot'
import { type Network, type Outgoing, SendRefused } from '#channels/contract.ts'

/** The own site. */
export const siteNetwork: Network<Record<string, never>, never> = {
  id: 'site',
  instrument: 'site',
  settings: v.object({}),
  takesPosts: true,
  idempotent: true,
  limits: () => ({ textLength: null, media: 50, canCorrect: true, canWithdraw: true, canAnswer: true }),
  check: async () => ({ state: 'good' }),
  publish: async (_context, outgoing) => ({ id: idOf(outgoing), url: null }),
  find: async (_context, outgoing) => ({ id: idOf(outgoing), url: null }),
  correct: async (_context, remote) => remote,
  withdraw: async () => {},
  answer: async (_context, outgoing) => ({ id: idOf(outgoing), url: null }),
  // A comment's author reads it on the private page; an address that nobody has confirmed gets no mail from a program.
  firstNotice: () => 'show'
}

function idOf(outgoing: Outgoing): string {
  const id = outgoing.messageId ?? outgoing.postId
  if (!id) throw new SendRefused('nothing to show')
  return id
}
