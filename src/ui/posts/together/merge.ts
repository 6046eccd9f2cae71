/** Two texts that went different ways: what differs, and how they become one again. Nothing is decided for anybody. */
import { diffArrays, diffWordsWithSpace } from 'diff'

export interface Words {
  text: string
  kind: 'same' | 'mine' | 'theirs'
}

/** Beyond it comparing word by word would hold the page up. */
const mostCompared = 60_000

/** Word by word: what stands only here, and what only there. */
export function compareWords(mine: string, theirs: string): Words[] {
  if (mine.length + theirs.length > mostCompared) {
    return mine === theirs
      ? [{ text: mine, kind: 'same' }]
      : [
          { text: theirs, kind: 'theirs' },
          { text: mine, kind: 'mine' }
        ]
  }
  return diffWordsWithSpace(theirs, mine).map((part) => ({
    text: part.value,
    kind: part.added ? 'mine' : part.removed ? 'theirs' : 'same'
  }))
}

export type Choice = 'mine' | 'theirs' | 'both' | 'none'

/** A stretch of paragraphs: the same in both, or different. */
export interface Stretch {
  mine: string[]
  theirs: string[]
  isSame: boolean
  /** What is taken unless somebody says otherwise. */
  choice: Choice
}

/**
 * Lays two texts beside each other by paragraphs. `base` is what both began with, where it is known: then what only one of
 * them changed is taken from that one.
 */
export function stretches(mine: string, theirs: string, base: string | null): Stretch[] {
  const began = base === null ? null : new Set(paragraphs(base))
  const found: Stretch[] = []
  for (const part of diffArrays(paragraphs(theirs), paragraphs(mine))) {
    const last = found.at(-1)
    if (!part.added && !part.removed) found.push({ mine: part.value, theirs: part.value, isSame: true, choice: 'mine' })
    else if (last && !last.isSame) last[part.added ? 'mine' : 'theirs'].push(...part.value)
    else
      found.push({
        mine: part.added ? [...part.value] : [],
        theirs: part.removed ? [...part.value] : [],
        isSame: false,
        choice: 'both'
      })
  }
  for (const one of found) if (!one.isSame) one.choice = choiceOf(one, began)
  return found
}

function choiceOf({ mine, theirs }: Stretch, began: Set<string> | null): Choice {
  const isOld = (side: string[]): boolean => began !== null && side.every((text) => began.has(text))
  // Untouched by me and changed or deleted by the others, or the other way round.
  if (isOld(mine) && !isOld(theirs)) return 'theirs'
  if (isOld(theirs) && !isOld(mine)) return 'mine'
  if (mine.length === 0) return isOld(theirs) ? 'mine' : 'theirs'
  if (theirs.length === 0) return isOld(mine) ? 'theirs' : 'mine'
  return 'both'
}

/** The text that the choices make. */
export function merged(parts: Stretch[]): string {
  return parts
    .flatMap(({ mine, theirs, isSame, choice }) =>
      isSame || choice === 'mine' ? mine : choice === 'theirs' ? theirs : choice === 'both' ? [...theirs, ...mine] : []
    )
    .join('\n\n')
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n{2,}/)
    .map((one) => one.trimEnd())
    .filter((one) => one.trim() !== '')
}
