// What happened to a review, line by line: the trail.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import type { Who } from '#people/types.ts'

export type StepKind =
  | 'asked'
  | 'invited'
  | 'link-sent'
  | 'comment'
  | 'feedback'
  | 'approved'
  | 'changes'
  | 'taken_back'
  | 'escalated'
  | 'returned'
  | 'void'
  | 'stopped'
  | 'fine'
  | 'corrected'
  | 'withdrawn'
  | 'talked'

/** A passage: in which text, its words, and where they begin. */
export interface Passage {
  field: 'title' | 'lead' | 'body'
  quote: string
  position: number
}

/** Somebody who acts on a review: of the staff, by link, or the program. */
export type Reviewing = Who | { kind: 'link'; name: string; requestId: string }

/** Adds a line. */
export async function addStep(
  tx: Tx,
  who: Reviewing,
  reviewId: string,
  what: StepKind,
  more: { note?: string; passage?: Passage | null } = {}
): Promise<void> {
  await tx
    .insertInto('review_step')
    .values({
      id: newId(),
      review_id: reviewId,
      what,
      person_id: who.kind === 'person' ? who.id : null,
      name: who.kind === 'person' || who.kind === 'link' ? who.name : '',
      note: more.note ?? '',
      field: more.passage?.field ?? null,
      quote: more.passage?.quote ?? null,
      position: more.passage?.position ?? null,
      at: now()
    })
    .execute()
}
