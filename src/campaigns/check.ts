// What a plan must have, and what it must not.
import { addDays } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import { type CampaignInput, instruments } from './types.ts'

/** The plan in the form it is stored. @throws Invalid with a message key per field */
export function checkPlan(input: CampaignInput) {
  const title = input.title.trim().replace(/\s+/g, ' ')
  const problem = input.problem.trim()
  const messages = input.messages.map((message) => message.trim()).filter(Boolean)
  const problems: Record<string, string> = {}
  if (!title) problems.title = 'campaign.titleMissing'
  if (title.length > 160) problems.title = 'campaign.tooLong'
  if (problem.length > 4000) problems.problem = 'campaign.tooLong'
  if (messages.length > 20) problems.messages = 'campaign.tooManyMessages'
  if (messages.some((message) => message.length > 500)) problems.messages = 'campaign.tooLong'
  for (const field of ['startsOn', 'endsOn', 'reviewOn'] as const)
    if (input[field] !== null && !isDay(input[field])) problems[field] = 'campaign.dayInvalid'
  if (!problems.endsOn && input.startsOn && input.endsOn && input.endsOn < input.startsOn)
    problems.endsOn = 'campaign.endsBeforeStart'
  if (input.hoursBudget !== null && !isHours(input.hoursBudget, 100_000)) problems.hoursBudget = 'campaign.hoursInvalid'
  const chosen = input.instruments.filter(({ instrument }) => (instruments as readonly string[]).includes(instrument))
  for (const { instrument, reason } of chosen)
    if (!reason.trim()) problems[`reason-${instrument}`] = 'campaign.reasonMissing'
    else if (reason.length > 600) problems[`reason-${instrument}`] = 'campaign.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return {
    row: {
      title,
      unit_id: input.unitId,
      problem,
      messages,
      starts_on: input.startsOn,
      ends_on: input.endsOn,
      review_on: input.reviewOn,
      hours_budget: input.hoursBudget
    },
    instruments: chosen.map(({ instrument, reason }) => ({ instrument, reason: reason.trim() }))
  }
}

/** Whether this is a day of the calendar between 2000 and 2100. */
export function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false
  try {
    return addDays(text, 0) === text
  } catch {
    return false
  }
}

/** Whether this is a sensible number of hours. */
export function isHours(hours: number, most: number): boolean {
  return Number.isFinite(hours) && hours > 0 && hours <= most
}

/** Writes what a campaign is connected with, and nothing else. Ids that do not exist here are left out. */
export async function connect(tx: Tx, campaign: string, input: CampaignInput): Promise<void> {
  const goals = await existing(tx, 'goal', input.goalIds)
  const audiences = await existing(tx, 'audience', input.audienceIds)
  const people = await existing(tx, 'person', input.personIds)
  await tx.deleteFrom('campaign_goal').where('campaign_id', '=', campaign).execute()
  await tx.deleteFrom('campaign_audience').where('campaign_id', '=', campaign).execute()
  await tx.deleteFrom('campaign_person').where('campaign_id', '=', campaign).execute()
  await tx.deleteFrom('campaign_instrument').where('campaign_id', '=', campaign).execute()
  if (goals.length > 0)
    await tx
      .insertInto('campaign_goal')
      .values(goals.map((goal_id) => ({ campaign_id: campaign, goal_id })))
      .execute()
  if (audiences.length > 0)
    await tx
      .insertInto('campaign_audience')
      .values(audiences.map((audience_id) => ({ campaign_id: campaign, audience_id })))
      .execute()
  if (people.length > 0)
    await tx
      .insertInto('campaign_person')
      .values(people.map((person_id) => ({ campaign_id: campaign, person_id })))
      .execute()
  const chosen = checkPlan(input).instruments
  if (chosen.length > 0)
    await tx
      .insertInto('campaign_instrument')
      .values(chosen.map((one) => ({ campaign_id: campaign, ...one })))
      .execute()
}

async function existing(tx: Tx, table: 'goal' | 'audience' | 'person', ids: string[]): Promise<string[]> {
  const asked = [...new Set(ids)].slice(0, 200)
  if (asked.length === 0) return []
  const rows = await tx.selectFrom(table).select('id').where('id', 'in', asked).execute()
  return rows.map(({ id }) => id)
}
