import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Severity } from './read.ts'

export interface WarningLine {
  id: string
  headline: string
  sender: string
  severity: Severity
  area: string
  description: string
  instruction: string
  sentAt: Date
  expiresAt: Date | null
  state: 'new' | 'drafted' | 'put-aside' | 'ended'
  postId: string | null
}

export interface WarningSource {
  isOn: boolean
  address: string
  region: string
  askedAt: Date | null
  succeededAt: Date | null
  problem: string | null
}

/** The newest, at most 50. @throws NotAllowed */
export async function listWarnings(tx: Tx, who: Who): Promise<WarningLine[]> {
  must(who, 'crisis.read', null)
  const rows = await tx
    .selectFrom('warning')
    .selectAll()
    .where('kind', '<>', 'cancel')
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    headline: row.headline,
    sender: row.sender,
    severity: row.severity as Severity,
    area: row.area,
    description: row.description,
    instruction: row.instruction,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    state: row.state as WarningLine['state'],
    postId: row.post_id
  }))
}

/** Null: never settled. */
export async function warningSource(tx: Tx): Promise<WarningSource | null> {
  const row = await tx.selectFrom('warning_source').selectAll().executeTakeFirst()
  if (!row) return null
  return {
    isOn: row.is_on,
    address: row.address,
    region: row.region,
    askedAt: row.asked_at,
    succeededAt: row.succeeded_at,
    problem: row.problem
  }
}
