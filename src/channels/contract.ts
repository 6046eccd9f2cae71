// The channel contract: what a network must be able to do to be a channel. Everything a network knows of itself lives in
// its folder; nothing in posts/ or dialogue/ knows a network by name.
import type { GenericSchema } from 'valibot'
import type { Tx } from '#platform/database/database.ts'

/** A kind of medium, see the product's words. */
export type Instrument =
  | 'site'
  | 'social-network'
  | 'microblog'
  | 'media-platform'
  | 'blog'
  | 'wiki'
  | 'forum'
  | 'messenger'
  | 'newsletter'
  | 'mail'
  | 'participation'
  | 'offline'
  | 'practice'

/** One account on one network, as its folder gets it. */
export interface ChannelContext<Settings = unknown, Secret = unknown> {
  municipalityId: string
  channelId: string
  settings: Settings
  secret: Secret | null
}

export interface Limits {
  /** Longest text, in the network's own units; null: none. */
  textLength: number | null
  media: number
  canCorrect: boolean
  canWithdraw: boolean
  canAnswer: boolean
}

/** Where something of ours stands on the network. */
export interface Remote {
  id: string
  url: string | null
}

/** What the network is asked to say. Ids only: the folder reads what it needs. */
export interface Outgoing {
  publicationId: string
  postId: string | null
  versionNumber: number | null
  messageId: string | null
}

/** `block`: its author cannot reach us there any more; `report`: the server they write from hears of it. */
export type ModerationAct = 'block' | 'unblock' | 'report'

export interface Moderation {
  acts: readonly ModerationAct[]
  /** `direct`: a message to the author alone; `answer`: an answer where they wrote; null: there is no way to tell them. */
  tells: 'direct' | 'answer' | null
}

export interface Moderated {
  act: ModerationAct
  messageId: string
  /** What the other side reads, where it reads anything. */
  text: string
  /** `unblock`: the key the block was carried under. */
  undoes?: string
}

export type Health = { state: 'good' } | { state: 'warning' | 'broken'; note: string }

/** The outcome of an attempt. `refused`: never again without a person; `waiting`: again at `retryAt`. */
export class SendRefused extends Error {}
export class SendLater extends Error {
  readonly retryAt: Date
  constructor(message: string, retryAt: Date) {
    super(message)
    this.retryAt = retryAt
  }
}

export interface Network<Settings = unknown, Secret = unknown> {
  id: string
  instrument: Instrument
  settings: GenericSchema<unknown, Settings>
  /** False: it takes answers only (a phone note); no post ever goes there. */
  takesPosts: boolean
  /** Doing the same again under the same key does no harm: the other side, or the folder itself, knows keys. */
  idempotent: boolean
  limits(settings: Settings): Limits
  check(context: ChannelContext<Settings, Secret>): Promise<Health>
  /** Sends the post's version. Runs outside of any transaction; idempotent under `key` where the network can. */
  publish(context: ChannelContext<Settings, Secret>, outgoing: Outgoing, key: string): Promise<Remote>
  /** Looks up what became of an attempt whose outcome is unknown. Null: it did not arrive. */
  find?(context: ChannelContext<Settings, Secret>, outgoing: Outgoing, key: string): Promise<Remote | null>
  correct?(context: ChannelContext<Settings, Secret>, remote: Remote, outgoing: Outgoing, key: string): Promise<Remote>
  withdraw?(context: ChannelContext<Settings, Secret>, remote: Remote, outgoing: Outgoing, key: string): Promise<void>
  /** Sends our message to where the question was asked. */
  answer?(context: ChannelContext<Settings, Secret>, outgoing: Outgoing, key: string): Promise<Remote>
  /**
   * How a first notice outside of service hours reaches somebody who wrote with this visibility: `send` it as an answer,
   * `show` it on the page of whoever wrote. Null, or absent: there is no way that disturbs nobody else.
   */
  firstNotice?(visibility: IncomingMessage['visibility']): 'send' | 'show' | null
  /** What of a decision about somebody's words the network carries, and how their author is told there; absent: nothing. */
  moderation?: Moderation
  /** Carries a decision to where the words came from. Doing the same again under the same key does no harm. */
  moderate?(context: ChannelContext<Settings, Secret>, subject: Moderated, key: string): Promise<void>
  /**
   * Holds the connection over which things come in, and keeps each as it came (`port.keep`), until `port.signal` is aborted.
   * Called by one process at a time; when it throws it is called again after a growing pause.
   */
  listen?(context: ChannelContext<Settings, Secret>, port: ListeningPort): Promise<void>
  /**
   * Turns one raw incoming thing into what the dialogue understands; `done` when it was for the network alone (somebody
   * follows, say). @throws Quarantine, Unprepared
   */
  understand?(tx: Tx, raw: RawIncoming): Promise<Incoming[] | 'done'>
  /**
   * Names what these deliveries speak of, so that it is looked up for all of them at once; may read for itself what
   * `understand` will ask. Only a saving: whatever it leaves out is looked up when it is needed.
   */
  foresee?(tx: Tx, raws: RawIncoming[]): Promise<{ objects: string[]; targets: string[]; authors: string[] }>
  /**
   * Fetches what `understand` lacked, outside of any transaction, and answers the raw body with it. It is kept, and
   * `understand` is asked again. What it throws is a passing fault: the job is tried again later.
   */
  prepare?(municipalityId: string, raw: RawIncoming, lack: Unprepared): Promise<unknown>
}

