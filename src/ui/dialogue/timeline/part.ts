/** What every part of a message in the timeline is given. */
import type { Component } from 'svelte'
import type { Opened, TimelineMessage } from '#dialogue/timeline.ts'
import type { Language } from '#language/shared.ts'

export interface PartProps {
  language: Language
  zone: string
  message: TimelineMessage
  /** The conversation it stands in. */
  opened: Opened
  /** Address of a form's action that comes back here. */
  to: (action: string) => string
}

export type Part = Component<PartProps>
