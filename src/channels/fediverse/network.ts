/** The Fediverse as a network: what it can do. How it is done stands in `federation/`, which `networks.ts` hands in. */
import * as v from 'valibot'
import type { Health, Moderated, Network, Outgoing, Remote } from '#channels/contract.ts'
import { noteLength } from './shared.ts'

/** What speaking ActivityPub takes. */
export interface Speaker {
  publish(municipalityId: string, channelId: string, outgoing: Outgoing): Promise<Remote>
  correct(municipalityId: string, channelId: string, remote: Remote, outgoing: Outgoing): Promise<Remote>
  withdraw(municipalityId: string, channelId: string, remote: Remote, outgoing: Outgoing): Promise<void>
  answer(municipalityId: string, channelId: string, outgoing: Outgoing): Promise<Remote>
  moderate(municipalityId: string, subject: Moderated, key: string): Promise<void>
  check(municipalityId: string, channelId: string): Promise<Health>
  find(municipalityId: string, outgoing: Outgoing): Promise<Remote | null>
  understand: NonNullable<Network['understand']>
  foresee: NonNullable<Network['foresee']>
  prepare: NonNullable<Network['prepare']>
}

/** The network. Sending is handing over to our own outbox, so the same thing twice under one key is one. */
export function fediverseNetwork(speaker: Speaker): Network<Record<string, never>, never> {
  return {
    id: 'fediverse',
    instrument: 'microblog',
    settings: v.object({}),
    takesPosts: true,
    idempotent: true,
    limits: () => ({ textLength: noteLength, media: 4, canCorrect: true, canWithdraw: true, canAnswer: true }),
    check: (context) => speaker.check(context.municipalityId, context.channelId),
    publish: (context, outgoing) => speaker.publish(context.municipalityId, context.channelId, outgoing),
    correct: (context, remote, outgoing) =>
      speaker.correct(context.municipalityId, context.channelId, remote, outgoing),
    withdraw: (context, remote, outgoing) =>
      speaker.withdraw(context.municipalityId, context.channelId, remote, outgoing),
    answer: (context, outgoing) => speaker.answer(context.municipalityId, context.channelId, outgoing),
    moderation: { acts: ['block', 'unblock', 'report'], tells: 'direct' },
    moderate: (context, subject, key) => speaker.moderate(context.municipalityId, subject, key),
    // An automatic reply among public ones would be noise; who wrote to us alone is told alone.
    firstNotice: (visibility) => (visibility === 'direct' ? 'send' : null),
    find: (context, outgoing) => speaker.find(context.municipalityId, outgoing),
    understand: speaker.understand,
    foresee: speaker.foresee,
    prepare: speaker.prepare
  }
}
