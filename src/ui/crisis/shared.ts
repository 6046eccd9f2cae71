/** What the pages of crisis mode show. */
import type { Language } from '#language/shared.ts'
import { messages } from '../messages/messages.ts'

export interface FormState {
  values: Record<string, string>
  fields: Record<string, string>
  problem: string | null
  form?: string
}

export interface WarningView {
  id: string
  headline: string
  sender: string
  severity: 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown'
  area: string
  description: string
  instruction: string
  sentAt: Date
  expiresAt: Date | null
  state: 'new' | 'drafted' | 'put-aside' | 'ended'
  postId: string | null
}

export interface SourceView {
  isOn: boolean
  address: string
  region: string
  succeededAt: Date | null
  problem: string | null
}

/** How long until (or since) a promised time, in whole minutes. */
export function spanText(milliseconds: number, language: Language): string {
  const t = messages(language).crisis
  const minutes = Math.max(0, Math.floor(Math.abs(milliseconds) / 60_000))
  return minutes < 60 ? t.minutes(minutes) : t.hours(Math.floor(minutes / 60), minutes % 60)
}
