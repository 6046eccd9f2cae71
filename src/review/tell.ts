// Telling the staff about reviews by mail: as each person wishes, in working hours, several in one.
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { nextMorning, nextWorkingTime } from '#municipality/working-time.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { reviewMail, type TellKind } from './mail-texts.ts'

/** What can wait until the next morning, all in one. */
const calm: TellKind[] = ['look', 'look-due']

/** Notes that a person is to be told, and lets a job mail it. */
export async function tell(
  tx: Tx,
  input: { person: string; kind: TellKind; review?: string | null; note?: string }
): Promise<void> {
  const person = await tx
    .selectFrom('person')
    .select(['notices', 'left_at'])
    .where('id', '=', input.person)
    .executeTakeFirst()
  if (!person || person.left_at) return
  const at = now()
  // Who wants no mail gets none, except about a level: that has to be told.
  const isOff = person.notices === 'off' && input.kind !== 'level'
  await tx
    .insertInto('review_notice')
    .values({
      id: newId(),
      person_id: input.person,
      review_id: input.review ?? null,
      kind: input.kind,
      note: input.note ?? '',
      at,
      mailed_at: isOff ? at : null
    })
    .execute()
  if (isOff) return
  const town = await loadMunicipality(tx)
  const waits = person.notices === 'digest' || calm.includes(input.kind)
  const startAfter = waits ? nextMorning(town, at) : nextWorkingTime(town, at)
  await reviewMailJob.send(tx, { m: tx.municipalityId, person: input.person }, { startAfter })
}

/** Mails what a person has not been told yet. */
export const reviewMailJob = defineJob<{ m: string; person: string }>({
  name: 'review-mail',
  handle: ({ m, person }) => inMunicipality(m, (tx) => mailTold(tx, person))
})

/** Mails a person everything that is due, in one. What was decided meanwhile is left out. */
export async function mailTold(tx: Tx, personId: string): Promise<void> {
  const person = await tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.language', 'person.left_at', 'account.email'])
    .where('person.id', '=', personId)
    .forUpdate('person')
    .executeTakeFirst()
  if (!person) return
  const town = await loadMunicipality(tx)
  const at = now()
  const due = nextWorkingTime(town, at)
  if (due > at) {
    await reviewMailJob.send(tx, { m: tx.municipalityId, person: personId }, { startAfter: due })
    return
  }
  const rows = await tx
    .selectFrom('review_notice as n')
    .leftJoin('review as r', 'r.id', 'n.review_id')
    .leftJoin('person as p', 'p.id', 'r.asked_by')
    .select(['n.id', 'n.kind', 'n.note', 'n.review_id', 'r.state', 'r.title', 'r.subject_kind', 'p.name as asked_by'])
    .where('n.person_id', '=', personId)
    .where('n.mailed_at', 'is', null)
    .orderBy('n.at')
    .limit(200)
    .execute()
  if (rows.length === 0) return
  await tx
    .updateTable('review_notice')
    .set({ mailed_at: at })
    .where(
      'id',
      'in',
      rows.map(({ id }) => id)
    )
    .execute()
  const asks: TellKind[] = ['asked', 'feedback', 'look', 'look-due', 'escalated']
  const lines = rows
    .filter((row) => row.state === null || row.state === 'open' || !asks.includes(row.kind as TellKind))
    .map((row) => ({
      kind: row.kind as TellKind,
      by: row.asked_by,
      title: row.subject_kind === 'message' ? null : row.title,
      note: row.note,
      link: `${siteOrigin(town)}/desk/${row.review_id ? `reviews/${row.review_id}` : 'settings/level'}`
    }))
  if (lines.length === 0 || person.left_at) return
  const mail = reviewMail(person.language === 'en' ? 'en' : 'de', town.name, lines)
  await sendMailLater(tx, { recipient: person.email, purpose: 'review', ...mail })
}
