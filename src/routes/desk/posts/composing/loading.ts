import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import type { DeskPost, UnitChoice } from '#posts/desk-queries.ts'

/** What every part of the composer gets when it loads what its panel shows. */
export interface Loading {
  tx: Tx
  who: Person
  locals: App.Locals
  /** Null: a new one. */
  post: DeskPost | null
  /** The unit it belongs to, or would. */
  unitId: string
  /** The units this person may write for. */
  units: UnitChoice[]
}

/** Reads one field of the composer's form as text. */
export type ReadText = (name: string) => string

/** A reader of the form's fields; browsers send line ends as CRLF. */
export function textsOf(form: FormData): ReadText {
  return (name) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
  }
}
