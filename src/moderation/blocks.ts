// Who is blocked, recognised by an account elsewhere, a confirmed address or a private link; never by where somebody writes from.
import { createHmac } from 'node:crypto'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'

/** What an author can be recognised by. */
export interface Recognised {
  account?: { network: string; remoteId: string } | null
  /** Only an address its owner has confirmed: anybody could type another's. */
  confirmedEmail?: string | null
  linkHash?: string | null
}

export interface Block {
  decision: string
  until: Date
  groundText: string
}

/** The block that holds for somebody now, the longest first; null when none does. */
export async function activeBlock(tx: Tx, somebody: Recognised): Promise<Block | null> {
  const marks = marksOf(tx, somebody).map(({ mark }) => mark)
  if (marks.length === 0) return null
  const row = await tx
    .selectFrom('block_mark')
    .innerJoin('decision', 'decision.id', 'block_mark.decision_id')
    .select(['decision.id', 'block_mark.until', 'decision.ground_text'])
    .where('block_mark.mark', 'in', marks)
    .where('block_mark.until', '>', now())
    .where('decision.state', '=', 'in_force')
    .orderBy('block_mark.until', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { decision: row.id, until: row.until, groundText: row.ground_text } : null
}

/** Keeps what a blocked author is recognised by for as long as the block holds; false when nothing tells them from others. */
export async function keepMarks(tx: Tx, decision: string, until: Date, somebody: Recognised): Promise<boolean> {
  const marks = marksOf(tx, somebody)
  if (marks.length === 0) return false
  await tx
    .insertInto('block_mark')
    .values(marks.map((one) => ({ decision_id: decision, until, ...one })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return true
}

/** Lets go of what somebody was recognised by. */
export async function dropMarks(tx: Tx, decision: string): Promise<void> {
  await tx.deleteFrom('block_mark').where('decision_id', '=', decision).execute()
}

function marksOf(tx: Tx, { account, confirmedEmail, linkHash }: Recognised): { kind: string; mark: string }[] {
  return [
    ...(account?.remoteId ? [['account', `${account.network} ${account.remoteId}`] as const] : []),
    ...(confirmedEmail ? [['mail', confirmedEmail.trim().toLowerCase()] as const] : []),
    ...(linkHash ? [['link', linkHash] as const] : [])
  ].map(([kind, value]) => ({ kind, mark: keyed(tx.municipalityId, kind, value) }))
}

/** Keyed, so that the table alone tells nobody who is blocked. */
function keyed(municipalityId: string, kind: string, value: string): string {
  return createHmac('sha256', keys().derive('block marks')).update(`${municipalityId}\n${kind}\n${value}`).digest('hex')
}
