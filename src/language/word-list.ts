// The house's language: the list that ships, with what a municipality adds to it or takes out.
import shippedEntries from '../../content/language/officialese.json' with { type: 'json' }
import { addPhrase, noPhrases, type Phrases, removePhrase } from './phrases.ts'
import type { Severity } from './types.ts'

/** One line of `content/language/officialese.json`; its README says what each field means. */
export interface Entry {
  /** Expressions, parted by `|`; `~` stands for an ending (`hiesige~`: hiesige, hiesigen, hiesiger …). */
  find: string
  /** Plainer ones, in the same order, or one for all; `?` before one: only to think of, never put in place. */
  say: string
  /** `say` may be put in the place of `find` as it is. */
  apply?: boolean
  reason: string
  severity: string
  /** When the expression must stay. */
  exception?: string
  /** A term of law that stays; `say` explains it in brackets. */
  legal?: boolean
  /** Longer expressions, parted by `|`, in which it is not meant. */
  not?: string
}

/** What a municipality changes. */
export interface House {
  add?: readonly Entry[]
  /** Expressions of the shipped list that are fine here. */
  allow?: readonly string[]
}

export interface Advice {
  reason: string
  severity: Severity
  say: string
  replacement?: string
  exception?: string
  legal: boolean
}

/** Null: an expression that only hides another one. */
export type WordList = Phrases<Advice | null>

const endings = ['', 'e', 'en', 'er', 'es', 'em', 'n', 'r', 's', 'm']

let shipped: WordList | undefined

/**
 * The word list for a house, or the shipped one. Making one takes a few milliseconds; keep it.
 * @example wordList({ add: [{ find: 'Servicepoint', say: 'Schalter', reason: 'foreign', severity: 'hint' }], allow: ['sofern'] })
 */
export function wordList(house?: House): WordList {
  if (!house) return (shipped ??= compile(shippedEntries))
  return compile([...shippedEntries, ...(house.add ?? [])], house.allow)
}

function compile(entries: readonly Entry[], allow: readonly string[] = []): WordList {
  const list: WordList = noPhrases()
  for (const entry of entries) for (const hidden of parts(entry.not)) addPhrase(list, hidden, null)
  for (const entry of entries) addEntry(list, entry)
  for (const allowed of allow) removePhrase(list, allowed)
  return list
}

function addEntry(list: WordList, entry: Entry): void {
  const says = entry.say.split('|')
  for (const [i, find] of parts(entry.find).entries()) {
    const say = says.length > 1 ? (says[i] ?? '') : says[0]!
    if (find.endsWith('~')) for (const ending of endings) addForm(list, entry, find.slice(0, -1) + ending, say, ending)
    else addForm(list, entry, find, say, '')
  }
}

function addForm(list: WordList, entry: Entry, find: string, say: string, ending: string): void {
  const isThought = say.startsWith('?')
  const word = (isThought ? say.slice(1) : say).replace('~', ending)
  // An ending that the plainer expression does not take over would be lost.
  const fits = entry.apply === true && !isThought && word !== '' && (ending === '' || say.includes('~'))
  addPhrase(list, find, {
    reason: entry.reason,
    severity: entry.severity === 'warning' ? 'warning' : 'hint',
    say: word,
    legal: entry.legal === true,
    ...(fits && { replacement: word }),
    ...(entry.exception && { exception: entry.exception })
  })
}

function parts(list: string | undefined): string[] {
  return (list ?? '').split('|').filter(Boolean)
}
