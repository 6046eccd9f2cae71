// What the campaign cost of working time. Whose time it was is not asked: that would be a record about a person.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import { system, type Who } from '#people/types.ts'
import { isDay, isHours } from './check.ts'
import { lockCampaign } from './lock.ts'

/** Notes hours. @throws NotAllowed, NotFound, Invalid */
export async function noteHours(
  tx: Tx,
  who: Who,
  input: { campaign: string; day: string; hours: number | null; note: string }
): Promise<string> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.note', campaign.unit_id)
  const problems: Record<string, string> = {}
  if (!isDay(input.day)) problems.day = 'campaign.dayInvalid'
  if (input.hours === null || !isHours(input.hours, 1000)) problems.hours = 'campaign.hoursInvalid'
  if (input.note.trim().length > 300) problems.note = 'campaign.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const id = newId()
  await tx
    .insertInto('campaign_hours')
    .values({
      id,
      campaign_id: campaign.id,
      on_day: input.day,
      hours: input.hours!,
      note: input.note.trim(),
      created_at: now()
    })
    .execute()
  // As by the program: the journal, too, must not tell whose hours they were.
  record(tx, system, 'campaign.hours-noted', campaign.id)
  return id
}

/** Takes back hours that were noted wrongly. @throws NotAllowed, NotFound */
export async function removeHours(tx: Tx, who: Who, input: { hours: string }): Promise<void> {
  const row = await tx
    .selectFrom('campaign_hours')
    .select('campaign_id')
    .where('id', '=', input.hours)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const campaign = await lockCampaign(tx, row.campaign_id)
  must(who, 'campaign.note', campaign.unit_id)
  await tx.deleteFrom('campaign_hours').where('id', '=', input.hours).execute()
  record(tx, system, 'campaign.hours-removed', campaign.id)
}
