// What the campaign counts to know whether it worked, with a target value, and what was counted when.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { isDay } from './check.ts'
import { lockCampaign } from './lock.ts'

const most = { measures: 30, results: 500 }

export interface MeasureInput {
  name: string
  /** What the figures count, such as "Anmeldungen" or "%". */
  figure: string
  target: number | null
  dueOn: string | null
}

/** Adds a measure. @throws NotAllowed, NotFound, Invalid, Refusal at thirty */
export async function addMeasure(tx: Tx, who: Who, input: MeasureInput & { campaign: string }): Promise<string> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.write', campaign.unit_id)
  const problems: Record<string, string> = {}
  const name = input.name.trim()
  if (!name) problems.name = 'campaign.measureMissing'
  if (name.length > 200) problems.name = 'campaign.tooLong'
  if (input.figure.trim().length > 40) problems.figure = 'campaign.tooLong'
  if (input.target !== null && !isFigure(input.target)) problems.target = 'campaign.figureInvalid'
  if (input.dueOn !== null && !isDay(input.dueOn)) problems.dueOn = 'campaign.dayInvalid'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const had = await tx.selectFrom('campaign_measure').select('id').where('campaign_id', '=', campaign.id).execute()
  if (had.length >= most.measures) throw new Refusal('campaign.tooManyMeasures')
  const id = newId()
  await tx
    .insertInto('campaign_measure')
    .values({
      id,
      campaign_id: campaign.id,
      name,
      figure: input.figure.trim(),
      target: input.target,
      due_on: input.dueOn,
      created_at: now()
    })
    .execute()
  record(tx, who, 'campaign.measure-added', campaign.id, { measure: id })
  return id
}

/** Takes a measure out of the plan, with its results. @throws NotAllowed, NotFound */
export async function removeMeasure(tx: Tx, who: Who, input: { measure: string }): Promise<void> {
  const campaign = await campaignOf(tx, input.measure)
  must(who, 'campaign.write', campaign.unit_id)
  await tx.deleteFrom('campaign_measure').where('id', '=', input.measure).execute()
  record(tx, who, 'campaign.measure-removed', campaign.id, { measure: input.measure })
}

/** Notes what was counted on a day. @throws NotAllowed, NotFound, Invalid, Refusal at five hundred */
export async function noteResult(
  tx: Tx,
  who: Who,
  input: { measure: string; day: string; value: number | null; note: string }
): Promise<string> {
  const campaign = await campaignOf(tx, input.measure)
  must(who, 'campaign.note', campaign.unit_id)
  const problems: Record<string, string> = {}
  if (!isDay(input.day)) problems.day = 'campaign.dayInvalid'
  if (input.value === null || !isFigure(input.value)) problems.value = 'campaign.figureInvalid'
  if (input.note.trim().length > 300) problems.note = 'campaign.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const had = await tx.selectFrom('campaign_result').select('id').where('measure_id', '=', input.measure).execute()
  if (had.length >= most.results) throw new Refusal('campaign.tooManyResults')
  const id = newId()
  await tx
    .insertInto('campaign_result')
    .values({
      id,
      measure_id: input.measure,
      on_day: input.day,
      value: input.value!,
      note: input.note.trim(),
      created_at: now()
    })
    .execute()
  record(tx, who, 'campaign.result-noted', campaign.id, { measure: input.measure, result: id })
  return id
}

/** Takes back what was counted wrongly. @throws NotAllowed, NotFound */
export async function removeResult(tx: Tx, who: Who, input: { result: string }): Promise<void> {
  const result = await tx
    .selectFrom('campaign_result')
    .select('measure_id')
    .where('id', '=', input.result)
    .executeTakeFirst()
  if (!result) throw new NotFound()
  const campaign = await campaignOf(tx, result.measure_id)
  must(who, 'campaign.note', campaign.unit_id)
  await tx.deleteFrom('campaign_result').where('id', '=', input.result).execute()
  record(tx, who, 'campaign.result-removed', campaign.id, { measure: result.measure_id, result: input.result })
}

async function campaignOf(tx: Tx, measure: string) {
  const row = await tx.selectFrom('campaign_measure').select('campaign_id').where('id', '=', measure).executeTakeFirst()
  if (!row) throw new NotFound()
  return lockCampaign(tx, row.campaign_id)
}

function isFigure(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= 1e12
}
