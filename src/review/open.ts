// Opening a review: asking for an approval before something goes out, or for a second look at what went out.
import { loadMunicipality } from '#municipality/hosts.ts'
import { afterWorkingHours } from '#municipality/working-time.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Person, Who } from '#people/types.ts'
import type { ReleaseAnswer } from './facts.ts'
import { sendLink } from './links.ts'
import type { ReviewKind } from './shared.ts'
import { trustSettings } from './settings.ts'
import { addStep } from './steps.ts'
import { tell } from './tell.ts'

/** What the author wants to happen once it is approved. */
export interface Wish {
  act: 'publish' | 'schedule' | 'correct' | 'republish' | 'answer'
  /** For `schedule`: the moment. */
  at?: string
  /** For `correct`: what readers are told. */
  note?: string
  /** The channels it goes to, as they stood. */
  channels?: string[]
  /** For `answer`: where the conversation stands afterwards. */
  after?: string
}

export interface OpenInput {
  kind: ReviewKind
  subject: { kind: 'post' | 'message'; id: string; unitId: string | null }
  authors: string[]
  answer: ReleaseAnswer
  wish: Wish
  revision?: number
  version?: number
  fingerprint?: string
  text?: { title: string; lead: string; body: string }
  /** Who is asked by name; default: who is nearest. */
  reviewer?: string | null
}

/** Opens a review and tells who is asked. Answers its id. @throws Invalid when the chosen person may not review it */
export async function openReview(tx: Tx, who: Person, input: OpenInput): Promise<string> {
  const { answer, kind, subject } = input
  const chosen = input.reviewer ? answer.reviewers.find(({ id }) => id === input.reviewer) : answer.reviewers[0]
  if (input.reviewer && !chosen) throw new Invalid({ reviewer: 'reviews.reviewerUnfit' })
  const id = newId()
  const dueAt =
    kind === 'approval'
      ? afterWorkingHours(await loadMunicipality(tx), now(), (await trustSettings(tx)).answerHours)
      : answer.dueAt
  await tx
    .insertInto('review')
    .values({
      id,
      subject_kind: subject.kind,
      post_id: subject.kind === 'post' ? subject.id : null,
      message_id: subject.kind === 'message' ? subject.id : null,
      unit_id: subject.unitId,
      kind,
      asked_by: who.id,
      authors: input.authors,
      reasons: answer.reasons,
      revision: input.revision ?? null,
      version_number: input.version ?? null,
      fingerprint: input.fingerprint ?? null,
      wish: JSON.stringify(input.wish),
      title: input.text?.title ?? '',
      lead: input.text?.lead ?? '',
      body: input.text?.body ?? '',
      asked_at: now(),
      due_at: dueAt
    })
    .execute()
  await addStep(tx, who, id, 'asked')
  record(tx, who, 'review.opened', id, { [subject.kind]: subject.id, kind, reasons: answer.reasons })
  if (chosen) await askPerson(tx, { review: id, person: chosen.id, name: chosen.name, kind })
  else if (answer.outside[0]) await sendLink(tx, who, { review: id, outside: answer.outside[0], feedbackOnly: false })
  return id
}

/** Notes that somebody of the staff is asked, and tells them. */
export async function askPerson(
  tx: Tx,
  input: { review: string; person: string; name: string; kind: ReviewKind; feedbackOnly?: boolean; escalated?: boolean }
): Promise<void> {
  const there = await tx
    .selectFrom('review_request')
    .select('id')
    .where('review_id', '=', input.review)
    .where('person_id', '=', input.person)
    .where('feedback_only', '=', input.feedbackOnly ?? false)
    .executeTakeFirst()
  if (!there)
    await tx
      .insertInto('review_request')
      .values({
        id: newId(),
        review_id: input.review,
        person_id: input.person,
        name: input.name,
        feedback_only: input.feedbackOnly ?? false,
        asked_at: now()
      })
      .execute()
  const kind = input.escalated
    ? 'escalated'
    : input.feedbackOnly
      ? 'feedback'
      : input.kind === 'approval'
        ? 'asked'
        : 'look'
  await tell(tx, { person: input.person, kind, review: input.review })
}

/** Ends a review that nobody has to answer any more. */
export async function endReview(
  tx: Tx,
  who: Who,
  id: string,
  state: 'taken_back' | 'returned' | 'void',
  note = ''
): Promise<void> {
  await tx.updateTable('review').set({ state, decided_at: now() }).where('id', '=', id).execute()
  await addStep(tx, who, id, state, { note })
  record(tx, who, `review.${state.replace('_', '-')}`, id)
}
