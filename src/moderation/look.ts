// Looking at a copy: only with the right, or while one has to decide about it, and never without a line in the log.
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { noteLook } from '#privacy/reads.ts'
import { linkHash, sha256 } from './chain.ts'
import type { CopiedMessage, EvidenceBody } from './evidence.ts'
import { keyFingerprint, publicKeyPem } from './package/sign.ts'

export interface ShownEvidence {
  copies: {
    id: string
    takenAt: Date
    hash: string
    author: string
    handle: string | null
    at: string
    remoteUrl: string | null
    text: string
    contentWarning: string | null
    context: CopiedMessage[]
    files: { name: string; mime: string; size: number; hash: string | null; problem: string | null }[]
  }[]
  /** Each copy fits its link, and each link the one before. */
  isChainGood: boolean
  fingerprint: string
}

/** The copies of what a decision is about. @throws NotAllowed, NotFound */
export async function lookAtEvidence(tx: Tx, who: Person, decisionId: string): Promise<ShownEvidence> {
  const decision = await tx.selectFrom('decision').selectAll().where('id', '=', decisionId).executeTakeFirst()
  if (!decision?.message_id) throw new NotFound('moderation.decisionNotFound')
  if (!(await mustDecide(tx, who, decision))) must(who, 'evidence.read', decision.unit_id)
  const rows = await tx
    .selectFrom('evidence')
    .selectAll()
    .where('message_id', '=', decision.message_id)
    .orderBy('taken_at')
    .limit(20)
    .execute()
  if (rows.length === 0) throw new NotFound('moderation.noEvidence')
  const ids = rows.map(({ id }) => id)
  const files = await tx
    .selectFrom('evidence_file')
    .select(['evidence_id', 'name', 'source', 'mime', 'hash', 'problem'])
    .select(sql<number>`coalesce(length(bytes), 0)`.as('size'))
    .where('evidence_id', 'in', ids)
    .orderBy('number')
    .limit(200)
    .execute()
  await noteLook(tx, who, { kind: 'evidence', subject: decision.id })
  return {
    copies: rows.map((row) => {
      const { message, author, context } = JSON.parse(row.body) as EvidenceBody
      return {
        id: row.id,
        takenAt: row.taken_at,
        hash: row.hash,
        author: message.author || author?.name || '',
        handle: author?.handle ?? null,
        at: message.at,
        remoteUrl: message.remoteUrl,
        text: message.text,
        contentWarning: message.contentWarning,
        context,
        files: files
          .filter((one) => one.evidence_id === row.id)
          .map(({ name, source, mime, size, hash, problem }) => ({ name: name || source, mime, size, hash, problem }))
      }
    }),
    isChainGood: await isChainGood(tx, rows),
    fingerprint: keyFingerprint(publicKeyPem())
  }
}

/** Whoever has to agree or to review must be able to read what it is about. */
async function mustDecide(
  tx: Tx,
  who: Person,
  decision: { id: string; state: string; unit_id: string | null; decided_by: string | null; second_by: string | null }
): Promise<boolean> {
  if (!may(who, 'message.moderate', decision.unit_id)) return false
  if (decision.decided_by === who.id || decision.second_by === who.id) return false
  if (decision.state === 'waiting') return true
  const open = await tx
    .selectFrom('decision_review')
    .select('id')
    .where('decision_id', '=', decision.id)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  return open !== undefined
}

/** Checks the copies against their links, and the whole chain (at most its last 10,000 links). */
async function isChainGood(tx: Tx, copies: { id: string; body: string; hash: string }[]): Promise<boolean> {
  const links = await tx.selectFrom('evidence_link').selectAll().orderBy('position', 'desc').limit(10_000).execute()
  const chain = links.toReversed()
  for (const [index, link] of chain.entries()) {
    const { position, evidence_id: evidenceId, kind, content_hash: contentHash, previous } = link
    if (link.hash !== linkHash({ position, evidenceId, kind, contentHash, previous })) return false
    const before = chain[index - 1]
    if (before && (before.hash !== previous || before.position + 1 !== position)) return false
  }
  return copies.every(
    ({ id, body, hash }) =>
      sha256(body) === hash &&
      chain.some((link) => link.evidence_id === id && link.kind === 'copy' && link.content_hash === hash)
  )
}

/** The packages that were given out about a decision, newest first. */
export async function exportsOf(
  tx: Tx,
  decisionId: string
): Promise<{ id: string; at: Date; by: string; authority: string; reason: string }[]> {
  const rows = await tx
    .selectFrom('evidence_export')
    .leftJoin('person', 'person.id', 'evidence_export.exported_by')
    .select(['evidence_export.id', 'exported_at', 'person.name', 'authority', 'reason'])
    .where('decision_id', '=', decisionId)
    .orderBy('exported_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.exported_at,
    by: row.name ?? '',
    authority: row.authority,
    reason: row.reason
  }))
}
