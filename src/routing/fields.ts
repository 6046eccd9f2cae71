// What municipalities deal with everywhere, as a shipped list of words by area and field (after the product areas of
// municipal budgets). It gives a short text marks in common with others that say the same in other words.
import shipped from '../../content/routing/fields.json' with { type: 'json' }
import { wordsOf, type Word } from './text.ts'

export interface FieldHit {
  area: string
  /** With its area in front. */
  field: string
  said: string
}

/** From this length on a word of the list is also found inside of a longer one. */
const inside = 5
const single = new Map<string, string[]>()
const several = new Map<string, { stems: string[]; field: string }[]>()
for (const [area, fields] of Object.entries(shipped))
  for (const [name, list] of Object.entries(fields))
    for (const expression of list.split(',')) {
      const stems = wordsOf(expression).map(({ stem }) => stem)
      const field = `${area}/${name}`
      const [first = ''] = stems
      if (stems.length === 1) single.set(first, [...(single.get(first) ?? []), field])
      else several.set(first, [...(several.get(first) ?? []), { stems, field }])
    }

/** The fields that a text speaks of, word by word. */
export function fieldsOf(words: Word[]): FieldHit[] {
  const hits: FieldHit[] = []
  const add = (field: string, said: string) => hits.push({ area: field.slice(0, field.indexOf('/')), field, said })
  for (const [at, word] of words.entries()) {
    for (const field of single.get(word.stem) ?? longestInside(word.bare)) add(field, word.said)
    for (const { stems, field } of several.get(word.stem) ?? [])
      if (stems.every((stem, step) => words[at + step]?.stem === stem)) add(field, word.said)
  }
  return hits
}

/** "Riesenschlagloch" speaks of what "Schlagloch" does. */
function longestInside(bare: string): string[] {
  if (bare.length <= inside + 1 || bare.length > 40) return []
  for (let length = bare.length - 1; length >= inside; length -= 1)
    for (let from = 0; from + length <= bare.length; from += 1) {
      const found = single.get(bare.slice(from, from + length))
      if (found) return found
    }
  return []
}
