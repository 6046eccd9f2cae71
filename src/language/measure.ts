// The measures of a text, and the formulas with their sources. A formula sees the surface only: short words, short sentences.
import { isCounted } from './sentences.ts'
import type { Reading } from './reading.ts'
import { countSyllables } from './syllables.ts'
import { isDigit, isLetter } from './letters.ts'
import type { Token } from './tokens.ts'
import type { Measures, Scores } from './types.ts'

/** Below this a score would only pretend precision; counts are shown instead. */
const leastWords = 100

/** What the formulas work with. */
export interface Counts {
  words: number
  sentences: number
  syllables: number
  /** More than six letters. */
  longWords: number
  oneSyllable: number
  threeSyllables: number
}

/** Measures a text. Numbers and addresses are words of one syllable, abbreviations count as they are spoken. */
export function measure(reading: Reading): Measures {
  const counts = count(reading)
  const { words, sentences, syllables, longWords } = counts
  return {
    words,
    sentences,
    syllables,
    longWords,
    longWordShare: words > 0 ? (100 * longWords) / words : null,
    wordsPerSentence: sentences > 0 ? words / sentences : null,
    scores: words >= leastWords && sentences > 0 ? scoresOf(counts) : null
  }
}

/** The formulas by themselves. */
export function scoresOf(counts: Counts): Scores {
  const { words, sentences, syllables } = counts
  const sentenceLength = words / sentences
  return {
    fleschAmstad: fleschAmstad(sentenceLength, syllables / words),
    wienerSachtextformel: wienerSachtextformel({
      ms: (100 * counts.threeSyllables) / words,
      sl: sentenceLength,
      iw: (100 * counts.longWords) / words,
      es: (100 * counts.oneSyllable) / words
    }),
    lix: sentenceLength + (100 * counts.longWords) / words
  }
}

/**
 * Reading ease from 0 (very hard) to 100 (very easy): 180 - SL - 58.5 * ASW.
 * Source: Toni Amstad, Wie verständlich sind unsere Zeitungen?, dissertation, Zürich 1978, after Rudolf Flesch, A New
 * Readability Yardstick, Journal of Applied Psychology 32 (1948).
 */
function fleschAmstad(wordsPerSentence: number, syllablesPerWord: number): number {
  return 180 - wordsPerSentence - 58.5 * syllablesPerWord
}

/**
 * School grades from 4 (very easy) to 15 (very hard).
 * Source: Richard Bamberger and Erich Vanecek, Lesen - Verstehen - Lernen - Schreiben, Wien 1984; the factors as in the
 * package textstat. MS: percent of words of three and more syllables, SL: words per sentence, IW: percent of words of more
 * than six letters, ES: percent of words of one syllable.
 */
function wienerSachtextformel({
  ms,
  sl,
  iw,
  es
}: Record<'ms' | 'sl' | 'iw' | 'es', number>): Scores['wienerSachtextformel'] {
  return [
    0.1935 * ms + 0.1672 * sl + 0.1297 * iw - 0.0327 * es - 0.875,
    0.2007 * ms + 0.1682 * sl + 0.1373 * iw - 2.779,
    0.2963 * ms + 0.1905 * sl - 1.1144,
    0.2744 * ms + 0.2656 * sl - 1.693
  ]
}

// LIX, above: words per sentence + percent of words of more than six letters. Source: Carl-Hugo Björnsson, Läsbarhet, Stockholm 1968.

function count(reading: Reading): Counts {
  const counts: Counts = { words: 0, sentences: 0, syllables: 0, longWords: 0, oneSyllable: 0, threeSyllables: 0 }
  const known = new Map<string, number>()
  for (const sentence of reading.sentences) {
    counts.sentences++
    for (let i = sentence.first; i < sentence.last; i++) {
      reading.steps++
      const token = reading.tokens[i]!
      if (!isCounted(token)) continue
      let syllables = known.get(token.text)
      if (syllables === undefined) {
        reading.steps += token.text.length
        known.set(token.text, (syllables = syllablesOf(token)))
      }
      counts.words++
      counts.syllables += syllables
      if (syllables === 1) counts.oneSyllable++
      if (syllables >= 3) counts.threeSyllables++
      if ((token.kind === 'word' || token.kind === 'hashtag') && letters(token.text) > 6) counts.longWords++
    }
  }
  return counts
}

/** Syllables of a token. */
export function syllablesOf(token: Token): number {
  if (token.kind === 'number' || token.kind === 'address') return 1
  if (token.kind !== 'abbreviation') return countSyllables(token.text)
  return token.abbreviation!.full.split(' ').reduce((sum, word) => sum + countSyllables(word), 0)
}

function letters(word: string): number {
  let count = 0
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i)
    if (isLetter(code) && code !== 0xad && !isDigit(code)) count++
  }
  return count
}
