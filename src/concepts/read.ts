// Reading concepts: for the list of channels, for the editor, for the public.
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { factsFor } from './facts.ts'
import { gap, type Section, sectionKinds, shippedSections } from './shipped.ts'
import { type ConceptStop, conceptStops, needsConcept } from './state.ts'

/** How a channel's concept stands. */
export interface Standing {
  channelId: string
  /** Null for what needs none. */
  state: 'in-force' | 'shipped' | ConceptStop | null
  /** The local day of the next review; null when none is in force. */
  reviewOn: string | null
  isOverdue: boolean
  withdrawalReason: string | null
}

/** How the concepts of these channels stand. */
export async function conceptStandings(
  tx: Tx,
  channels: { id: string; network: string }[]
): Promise<Map<string, Standing>> {
  if (channels.length === 0) return new Map()
  const stops = await conceptStops(tx, channels)
  const rows = await tx
    .selectFrom('concept')
    .select(['channel_id', 'in_force', 'review_on', 'withdrawal_reason'])
    .where(
      'channel_id',
      'in',
      channels.map(({ id }) => id)
    )
    .execute()
  const today = await todayHere(tx)
  return new Map(
    channels.map(({ id, network }): [string, Standing] => {
      const row = rows.find((one) => one.channel_id === id)
      const stop = stops.get(id)
      const state = !needsConcept(network) ? null : (stop ?? (row?.in_force === 0 ? 'shipped' : 'in-force'))
      const reviewOn = stop ? null : (row?.review_on ?? null)
      return [
        id,
        {
          channelId: id,
          state,
          reviewOn,
          isOverdue: reviewOn !== null && reviewOn < today,
          withdrawalReason: stop === 'concept-withdrawn' ? (row?.withdrawal_reason ?? null) : null
        }
      ]
    })
  )
}

export interface EditedSection extends Section {
  hint: string
  /** Whose words they are: as shipped, as adopted, or changed since. */
  origin: 'shipped' | 'adopted' | 'draft'
  hasGap: boolean
}

export interface Step {
  kind: 'adopted' | 'reviewed' | 'withdrawn'
  number: number
  by: string | null
  at: Date
  reason: string | null
}

export interface EditedConcept {
  channel: { id: string; name: string; network: string; unitId: string }
  standing: Standing
  /** The adopted version in force, or 0 for the shipped text; null for none. */
  number: number | null
  revision: number
  hasDraft: boolean
  sections: EditedSection[]
  /** Newest first. */
  versions: { number: number; at: Date; by: string | null }[]
  steps: Step[]
}

/** A concept with everything that whoever writes on it needs. @throws NotAllowed, NotFound for what needs none */
export async function readConcept(tx: Tx, who: Who, channelId: string): Promise<EditedConcept> {
  const channel = await findChannel(tx, channelId)
  must(who, 'concept.write', channel.unit_id)
  const row = await tx.selectFrom('concept').selectAll().where('channel_id', '=', channelId).executeTakeFirst()
  const draft = (row?.draft ?? {}) as Record<string, string>
  const adopted = await latestSections(tx, channelId)
  const shipped = shippedSections(channel.network, await factsFor(tx, channel))
  const sections = sectionKinds().map(({ id, title, hint }): EditedSection => {
    const before = adopted?.find((one) => one.id === id)
    const text = draft[id] ?? before?.text ?? shipped.find((one) => one.id === id)?.text ?? ''
    const origin = draft[id] !== undefined ? 'draft' : before ? 'adopted' : 'shipped'
    return { id, title, hint, text, origin, hasGap: hasGap(text) }
  })
  const standings = await conceptStandings(tx, [channel])
  return {
    channel: { id: channel.id, name: channel.name, network: channel.network, unitId: channel.unit_id },
    standing: standings.get(channelId)!,
    number: row?.in_force ?? null,
    revision: row?.draft_revision ?? 1,
    hasDraft: Object.keys(draft).length > 0,
    sections,
    versions: await versionsOf(tx, channelId),
    steps: await stepsOf(tx, channelId)
  }
}

