// Whether what comes in meets a block or a pause. Nearly always there is neither, so that much is kept in memory; the journal
// says when it is no longer true.
import type { IncomingMessage } from '#channels/contract.ts'
import { activeBlock } from '#moderation/blocks.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import type { MessageState } from '../types.ts'
import { pauseOf } from './pause.ts'

/** In case a note was lost. */
const keptMs = 30_000
const mostKept = 5000
const quiet = new Map<string, number>()
let isListening = false

export interface Restraint {
  state: MessageState
  decision: string | null
  reason: string | null
}

/**
 * How a message that came in stands: `rejected` for who is blocked (they were told, and may still write to us alone), `held`
 * while comments rest; null: as it came.
 */
export async function restraintOn(tx: Tx, incoming: IncomingMessage, postId: string | null): Promise<Restraint | null> {
  const isPublic = incoming.visibility === 'public' || incoming.visibility === 'unlisted'
  if (!isPublic || (await isQuiet(tx))) return null
  const { network, remoteId } = incoming.author
  const block = remoteId ? await activeBlock(tx, { account: { network, remoteId } }) : null
  if (block) return { state: 'rejected', decision: block.decision, reason: block.groundText }
  const pause = await pauseOf(tx, postId)
  return pause ? { state: 'held', decision: null, reason: null } : null
}

async function isQuiet(tx: Tx): Promise<boolean> {
  listen()
  const until = quiet.get(tx.municipalityId)
  if (until && until > now().getTime()) return true
  const block = await tx.selectFrom('block_mark').select('mark').where('until', '>', now()).limit(1).executeTakeFirst()
  const pause =
    block ??
    (await tx.selectFrom('post').select('id').where('comments_paused_until', '>', now()).limit(1).executeTakeFirst())
  if (pause) return false
  if (quiet.size >= mostKept) quiet.clear()
  quiet.set(tx.municipalityId, now().getTime() + keptMs)
  return true
}

function listen(): void {
  if (isListening) return
  isListening = true
  const changes = /^decision\.|^post\.comments-/
  onJournal((note) => {
    if (note.subjects === null || note.kinds.some((kind) => changes.test(kind))) quiet.delete(note.municipalityId)
  })
  onGap(() => quiet.clear())
}
