import { type Add, isNoun, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

const articles = new Set(
  'der des eines einer dieser dieses ihrer ihres seiner seines unserer unseres deren dessen aller jeder jedes'.split(
    ' '
  )
)
/** A time is no owner: "am Montag der Bürgermeister der Stadt". */
const times =
  /^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|uhr|heute|morgen|jahr|woche)$/

/** Begin a sentence with a capital letter and take a genitive without being nouns. */
const prepositions =
  /^(?:hinsichtlich|bezüglich|während|wegen|trotz|statt|anstatt|anlässlich|innerhalb|außerhalb|oberhalb|unterhalb|aufgrund|infolge|mittels|seitens|zwecks|angesichts|inmitten|laut|gemäß|entsprechend|einschließlich|zugunsten|zulasten|mithilfe|anstelle|anhand|ungeachtet|unbeschadet|vorbehaltlich|jenseits|diesseits|beiderseits|entlang|nach|mit|bei|von|aus|in|auf|unter|über|vor|neben|zwischen|an|als|wie|dass|ob|und|wird|ist|sind|hat)$/

/** A genitive that hangs on a genitive: "die Sanierung der Fahrbahn der Straße". */
export function genitiveChain(reading: Reading, sentence: Sentence, add: Add): void {
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    if (!isNoun(reading, sentence, i) || startsNone(reading.tokens[i]!.lower)) continue
    let end = i
    let links = 0
    for (;;) {
      const next = linkedNoun(reading, sentence, end)
      if (next === -1) break
      end = next
      links++
    }
    if (links >= 2)
      add({
        rule: 'genitiveChain',
        severity: 'hint',
        reason: 'genitiveChain',
        data: { count: links },
        ...span(reading, i, end)
      })
    // What was part of a chain begins none.
    if (links > 0) i = end - 1
  }
}

function startsNone(lower: string): boolean {
  return times.test(lower) || prepositions.test(lower)
}

/** The noun of a genitive directly behind the noun at `index`, with up to two adjectives between; or -1. */
function linkedNoun(reading: Reading, sentence: Sentence, index: number): number {
  const { tokens } = reading
  let at = index + 1
  if (at >= sentence.last || !articles.has(tokens[at]!.lower)) return -1
  at++
  for (let adjectives = 0; adjectives < 3 && at < sentence.last; adjectives++, at++) {
    reading.steps++
    const { kind, capital, lower } = tokens[at]!
    if (kind !== 'word') return -1
    if (capital) return isNoun(reading, sentence, at) ? at : -1
    if (!/(?:en|er)$/.test(lower)) return -1
  }
  return -1
}
