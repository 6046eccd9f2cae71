// What nobody answers goes on: to the leader of the unit, then to the one above, and in the end back to its author. A text
// never publishes itself.
import { loadMunicipality, municipalityIds } from '#municipality/hosts.ts'
import { afterWorkingHours } from '#municipality/working-time.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { system } from '#people/types.ts'
import { lockReview, type ReviewRow } from '#review/lock.ts'
import { askPerson } from '#review/open.ts'
import { leadersFrom } from '#review/reviewers.ts'
import { trustSettings } from '#review/settings.ts'
import { addStep } from '#review/steps.ts'
import { tell } from '#review/tell.ts'
import { returnUnanswered } from './send-back.ts'

const logger = log('approval')

/** How often a request goes on to somebody else before it returns. */
const mostEscalations = 2

/** Every five minutes, in all municipalities. */
export const escalateJob = defineJob({
  name: 'review-escalate',
  everySeconds: 300,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await escalateDue(id)
  }
})

/** Sends on, or back, everything in a municipality that is due. */
export async function escalateDue(municipalityId: string): Promise<void> {
  const due = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('review')
      .select('id')
      .where('state', '=', 'open')
      .where('due_at', '<=', now())
      .where('escalations', '<=', mostEscalations)
      .orderBy('due_at')
      .limit(200)
      .execute()
  )
  for (const { id } of due) {
    await inMunicipality(municipalityId, (tx) => goOn(tx, id)).catch((error: unknown) =>
      logger.error('a request could not be sent on: {error}', { review: id, error: String(error) })
    )
  }
}

async function goOn(tx: Tx, id: string): Promise<void> {
  const review = await lockReview(tx, id)
  if (review.state !== 'open' || review.due_at > now()) return
  const asked = await tx
    .selectFrom('review_request')
    .select('person_id')
    .where('review_id', '=', id)
    .where('person_id', 'is not', null)
    .execute()
  const known = asked.map(({ person_id }) => person_id!)
  if (review.kind === 'approval') return askNext(tx, review, known)
  await remind(tx, review, known)
}

async function askNext(tx: Tx, review: ReviewRow, known: string[]): Promise<void> {
  const next =
    review.unit_id && review.escalations < mostEscalations
      ? await leadersFrom(tx, review.unit_id, review.authors, known)
      : []
  if (next.length === 0) return returnUnanswered(tx, review)
  const { answerHours } = await trustSettings(tx)
  const dueAt = afterWorkingHours(await loadMunicipality(tx), now(), answerHours)
  await tx
    .updateTable('review')
    .set({ escalations: review.escalations + 1, due_at: dueAt })
    .where('id', '=', review.id)
    .execute()
  const people = await tx.selectFrom('person').select(['id', 'name']).where('id', 'in', next).execute()
  for (const { id, name } of people)
    await askPerson(tx, { review: review.id, person: id, name, kind: 'approval', escalated: true })
  await addStep(tx, system, review.id, 'escalated', { note: people.map(({ name }) => name).join(', ') })
  record(tx, system, 'review.escalated', review.id, { to: next })
}

/** A look at what is out can be late without harm: whoever was asked hears of it, then the leaders, then nobody is pressed further. */
async function remind(tx: Tx, review: ReviewRow, known: string[]): Promise<void> {
  const told =
    review.escalations === 0 && known.length > 0
      ? known
      : review.unit_id
        ? await leadersFrom(tx, review.unit_id, review.authors, known)
        : []
  for (const person of told) await tell(tx, { person, kind: 'look-due', review: review.id })
  const { answerHours } = await trustSettings(tx)
  const dueAt = afterWorkingHours(await loadMunicipality(tx), now(), answerHours)
  await tx
    .updateTable('review')
    .set(
      review.escalations < mostEscalations
        ? { escalations: review.escalations + 1, due_at: dueAt }
        : { escalations: mostEscalations + 1 }
    )
    .where('id', '=', review.id)
    .execute()
}
