import type { Suggestion } from '#goals/suggest.ts'
import type { TreeChoice } from '../../goals/shared.ts'

/** What a post serves: goals by name, and topics with semicolons between them. */
export interface TypedServes {
  topics: string
  goals: string[]
}

export interface ServesData {
  topicNames: string[]
  /** In the order of the tree. */
  goalChoices: TreeChoice[]
  /** For the text as it was saved; the panel asks for others while somebody writes. */
  goalSuggestions: Suggestion[]
  mayAddGoals: boolean
}
