// A rule and what it asks. Pure: the settings page tries rules on past messages with the same code that routes new ones.
import { languageOf } from './language-of.ts'
import { bareOf, stemOf, wordsOf, type Word } from './text.ts'

export const hoursKinds = ['any', 'open', 'closed'] as const
export const priorities = ['low', 'normal', 'high', 'urgent'] as const

/** What a rule asks; an empty list asks nothing. */
export interface Conditions {
  /** One of these stands in it. */
  words: string[]
  /** All of these stand in it. */
  allWords: string[]
  /** None of these stands in it. */
  notWords: string[]
  /** One of these places is named in it. */
  places: string[]
  channels: string[]
  /** Topics of the post it is about. */
  topics: string[]
  languages: string[]
  hours: (typeof hoursKinds)[number]
  /** Also where the post it is about belongs to a unit already. */
  overPost: boolean
}

export interface Rule extends Conditions {
  id: string
  name: string
  active: boolean
  unit: string
  priority: (typeof priorities)[number] | null
  topic: string | null
}

/** What is known of a message when it is routed. */
export interface Facts {
  channel: string
  text: string
  /** As the network says; null: unknown. */
  language: string | null
  /** Topics and unit of the post it is about. */
  topics: string[]
  postUnit: string | null
  /** Whether somebody works in the town hall. */
  isOpen: () => boolean
}

/** Facts that are worked out once for all rules. */
export interface Read extends Facts {
  said: Word[]
  spoken: () => string | null
}

/** Reads a message once, for any number of rules. */
export function read(facts: Facts): Read {
  let language: string | null | undefined
  return {
    ...facts,
    said: wordsOf(facts.text),
    spoken: () =>
      language === undefined ? (language = facts.language?.slice(0, 2) ?? languageOf(facts.text)) : language
  }
}

/** The words of the message that a rule goes by (empty where it asks for none); null: it does not fit. */
export function fits(rule: Conditions, message: Read): string[] | null {
  if (rule.channels.length > 0 && !rule.channels.includes(message.channel)) return null
  if (!rule.overPost && message.postUnit) return null
  if (rule.topics.length > 0 && !rule.topics.some((topic) => message.topics.includes(topic))) return null
  if (rule.hours !== 'any' && message.isOpen() !== (rule.hours === 'open')) return null
  const found: string[] = []
  for (const list of [rule.words, rule.places]) {
    if (list.length === 0) continue
    const hits = list.flatMap((one) => occurrence(one, message.said) ?? [])
    if (hits.length === 0) return null
    found.push(...hits)
  }
  for (const one of rule.allWords) {
    const hit = occurrence(one, message.said)
    if (hit === null) return null
    found.push(hit)
  }
  if (rule.notWords.some((one) => occurrence(one, message.said) !== null)) return null
  if (rule.languages.length > 0 && !rule.languages.includes(message.spoken() ?? '')) return null
  return [...new Set(found)].slice(0, 6)
}

/** From this length on a word is also found inside of longer ones: "Schlagloch" in "Schlaglochpiste". */
const inside = 5

/**
 * How the message says this expression, or null. Endings and umlauts do not matter; several words must stand one after the
 * other; a long word is also found inside of a longer one.
 */
export function occurrence(expression: string, said: Word[]): string | null {
  const wanted = wantedOf(expression)
  if (wanted.length === 0) return null
  for (let at = 0; at + wanted.length <= said.length; at += 1)
    if (wanted.every((one, step) => isSame(one, said[at + step]!)))
      return said
        .slice(at, at + wanted.length)
        .map((one) => one.said)
        .join(' ')
  return null
}

function isSame(wanted: { bare: string; stem: string }, word: Word): boolean {
  return (
    wanted.stem === word.stem ||
    (wanted.bare.length >= inside && wanted.stem.length >= 4 && word.bare.includes(wanted.stem))
  )
}

const wantedBefore = new Map<string, { bare: string; stem: string }[]>()

function wantedOf(expression: string): { bare: string; stem: string }[] {
  let wanted = wantedBefore.get(expression)
  if (!wanted) {
    if (wantedBefore.size > 20_000) wantedBefore.clear()
    wanted = wordsOf(expression).map(({ said }) => ({ bare: bareOf(said), stem: stemOf(bareOf(said)) }))
    wantedBefore.set(expression, wanted)
  }
  return wanted
}
