import { municipalityIds, loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { cardMail } from './mail-texts.ts'

/** Tells owners of cards that run out within a week, once for each card. */
export const cardReminderJob = defineJob({
  name: 'card-reminder',
  everySeconds: 6 * 3600,
  handle: async () => {
    for (const id of await municipalityIds()) await inMunicipality(id, remindOwners)
  }
})

/** One mail for each owner, with all of their cards. */
export async function remindOwners(tx: Tx): Promise<void> {
  const municipality = await loadMunicipality(tx)
  const limit = addDays(dayIn(now(), municipality.timeZone), 7)
  const rows = await tx
    .selectFrom('answer_card as c')
    .innerJoin('person as p', 'p.id', 'c.owner_id')
    .innerJoin('account as a', 'a.id', 'p.account_id')
    .select(['c.id', 'c.title', 'p.language', 'a.email'])
    .where('c.told_at', 'is', null)
    .where('c.valid_until', '<=', limit as never)
    .where('p.left_at', 'is', null)
    .limit(500)
    .execute()
  const byOwner = Map.groupBy(rows, ({ email }) => email)
  for (const [recipient, cards] of byOwner) {
    const titles = cards.map(({ title }) => title)
    const mail = cardMail(cards[0]!.language === 'en' ? 'en' : 'de', titles, `${siteOrigin(municipality)}/desk/cards`)
    await sendMailLater(tx, { recipient, purpose: 'notice', ...mail })
  }
  if (rows.length > 0)
    await tx
      .updateTable('answer_card')
      .set({ told_at: now() })
      .where(
        'id',
        'in',
        rows.map(({ id }) => id)
      )
      .execute()
}
