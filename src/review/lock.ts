import type { Tx } from '#platform/database/database.ts'
import { NotFound, Refusal, Stale } from '#platform/refusal.ts'
import type { Wish } from './open.ts'

/** Takes the review for this transaction: of two who decide at once, the second waits and then sees what the first did. @throws NotFound */
export async function lockReview(tx: Tx, id: string) {
  const review = await tx.selectFrom('review').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!review) throw new NotFound('reviews.notFound')
  return { ...review, wish: review.wish as unknown as Wish }
}

export type ReviewRow = Awaited<ReturnType<typeof lockReview>>

/** @throws Refusal that names who decided and how, when it is decided */
export async function refuseDecided(tx: Tx, review: ReviewRow): Promise<void> {
  if (review.state === 'open') return
  const by = review.decided_by
    ? await tx.selectFrom('person').select('name').where('id', '=', review.decided_by).executeTakeFirst()
    : undefined
  throw new Refusal('reviews.decidedMeanwhile', { by: by?.name ?? review.decided_as ?? '', state: review.state }, 409)
}

/** @throws Stale when somebody decides about other words than they saw */
export function refuseOtherRevision(review: ReviewRow, revision: number | null): void {
  if (revision !== null && revision !== (review.revision ?? 0)) throw new Stale('reviews.otherRevision')
}
