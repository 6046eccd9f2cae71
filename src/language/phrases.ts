// Finds many expressions at once: a tree of words, walked from each place of the text at most as deep as the longest one.
import { type Reading, isFirst } from './reading.ts'
import type { Sentence } from './sentences.ts'
import { tokenise } from './tokens.ts'

interface Node<Value> {
  next: Map<string, Node<Value>>
  /** More than one only where capitals tell them apart: Zuwiderhandeln, zuwiderhandeln. */
  leaves?: Leaf<Value>[]
}

interface Leaf<Value> {
  value: Value
  /** Which words begin with a capital letter. */
  capitals: boolean[]
}

export interface Found<Value> {
  value: Value
  first: number
  last: number
}

export interface Phrases<Value> {
  root: Node<Value>
}

/** An empty collection. */
export function noPhrases<Value>(): Phrases<Value> {
  return { root: { next: new Map() } }
}

/** Adds an expression; a later one replaces an earlier one of the same words. */
export function addPhrase<Value>(phrases: Phrases<Value>, written: string, value: Value): void {
  const tokens = tokenise(written, { steps: 0 })
  if (tokens.length === 0) return
  let node = phrases.root
  for (const { lower } of tokens) {
    let next = node.next.get(lower)
    if (!next) node.next.set(lower, (next = { next: new Map() }))
    node = next
  }
  const capitals = tokens.map((token) => token.capital)
  const others = (node.leaves ?? []).filter((leaf) => leaf.capitals.some((capital, i) => capital !== capitals[i]))
  node.leaves = [{ value, capitals }, ...others]
}

/** Takes an expression out again. */
export function removePhrase<Value>(phrases: Phrases<Value>, written: string): void {
  let node: Node<Value> | undefined = phrases.root
  for (const { lower } of tokenise(written, { steps: 0 })) node = node?.next.get(lower)
  if (node) delete node.leaves
}

/** The longest expression that begins at `first`, or null. */
export function longestAt<Value>(
  phrases: Phrases<Value>,
  reading: Reading,
  sentence: Sentence,
  first: number
): Found<Value> | null {
  let node: Node<Value> | undefined = phrases.root
  let found: Found<Value> | null = null
  for (let i = first; i < sentence.last; i++) {
    reading.steps++
    node = node.next.get(reading.tokens[i]!.lower)
    if (!node) break
    const leaf = node.leaves?.find(({ capitals }) => hasCapitals(reading, sentence, first, capitals))
    if (leaf) found = { value: leaf.value, first, last: i }
  }
  return found
}

/** Nouns must be written as such, other words may have a capital letter only where a sentence begins. */
function hasCapitals(reading: Reading, sentence: Sentence, first: number, capitals: readonly boolean[]): boolean {
  return capitals.every((capital, i) => {
    const token = reading.tokens[first + i]!
    return token.capital === capital || (token.capital && i === 0 && isFirst(reading, sentence, first))
  })
}
