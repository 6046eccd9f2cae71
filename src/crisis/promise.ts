// The next report that was promised: whoever leads hears of it shortly before, once.
import { loadMunicipality, municipalityIds, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { messages } from '#ui/messages/messages.ts'

const beforeMs = 10 * 60_000

/** Tells those who lead that the promised time is near. In a crisis nobody's evening is waited for. */
export const crisisPromiseJob = defineJob({
  name: 'crisis-promise',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await inMunicipality(id, remindOfPromise)
  }
})

/** Mails the reminder when it is due and was not sent for this promise. */
export async function remindOfPromise(tx: Tx): Promise<void> {
  const crisis = await tx
    .selectFrom('crisis')
    .select(['id', 'title', 'started_by', 'next_at'])
    .where('state', '=', 'active')
    .where('told_at', 'is', null)
    .where('next_at', '<=', new Date(now().getTime() + beforeMs))
    .forUpdate()
    .executeTakeFirst()
  if (!crisis?.next_at) return
  await tx.updateTable('crisis').set({ told_at: now() }).where('id', '=', crisis.id).execute()
  const town = await loadMunicipality(tx)
  const people = await leadingNow(tx, crisis)
  for (const person of people) {
    const t = messages(person.language === 'en' ? 'en' : 'de').crisis
    await sendMailLater(tx, {
      recipient: person.email,
      subject: t.promiseSubject(crisis.title),
      body: t.promiseBody(`${siteOrigin(town)}/desk/crisis/${crisis.id}`),
      purpose: 'crisis',
      expiresAt: new Date(crisis.next_at.getTime() + 6 * 3600_000)
    })
  }
}

/** Who took over last, else who started it; and whoever reported last. */
async function leadingNow(tx: Tx, crisis: { id: string; started_by: string | null }) {
  const handed = await tx
    .selectFrom('crisis_log')
    .select('to_id')
    .where('crisis_id', '=', crisis.id)
    .where('to_id', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const reported = await tx
    .selectFrom('crisis_report')
    .select('person_id')
    .where('crisis_id', '=', crisis.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const ids = [handed?.to_id ?? crisis.started_by, reported?.person_id].filter((id) => typeof id === 'string')
  if (ids.length === 0) return []
  return tx
    .selectFrom('person')
    .innerJoin('account', 'account.id', 'person.account_id')
    .select(['person.language', 'account.email'])
    .where('person.id', 'in', ids)
    .where('person.left_at', 'is', null)
    .execute()
}
