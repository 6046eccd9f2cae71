// The look back: its people are told when it is due, and what it brought stays with the campaign.
import { loadMunicipality, municipalityIds, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { dayIn, now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import { system, type Who } from '#people/types.ts'
import { isDay } from './check.ts'
import { lockCampaign } from './lock.ts'
import { reviewMail } from './mail-texts.ts'

/** Notes what looking back brought, and when the next look is due (or that none is). @throws NotAllowed, NotFound, Invalid */
export async function reviewCampaign(
  tx: Tx,
  who: Who,
  input: { campaign: string; finding: string; nextReviewOn: string | null }
): Promise<void> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.write', campaign.unit_id)
  const finding = input.finding.trim()
  const problems: Record<string, string> = {}
  if (!finding) problems.finding = 'campaign.findingMissing'
  if (finding.length > 4000) problems.finding = 'campaign.tooLong'
  if (input.nextReviewOn !== null && !isDay(input.nextReviewOn)) problems.nextReviewOn = 'campaign.dayInvalid'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  await tx
    .insertInto('campaign_review')
    .values({
      id: newId(),
      campaign_id: campaign.id,
      by_id: who.kind === 'person' ? who.id : null,
      finding,
      at: now()
    })
    .execute()
  await tx
    .updateTable('campaign')
    .set({ review_on: input.nextReviewOn, revision: campaign.revision + 1, changed_at: now() })
    .where('id', '=', campaign.id)
    .execute()
  record(tx, who, 'campaign.reviewed', campaign.id)
}

/** Tells the people of campaigns whose look back is due; once a review day, within service hours. */
export const campaignReviewJob = defineJob({
  name: 'campaign-review',
  everySeconds: 1800,
  async handle() {
    for (const id of await municipalityIds()) await inMunicipality(id, tellOfReviews)
  }
})

/** See `campaignReviewJob`. */
export async function tellOfReviews(tx: Tx): Promise<void> {
  const municipality = await loadMunicipality(tx)
  const here = zoned(now(), municipality.timeZone)
  const { days, from, to } = municipality.settings.serviceHours
  if (days.length > 0 && (!days.includes(here.weekday) || here.time < from || here.time >= to)) return
  const due = await tx
    .selectFrom('campaign')
    .select(['id', 'title', 'review_on', 'created_by'])
    .where('state', 'in', ['planned', 'running'])
    .where('review_on', '<=', dayIn(now(), municipality.timeZone))
    .where((where) => where('review_told_for', 'is distinct from', where.ref('review_on')))
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const campaign of due) {
    const people = await tx
      .selectFrom('campaign_person')
      .innerJoin('person', 'person.id', 'campaign_person.person_id')
      .innerJoin('account', 'account.id', 'person.account_id')
      .select(['account.email', 'person.language'])
      .where('campaign_person.campaign_id', '=', campaign.id)
      .where('person.left_at', 'is', null)
      .where('person.notices', '<>', 'off')
      .limit(50)
      .execute()
    for (const { email, language } of people)
      await sendMailLater(tx, {
        recipient: email,
        purpose: 'campaign-review',
        ...reviewMail(language === 'en' ? 'en' : 'de', {
          municipality: municipality.name,
          title: campaign.title,
          link: `${siteOrigin(municipality)}/desk/campaigns/${campaign.id}`
        })
      })
    await tx
      .updateTable('campaign')
      .set({ review_told_for: campaign.review_on })
      .where('id', '=', campaign.id)
      .execute()
    record(tx, system, 'campaign.review-told', campaign.id, { people: people.length })
  }
}