/** Whether a text still shows that the product did not know something. */
export function hasGap(text: string): boolean {
  return text.replaceAll('\\', '').includes(gap)
}

export interface ConceptInForce {
  channel: { id: string; name: string; network: string; unitId: string; unitName: string }
  /** 0: the shipped text, not adapted yet. */
  number: number
  at: Date | null
  reviewOn: string
  sections: Section[]
}

/** The concept of a channel as it is in force; null without one. */
export async function conceptInForce(tx: Tx, channelId: string): Promise<ConceptInForce | null> {
  const channel = await findChannel(tx, channelId)
  const row = await tx
    .selectFrom('concept')
    .select(['in_force', 'review_on'])
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  if (!row || row.in_force === null) return null
  const version = row.in_force > 0 ? await readVersion(tx, channelId, row.in_force) : null
  return {
    channel: {
      id: channel.id,
      name: channel.name,
      network: channel.network,
      unitId: channel.unit_id,
      unitName: channel.unit_name
    },
    number: row.in_force,
    at: version?.at ?? null,
    reviewOn: row.review_on ?? '',
    sections: version?.sections ?? shippedSections(channel.network, await factsFor(tx, channel))
  }
}

export interface ConceptVersion {
  number: number
  at: Date
  by: string | null
  sections: Section[]
}

/** One adopted version, word for word. @throws NotFound */
export async function readVersion(tx: Tx, channelId: string, number: number): Promise<ConceptVersion> {
  const row = await tx
    .selectFrom('concept_version')
    .leftJoin('person', 'person.id', 'concept_version.adopted_by')
    .select(['concept_version.number', 'concept_version.at', 'concept_version.sections', 'person.name'])
    .where('channel_id', '=', channelId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return { number: row.number, at: row.at, by: row.name, sections: row.sections as unknown as Section[] }
}

/** The channel of a concept. @throws NotFound when there is none, or when it needs no concept */
export async function findChannel(tx: Tx, channelId: string) {
  const channel = await tx
    .selectFrom('channel')
    .innerJoin('unit', 'unit.id', 'channel.unit_id')
    .select(['channel.id', 'channel.name', 'channel.network', 'channel.unit_id', 'unit.name as unit_name'])
    .select('unit.email as unit_email')
    .where('channel.id', '=', channelId)
    .executeTakeFirst()
  if (!channel || !needsConcept(channel.network)) throw new NotFound()
  return channel
}

/** The sections of the newest version, in force or not: what a person goes on writing from. */
export async function latestSections(tx: Tx, channelId: string): Promise<Section[] | null> {
  const row = await tx
    .selectFrom('concept_version')
    .select('sections')
    .where('channel_id', '=', channelId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? (row.sections as unknown as Section[]) : null
}

/** Today, where the municipality is. */
export async function todayHere(tx: Tx): Promise<string> {
  const { time_zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  return dayIn(now(), time_zone)
}

async function versionsOf(tx: Tx, channelId: string): Promise<EditedConcept['versions']> {
  const rows = await tx
    .selectFrom('concept_version')
    .leftJoin('person', 'person.id', 'concept_version.adopted_by')
    .select(['concept_version.number', 'concept_version.at', 'person.name'])
    .where('channel_id', '=', channelId)
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  return rows.map(({ number, at, name }) => ({ number, at, by: name }))
}

async function stepsOf(tx: Tx, channelId: string): Promise<Step[]> {
  const rows = await tx
    .selectFrom('concept_step')
    .leftJoin('person', 'person.id', 'concept_step.person_id')
    .select(['concept_step.kind', 'concept_step.number', 'concept_step.at', 'concept_step.reason', 'person.name'])
    .where('channel_id', '=', channelId)
    .orderBy('concept_step.id', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ name, kind, ...row }) => ({ ...row, kind: kind as Step['kind'], by: name }))
}
