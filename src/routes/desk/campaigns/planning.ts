// What the pages of a campaign's plan have in common: reading the form, and what it offers.
import { audienceChoices } from '#audiences/queries.ts'
import { peopleChoices, unitsToPlanFor } from '#campaigns/choices.ts'
import type { CampaignPage } from '#campaigns/queries.ts'
import { type CampaignInput, instruments } from '#campaigns/types.ts'
import { numberIn } from '#goals/csv/cells.ts'
import { listGoals } from '#goals/find.ts'
import { text } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { PlanChoices, TypedCampaign } from '#ui/campaigns/shared.ts'

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is offered; what was chosen before and is not any more stays. */
export async function planChoices(tx: Tx, who: Person, chosen: CampaignPage | null = null): Promise<PlanChoices> {
  const goals = await listGoals(tx)
  const gone = chosen?.goals.filter(({ id }) => !goals.some((goal) => goal.id === id)) ?? []
  const units = await unitsToPlanFor(tx, who)
  return {
    units: units.map(({ id, name }) => ({ value: id, label: name })),
    goals: [...goals.map(({ id, name }) => ({ id, name })), ...gone],
    audiences: await audienceChoices(
      tx,
      chosen?.audiences.map(({ id }) => id)
    ),
    people: await peopleChoices(
      tx,
      chosen?.people.map(({ id }) => id)
    ),
    instruments
  }
}

/** An empty form, or one with what is stored. */
export function typedCampaign(campaign: CampaignPage | null, unit: string): TypedCampaign {
  return {
    revision: campaign?.revision ?? 0,
    title: campaign?.title ?? '',
    problem: campaign?.problem ?? '',
    messages: campaign?.messages.join('\n') ?? '',
    unit: campaign?.unitId ?? unit,
    startsOn: campaign?.startsOn ?? '',
    endsOn: campaign?.endsOn ?? '',
    reviewOn: campaign?.reviewOn ?? '',
    hoursBudget: campaign?.hoursBudget == null ? '' : String(campaign.hoursBudget).replace('.', ','),
    goals: campaign?.goals.map(({ id }) => id) ?? [],
    audiences: campaign?.audiences.map(({ id }) => id) ?? [],
    people: campaign?.people.map(({ id }) => id) ?? [],
    instruments: campaign?.instruments.map(({ instrument }) => instrument) ?? [],
    reasons: Object.fromEntries(campaign?.instruments.map(({ instrument, reason }) => [instrument, reason]) ?? [])
  }
}

/** The form as it came. */
export function readCampaignForm(form: FormData): TypedCampaign {
  const ids = (name: string) => form.getAll(name).map(String)
  return {
    revision: Number.parseInt(text(form, 'revision'), 10) || 0,
    title: text(form, 'title'),
    problem: text(form, 'problem').replace(/\r\n?/g, '\n'),
    messages: text(form, 'messages').replace(/\r\n?/g, '\n'),
    unit: text(form, 'unit'),
    startsOn: text(form, 'startsOn'),
    endsOn: text(form, 'endsOn'),
    reviewOn: text(form, 'reviewOn'),
    hoursBudget: text(form, 'hoursBudget'),
    goals: ids('goals'),
    audiences: ids('audiences'),
    people: ids('people'),
    instruments: ids('instruments'),
    reasons: Object.fromEntries(instruments.map((one) => [one, text(form, `reason-${one}`)]))
  }
}

/** What the use cases take. @throws Invalid */
export function planOfForm(typed: TypedCampaign): CampaignInput {
  if (!uuid.test(typed.unit)) throw new Invalid({ unit: 'choose' })
  return {
    title: typed.title,
    unitId: typed.unit,
    problem: typed.problem,
    messages: typed.messages.split('\n'),
    startsOn: typed.startsOn || null,
    endsOn: typed.endsOn || null,
    reviewOn: typed.reviewOn || null,
    hoursBudget: readNumber(typed.hoursBudget),
    goalIds: typed.goals.filter((id) => uuid.test(id)),
    audienceIds: typed.audiences.filter((id) => uuid.test(id)),
    personIds: typed.people.filter((id) => uuid.test(id)),
    instruments: typed.instruments.map((instrument) => ({ instrument, reason: typed.reasons[instrument] ?? '' }))
  }
}

/** A number as people write it; null when the field is empty, NaN when it is none. */
export function readNumber(typed: string): number | null {
  const { value, problem } = numberIn(typed)
  return problem ? Number.NaN : (value ?? null)
}
