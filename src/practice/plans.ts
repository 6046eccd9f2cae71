// The campaigns and audiences of a drill: what belongs together, for whom it is, and which channels reach them.
import { audiencesByKey } from '#audiences/catalogue.ts'
import { setReach } from '#audiences/reach.ts'
import { createCampaign } from '#campaigns/create.ts'
import { noteHours } from '#campaigns/hours.ts'
import { addMeasure, noteResult } from '#campaigns/measures.ts'
import { moveCampaign } from '#campaigns/move.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { StepOf } from './scenario.ts'
import { must, personOf, type PlayedTown } from './town.ts'

const today = () => dayIn(now(), 'Europe/Berlin')

/** Begins a campaign of the drill with its plan and its measures. */
export async function addDrillCampaign(town: PlayedTown, step: StepOf<'campaign'>): Promise<void> {
  const who = await personOf(town, step.by)
  await inMunicipality(town.municipalityId, async (tx) => {
    const audiences = await audiencesByKey(tx)
    const campaign = await createCampaign(tx, who, {
      title: step.title,
      unitId: must(town.units, step.unit),
      problem: step.problem,
      messages: step.messages,
      startsOn: addDays(today(), step.days.from),
      endsOn: addDays(today(), step.days.to),
      reviewOn: addDays(today(), step.days.review),
      hoursBudget: step.hours,
      goalIds: step.goals.map((goal) => must(town.goals, goal).id),
      audienceIds: step.audiences.map((audience) => must(audiences, audience)),
      instruments: step.instruments,
      personIds: step.people.map((person) => must(town.people, person))
    })
    town.campaigns.set(step.key, campaign)
    for (const { key, days, ...measure } of step.measures)
      town.measures.set(
        `${step.key}/${key}`,
        await addMeasure(tx, who, { campaign, ...measure, dueOn: addDays(today(), days) })
      )
    await moveCampaign(tx, who, { campaign, state: 'running' })
  })
}

/** Notes what was counted, or what it cost, on the step's day. */
export async function noteInCampaign(town: PlayedTown, step: StepOf<'result' | 'hours'>): Promise<void> {
  const who = await personOf(town, step.by)
  const { note } = step
  await inMunicipality(town.municipalityId, async (tx) => {
    if (step.do === 'hours')
      await noteHours(tx, who, { campaign: must(town.campaigns, step.campaign), day: today(), hours: step.hours, note })
    else {
      const measure = must(town.measures, `${step.campaign}/${step.measure}`)
      await noteResult(tx, who, { measure, day: today(), value: step.value, note })
    }
  })
}

/** Says which channels reach an audience. */
export async function settleReach(town: PlayedTown, step: StepOf<'reach'>): Promise<void> {
  const who = await personOf(town, step.by)
  await inMunicipality(town.municipalityId, async (tx) => {
    const channels = await tx.selectFrom('channel').select(['id', 'network']).execute()
    await setReach(tx, who, {
      audience: must(await audiencesByKey(tx), step.audience),
      channels: step.channels.flatMap(({ network, note }) =>
        channels.filter((channel) => channel.network === network).map(({ id }) => ({ id, note }))
      )
    })
  })
}
