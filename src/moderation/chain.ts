// The chain of evidence: each link holds the hash of the one before, so that nothing is slipped in, changed or left out unnoticed.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'

/** Adds a link to the chain; links are made one after the other. */
export async function addLink(tx: Tx, evidenceId: string, kind: 'copy' | 'file' | 'gone', hash: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('evidence'), hashtext(${tx.municipalityId}))`.execute(tx)
  const last = await tx
    .selectFrom('evidence_link')
    .select(['position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  const position = (last?.position ?? 0) + 1
  const previous = last?.hash ?? ''
  await tx
    .insertInto('evidence_link')
    .values({
      position,
      evidence_id: evidenceId,
      kind,
      content_hash: hash,
      previous,
      hash: linkHash({ position, evidenceId, kind, contentHash: hash, previous }),
      at: now()
    })
    .execute()
}

interface Link {
  position: number
  evidenceId: string
  kind: string
  contentHash: string
  previous: string
}

/** What a link's hash is over. */
export function linkHash(link: Link): string {
  return sha256([link.position, link.evidenceId, link.kind, link.contentHash, link.previous].join('\n'))
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
