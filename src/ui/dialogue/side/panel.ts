/** What every panel beside a conversation, and every line in its head, is given. */
import type { Component } from 'svelte'
import type { Choice } from '#dialogue/choices.ts'
import type { Opened } from '#dialogue/timeline.ts'
import type { Language } from '#language/shared.ts'
import type { SideData } from '#routes/desk/side.ts'
import type { TreeChoice } from '../../goals/shared.ts'

/** A form of the conversation that came back. */
export interface FailedForm {
  action: string
  problem: string
  /** What was typed into the field `text`. */
  text: string
  fields: Record<string, string>
  typed: Record<string, string>
  stale?: { by: string; text: string; answers: number }
}

export interface PanelProps {
  language: Language
  zone: string
  now: Date
  opened: Opened
  /** Who looks at it. */
  me: string
  /** What panels read for themselves (routes/desk/side.ts). */
  side: SideData
  units: Choice[]
  people: Choice[]
  /** What it can serve, in the order of the tree. */
  goals: TreeChoice[]
  failed: FailedForm | null
  /** Address of a form's action that comes back here. */
  to: (action: string) => string
}

export interface Plugged {
  part: Component<PanelProps>
  /** The actions whose refusals it shows itself. */
  actions: string[]
}
