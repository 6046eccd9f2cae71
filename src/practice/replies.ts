// What citizens say on the practice network, in the shape in which every network hands it over.
import type { Incoming, IncomingMessage } from '#channels/contract.ts'
import { practicePost } from '#channels/practice/network.ts'
import { receive } from '#dialogue/receive.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { sanitiseRemote, textOf } from '#platform/html/sanitise.ts'
import type { Actor, StepOf } from './scenario.ts'
import { must, type PlayedTown } from './town.ts'

interface Standing {
  town: PlayedTown
  posts: Map<string, string>
  messages: Map<string, string>
  answers: Set<string>
}

/** Receives it as if it had come from outside. Answers the message's id. */
export async function takeIn(town: PlayedTown, incoming: Incoming): Promise<string> {
  const received = await inMunicipality(town.municipalityId, (tx) => receive(tx, incoming))
  return received.messageId ?? ''
}

/** A reply, mention or direct message. */
export function saidByActor(played: Standing, step: StepOf<'reply' | 'mention' | 'direct'>): IncomingMessage {
  const html = sanitiseRemote(step.html)
  return {
    kind: 'message',
    channelId: played.town.practiceChannelId,
    network: 'practice',
    remoteId: remoteIdOf(step.key),
    remoteUrl: null,
    author: authorOf(step.actor),
    inReplyTo: answered(played, step),
    thread: null,
    html,
    text: textOf(html),
    language: 'de',
    contentWarning: null,
    visibility: step.do === 'direct' ? 'direct' : step.do === 'reply' ? (step.visibility ?? 'public') : 'public',
    emojis: [],
    attachments: [],
    at: now(),
    held: false,
    rawId: null,
    unitId: step.do !== 'reply' && step.unit ? must(played.town.units, step.unit) : null
  }
}

/** The remote id of what is answered: a message of the drill (also one of ours), or the post. */
function answered(played: Standing, step: StepOf<'reply' | 'mention' | 'direct'>): string | null {
  if (step.do !== 'mention' && step.inReplyTo) {
    return played.answers.has(step.inReplyTo)
      ? `practice:answer:${must(played.messages, step.inReplyTo)}`
      : remoteIdOf(step.inReplyTo)
  }
  return step.do === 'reply' ? practicePost(must(played.posts, step.post)) : null
}

/** A like or a boost of a post. */
export function reactionOf(played: Standing, step: StepOf<'like' | 'boost'>): Incoming {
  const target = practicePost(must(played.posts, step.post))
  return {
    kind: 'reaction',
    channelId: played.town.practiceChannelId,
    remoteId: `practice:${step.do}:${step.actor.handle}:${target}`,
    actor: `practice:${step.actor.handle}`,
    reaction: step.do === 'like' ? 'like' : 'announce',
    emoji: null,
    target,
    at: now()
  }
}

/** The author changes a message. */
export function messageEdit(played: Standing, step: StepOf<'edit'>): Incoming {
  const html = sanitiseRemote(step.html ?? `<p>${step.text ?? ''}</p>`)
  return {
    kind: 'edit',
    channelId: played.town.practiceChannelId,
    remoteId: remoteIdOf(step.message),
    html,
    text: textOf(html),
    contentWarning: null,
    attachments: [],
    at: now()
  }
}

/** The author takes a message back. */
export function messageGone(played: Standing, step: StepOf<'delete'>): Incoming {
  return {
    kind: 'deletion',
    channelId: played.town.practiceChannelId,
    remoteId: remoteIdOf(step.message),
    by: 'author',
    at: now()
  }
}

function remoteIdOf(key: string): string {
  return `practice:message:${key}`
}

function authorOf(actor: Actor): IncomingMessage['author'] {
  return { network: 'practice', remoteId: `practice:${actor.handle}`, name: actor.name, handle: actor.handle }
}