/** What a network that listens is handed: ways to keep what came, and to say how it is. */
export interface ListeningPort {
  signal: AbortSignal
  /** Keeps raw things in the caller's transaction and has them understood; answers the ids of those that were not here. */
  keep(tx: Tx, raws: { remoteId: string; kind: string; sender: string | null; body: unknown }[]): Promise<string[]>
  health(found: Health): Promise<void>
}

export interface RawIncoming {
  id: string
  channelId: string
  remoteId: string
  kind: string
  sender: string | null
  body: unknown
  receivedAt: Date
}

/** Thrown by `understand`: the raw copy is kept with this reason and can be replayed. */
export class Quarantine extends Error {}

/** Thrown by `understand` when something must be fetched first; the message says what. */
export class Unprepared extends Error {}

/** The person on the other side, as little as possible. */
export interface IncomingAuthor {
  network: string
  remoteId: string | null
  name: string
  handle?: string | null
  profileUrl?: string | null
  avatarUrl?: string | null
  email?: string | null
  /** Somebody known here already, by something they hold. */
  contactId?: string | null
  /** It calls itself a program. */
  isProgram?: boolean
}

export interface IncomingAttachment {
  url: string
  mime: string
  alt: string
}

/** Something somebody said, from whichever network, ready for `dialogue/receive.ts`. HTML is sanitised already. */
export interface IncomingMessage {
  kind: 'message'
  channelId: string
  network: string
  remoteId: string
  remoteUrl: string | null
  author: IncomingAuthor
  /** What it answers: the remote id of a message or publication of ours or theirs, if known. */
  inReplyTo: string | null
  /** Set when the network itself knows the conversation, and perhaps the message, that this answers. */
  answers?: { conversationId: string; messageId: string | null } | null
  /** Set when the network knows the post itself (a comment on the site). */
  postId?: string | null
  /** A thread id of the network's own, so that messages find each other when their parents are unknown. */
  thread: string | null
  html: string
  text: string
  language: string | null
  contentWarning: string | null
  visibility: 'public' | 'unlisted' | 'followers' | 'direct' | 'internal'
  emojis: { shortcode: string; url: string }[]
  attachments: IncomingAttachment[]
  at: Date
  /** Waits for a look before anybody sees it. */
  held: boolean
  /** Why it waits, for whoever looks. */
  holdReasons?: { kind: string }[]
  /** It appears by itself then. */
  holdUntil?: Date | null
  rawId: string | null
  /** Where the network knows which unit was asked (its own actor, its own mailbox). */
  unitId?: string | null
  /** How something came that was said away from any screen. */
  way?: 'phone' | 'counter' | 'letter' | 'meeting' | null
  /** What it is about lies there. */
  place?: { words: string; latitude: number | null; longitude: number | null } | null
  /** Where what was asked for has a time of its own until it is resolved, in minutes of service time. */
  resolveMinutes?: number | null
  linkHash?: string | null
  noticeVersion?: string | null
  /** A program wrote it: a bot, an automatic reply. */
  isAutomatic?: boolean
  /** What it repeats of earlier messages, and its signature: folded away. Plain text. */
  quoted?: string
  envelope?: Envelope | null
  /** Files that were kept with the raw copy, by id. */
  files?: string[]
}

/** What stands on the outside of a letter. */
export interface Envelope {
  subject: string
  from: string
  /** The first of those it went to, and how many there are. */
  to: string[]
  toCount: number
  /** Where an answer goes, when it wants another address than the sender's. */
  answerTo?: string | null
  /** Ids of the letters before it. */
  ids?: string[]
  /** Whether the sender is who it says: proven, proven false, or nobody can tell. */
  sender: 'proven' | 'forged' | 'unproven'
  proofs: { spf: string; dkim: string; dmarc: string } | null
  /** Words for what people should know of it: `cut`, `list`, `empty`. */
  remarks: string[]
}
export interface IncomingEdit {
  kind: 'edit'
  channelId: string
  remoteId: string
  html: string
  text: string
  contentWarning: string | null
  attachments: IncomingAttachment[]
  at: Date
  /** Has to be looked at before it is shown, also when what it was before was shown. */
  held?: boolean
}
export interface IncomingDeletion {
  kind: 'deletion'
  channelId: string
  remoteId: string
  by: 'author' | 'server'
  at: Date
}
export interface IncomingReaction {
  kind: 'reaction'
  channelId: string
  remoteId: string
  actor: string
  reaction: 'like' | 'announce' | 'emoji'
  emoji: string | null
  /** Remote id of our publication or of a message. */
  target: string
  at: Date
}
export interface IncomingReactionEnd {
  kind: 'reaction-end'
  channelId: string
  remoteId: string
  actor: string
}
/** Something of ours did not arrive after all, as a server on the way says later. */
export interface IncomingFailure {
  kind: 'failure'
  channelId: string
  /** Our message. */
  messageId: string
  problem: string
  /** False: it is still being tried. */
  isFinal: boolean
  at: Date
}
/** A colleague who was asked by a link answers by this network. Where the token opens nothing (any more), `otherwise` counts. */
export interface IncomingReply {
  kind: 'reply'
  token: string
  text: string
  otherwise: IncomingMessage
}
export type Incoming =
  | IncomingReply
  | IncomingFailure
  | IncomingMessage
  | IncomingEdit
  | IncomingDeletion
  | IncomingReaction
  | IncomingReactionEnd
