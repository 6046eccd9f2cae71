// The page of a notice, for whoever holds its code: what was decided, and another look at it.
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { askReview } from '../moderation/ask-review.ts'
import { codeOf } from './code.ts'
import { type OwnReport, reportByCode } from './queries.ts'

export interface ReportPage extends OwnReport {
  code: string
  reviews: { id: string; outcome: 'upheld' | 'changed' | 'undone' | null; note: string; dueAt: Date }[]
  mayAskReview: boolean
}

/** The notice with what came of it. @throws NotFound */
export async function ownReport(tx: Tx, code: string): Promise<ReportPage> {
  const report = await reportByCode(tx, code)
  const decisions = await decisionsOf(tx, report.decision)
  const reviews = await tx
    .selectFrom('decision_review')
    .select(['id', 'asked_by', 'outcome', 'note', 'due_at', 'notice_id', 'decision_id'])
    .where('decision_id', 'in', decisions.length > 0 ? decisions : [null])
    .orderBy('asked_at')
    .limit(20)
    .execute()
  // What the author asked for is theirs until it changes what this person was told.
  const shown = reviews.filter(
    (one) => one.notice_id === report.id || (one.outcome !== null && one.outcome !== 'upheld')
  )
  const isOpen = reviews.some(({ outcome }) => outcome === null)
  const current = await tx.selectFrom('decision').select('state').where('id', '=', report.decision).executeTakeFirst()
  return {
    ...report,
    code: codeOf(tx.municipalityId, report.id),
    reviews: shown.map(({ id, outcome, note, due_at }) => ({
      id,
      outcome: outcome as 'upheld' | 'changed' | 'undone' | null,
      note,
      dueAt: due_at
    })),
    mayAskReview:
      current !== undefined &&
      ['in_force', 'ended'].includes(current.state) &&
      !isOpen &&
      !reviews.some((one) => one.asked_by === 'notifier' && one.decision_id === report.decision)
  }
}

/** Asks for somebody else to decide again. @throws NotFound, Invalid, Refusal */
export async function askReviewOfReport(tx: Tx, input: { code: string; reason: string }): Promise<void> {
  const report = await reportByCode(tx, input.code)
  if (!report.decision) throw new Refusal('report.noDecision')
  await askReview(tx, { kind: 'notifier', notice: report.id }, { decision: report.decision, reason: input.reason })
}

/** The decision that holds, and those whose place it took. */
async function decisionsOf(tx: Tx, decision: string | null): Promise<string[]> {
  const found: string[] = []
  for (let next = decision; next && found.length < 10;) {
    found.push(next)
    const before = await tx
      .selectFrom('decision_review')
      .select('decision_id')
      .where('next_id', '=', next)
      .limit(1)
      .executeTakeFirst()
    next = before?.decision_id ?? null
  }
  return found
}
