import type { Instrument } from '#channels/contract.ts'

export const campaignStates = ['planned', 'running', 'done', 'archived'] as const
export type CampaignState = (typeof campaignStates)[number]

/** What a campaign may use; practice is none and the municipality's site is always part of it. */
export const instruments = [
  'site',
  'social-network',
  'microblog',
  'media-platform',
  'blog',
  'wiki',
  'forum',
  'messenger',
  'newsletter',
  'mail',
  'participation',
  'offline'
] as const satisfies Instrument[]

/** The plan, as it is written down. Days are the municipality's, `YYYY-MM-DD`. */
export interface CampaignInput {
  title: string
  unitId: string
  problem: string
  messages: string[]
  startsOn: string | null
  endsOn: string | null
  reviewOn: string | null
  hoursBudget: number | null
  goalIds: string[]
  audienceIds: string[]
  instruments: { instrument: string; reason: string }[]
  personIds: string[]
}
