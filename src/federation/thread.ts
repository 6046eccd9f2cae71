/** A post as a thread: its messages have addresses that follow from the first one, so that saying it twice says it once. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { idIn } from './addresses.ts'
import type { Home } from './home.ts'

/** No thread is longer (the composer refuses more than 25); a corrected one may have been. */
const most = 50

/** The id of a message of a thread: the first one's own, then ids that everybody can compute from it and nobody guesses before. */
export function partId(firstId: string, index: number): string {
  if (index === 0) return firstId
  const hash = createHash('sha256').update(`${firstId}:${index}`).digest('hex')
  // The shape of a UUID of version 8: made by a rule of our own.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** The addresses of a post's messages that stand on a channel, in their order; the first one alone when nothing else is known. */
export async function partsOf(tx: Tx, firstAddress: string, postId: string | null): Promise<string[]> {
  if (!postId) return [firstAddress]
  const rows = await tx
    .selectFrom('activity')
    .select(['object_id', 'kind', sql<string | null>`body -> 'object' ->> 'inReplyTo'`.as('after')])
    .where('post_id', '=', postId)
    .where('kind', 'in', ['Create', 'Delete'])
    .orderBy('at')
    .orderBy('id')
    .limit(5000)
    .execute()
  const next = new Map<string, string>()
  for (const { object_id: address, kind, after } of rows) {
    if (kind === 'Create' && after) next.set(after, address!)
    else if (kind === 'Delete') for (const [before, one] of next) if (one === address) next.delete(before)
  }
  const parts = [firstAddress]
  for (let at = next.get(firstAddress); at && parts.length < most; at = next.get(at)) parts.push(at)
  return parts
}

/** What a message of ours belongs to: of a thread its first message, which stands for the post; anything else is itself. */
export async function threadStart(tx: Tx, home: Home, address: string): Promise<string> {
  let at = address
  for (let step = 0; step < most && idIn('objects', home.origin, at); step++) {
    const row = await tx
      .selectFrom('activity')
      .select('body')
      .where('object_id', '=', at)
      .where('kind', '=', 'Create')
      .where('post_id', 'is not', null)
      .limit(1)
      .executeTakeFirst()
    const before = (row?.body as { object?: { inReplyTo?: unknown } } | undefined)?.object?.inReplyTo
    if (typeof before !== 'string') return at
    at = before
  }
  return at
}
