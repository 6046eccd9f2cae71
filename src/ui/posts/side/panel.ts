import type { ComposerData, ComposerFailure, TypedPost } from '../shared.ts'

/** What every panel beside the text is given: all that is known, all that is typed, and how to say that it changed. */
export interface PanelProps {
  data: ComposerData
  /** Bind it: panels write their own fields. */
  typed: TypedPost
  failure: ComposerFailure | null
  /** Call it at every change, for the autosave. */
  onchange: () => void
}
