// Tells those who own a channel that its concept is to be reviewed: a month before, and when the day has passed. Nothing
// else comes of it; a channel is never stopped by a date.
import { loadMunicipality, municipalityIds, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Municipality } from '#municipality/types.ts'
import { system } from '#people/types.ts'
import { addDays, now, startOfDay, zoned } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { formatDate } from '#ui/dates.ts'
import { messages } from '#ui/messages/messages.ts'

const logger = log('concepts')
/** How many days before its day a review is announced. */
const noticeDays = 30

/** Every hour, in all municipalities. */
export const conceptReviewJob = defineJob({
  name: 'concept-review',
  everySeconds: 3600,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) {
      await inMunicipality(id, remindOfReviews).catch((error: unknown) =>
        logger.error('reminding of reviews failed: {error}', { municipality: id, error: String(error) })
      )
    }
  }
})

/** Sends what is due in this municipality, in its service hours. Answers how many channels it told of. */
export async function remindOfReviews(tx: Tx): Promise<number> {
  const municipality = await loadMunicipality(tx)
  const here = zoned(now(), municipality.timeZone)
  if (!isServiceTime(municipality, here)) return 0
  const soon = addDays(here.day, noticeDays)
  const rows = await tx
    .selectFrom('concept')
    .innerJoin('channel', 'channel.id', 'concept.channel_id')
    .select(['concept.channel_id', 'concept.review_on', 'channel.name', 'channel.unit_id'])
    .where('concept.in_force', 'is not', null)
    .where('channel.state', '<>', 'closed')
    .where((where) =>
      where.or([
        where.and([where('concept.review_on', '<=', soon), where('concept.reminded', 'is', null)]),
        where.and([where('concept.review_on', '<', here.day), where('concept.reminded', 'is distinct from', 'overdue')])
      ])
    )
    .orderBy('concept.review_on')
    .limit(100)
    .forUpdate('concept')
    .execute()
  for (const row of rows) {
    const stage = row.review_on! < here.day ? 'overdue' : 'soon'
    await tx.updateTable('concept').set({ reminded: stage }).where('channel_id', '=', row.channel_id).execute()
    record(tx, system, 'channel.concept-reminded', row.channel_id, { overdue: stage === 'overdue' })
    const day = startOfDay(row.review_on!, municipality.timeZone)
    const link = `${siteOrigin(municipality)}/desk/settings/channels/${row.channel_id}/concept`
    for (const { email, language } of await ownersOf(tx, row.unit_id)) {
      const t = messages(language).concepts.mail
      const said = formatDate(day, { language, zone: municipality.timeZone })
      const [subject, body] = stage === 'soon' ? [t.soonSubject, t.soonBody] : [t.overdueSubject, t.overdueBody]
      await sendMailLater(tx, {
        recipient: email,
        purpose: 'concept-review',
        subject: subject(row.name),
        body: body(row.name, said, link)
      })
    }
  }
  return rows.length
}

/** Nobody is disturbed out of hours; a town without any service day may be told at any time. */
function isServiceTime({ settings }: Municipality, here: { weekday: number; time: string }): boolean {
  const { days, from, to } = settings.serviceHours
  return days.length === 0 || (days.includes(here.weekday) && here.time >= from && here.time < to)
}

/** Who leads or edits in the channel's unit or above it; where there is nobody, who runs the municipality. At most 20. */
async function ownersOf(tx: Tx, unitId: string): Promise<{ email: string; language: 'de' | 'en' }[]> {
  const people = (roles: string[]) =>
    tx
      .withRecursive('above', (db) =>
        db
          .selectFrom('unit')
          .select(['id', 'parent_id'])
          .where('id', '=', unitId)
          .unionAll((db2) =>
            db2
              .selectFrom('unit')
              .innerJoin('above', 'above.parent_id', 'unit.id')
              .select(['unit.id', 'unit.parent_id'])
          )
      )
      .selectFrom('role')
      .innerJoin('above', 'above.id', 'role.unit_id')
      .innerJoin('person', 'person.id', 'role.person_id')
      .innerJoin('account', 'account.id', 'person.account_id')
      .select(['account.email', 'person.language'])
      .distinct()
      .where('role.role', 'in', roles)
      .where('person.left_at', 'is', null)
      .where('person.notices', '<>', 'off')
      .orderBy('account.email')
      .limit(20)
      .execute()
  const owners = await people(['leader', 'editor'])
  const told = owners.length > 0 ? owners : await people(['operator'])
  return told.map(({ email, language }) => ({ email, language: language === 'en' ? 'en' : 'de' }))
}
