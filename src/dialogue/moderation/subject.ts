// What somebody has before them who decides: the words, what was decided before, what the network allows, whom one can reach.
import { networkOf } from '#channels/networks.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { steps, type Carried, type Step, type Way } from '#moderation/shared.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { textMark } from '../stands.ts'
import type { Message, MessageState } from '../types.ts'
import { decisionsOfMessage, type DecisionLine } from './queries.ts'
import { recognisedBy } from './decide.ts'
import { stateAfter } from './effect.ts'
import { waysToTell } from './tell.ts'

export interface Subject {
  message: string
  conversation: string
  state: MessageState
  author: string
  html: string
  at: Date
  mark: string
  /** The steps that can be taken from here. */
  steps: Step[]
  ways: Way[]
  acts: Carried[]
  canBlock: boolean
  before: DecisionLine[]
}

/** A message to decide about. @throws NotFound, NotAllowed */
export async function readSubject(tx: Tx, who: Person, messageId: string): Promise<Subject> {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .selectAll('m')
    .select(['c.unit_id as unit', 'c.network'])
    .where('m.id', '=', messageId)
    .where('m.direction', '=', 'in')
    .executeTakeFirst()
  if (!row || !may(who, 'conversation.read', row.unit)) throw new NotFound('messageNotFound')
  must(who, 'message.moderate', row.unit)
  const message = row as unknown as Message
  const { acts = [] } = networkOf(row.network).moderation ?? {}
  const recognised = Object.values(await recognisedBy(tx, message)).some((one) => one !== null)
  const isGone = message.state === 'deleted'
  return {
    message: message.id,
    conversation: message.conversation_id,
    state: message.state,
    author: message.author_name,
    html: message.html,
    at: message.at,
    mark: textMark(message),
    steps: steps.filter(
      (step) =>
        step !== 'pause' &&
        stateAfter(step, message.state) !== null &&
        (!isGone || step === 'police' || step === 'block') &&
        !(step === 'stand' && message.state === 'visible')
    ),
    ways: await waysToTell(tx, message),
    acts: acts.filter((act) => act !== 'unblock'),
    canBlock: recognised,
    before: await decisionsOfMessage(tx, message.id, who)
  }
}

/** A post whose comments could be paused; null when there is none that stands. @throws NotAllowed */
export async function readPostSubject(
  tx: Tx,
  who: Person,
  postId: string
): Promise<{ id: string; title: string } | null> {
  const post = await tx
    .selectFrom('post')
    .innerJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .select(['post.id', 'v.title', 'post.unit_id'])
    .where('post.id', '=', postId)
    .where('post.state', '=', 'published')
    .executeTakeFirst()
  if (!post) return null
  must(who, 'message.moderate', post.unit_id)
  return { id: post.id, title: post.title }
}
