// How right the module is, on sentences whose syllables and marks were set by hand (gold/README.md) before it was run.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { examine } from './examine.ts'
import { syllablesOf } from './measure.ts'
import { read } from './reading.ts'
import type { Rule } from './types.ts'

interface Gold {
  text: string
  marks: [rule: Rule, passage: string][]
}

const folder = join(import.meta.dirname, 'gold')
const sentences = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Gold[])

describe('on sentences checked by hand', () => {
  it('there are at least 150 of them', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(150)
  })

  it('at least 97 percent of the words have the right syllables', () => {
    const wrong: string[] = []
    let words = 0
    for (const { text } of sentences) {
      const parts = partsOf(text)
      for (const token of read(text.replaceAll('|', '')).tokens) {
        if (token.kind !== 'word') continue
        words++
        const expected = parts.get(token.offset)
        if (syllablesOf(token) !== expected) wrong.push(`${token.text}: ${syllablesOf(token)}, not ${expected}`)
      }
    }
    const share = 1 - wrong.length / words
    if (process.env.SHOW) console.log(`syllables ${share.toFixed(4)} of ${words}`, wrong)
    expect(share).toBeGreaterThanOrEqual(0.97)
  })

  it('each is one sentence', () => {
    for (const { text } of sentences) expect(read(text.replaceAll('|', '')).sentences, text).toHaveLength(1)
  })

  it('marks have a precision of at least 0.85 and a recall of at least 0.7', () => {
    let right = 0
    const extra: string[] = []
    const missed: string[] = []
    for (const gold of sentences) {
      const text = gold.text.replaceAll('|', '')
      const open = gold.marks.map(([rule, passage]) => ({ rule, from: text.indexOf(passage), length: passage.length }))
      for (const mark of examine(text, { without: ['whatToDo'] }).marks) {
        const at = open.findIndex(
          ({ rule, from, length }) =>
            rule === mark.rule && from < mark.offset + mark.length && mark.offset < from + length
        )
        if (at === -1) extra.push(`${mark.rule}: ${text.slice(mark.offset, mark.offset + mark.length)}`)
        else {
          open.splice(at, 1)
          right++
        }
      }
      missed.push(...open.map(({ rule, from, length }) => `${rule}: ${text.slice(from, from + length)}`))
    }
    const precision = right / (right + extra.length)
    const recall = right / (right + missed.length)
    if (process.env.SHOW) console.log({ right, precision, recall, extra, missed })
    expect(precision).toBeGreaterThanOrEqual(0.85)
    expect(recall).toBeGreaterThanOrEqual(0.7)
  })
})

/** Syllables by hand: `|` stands between them. By the place of the word in the text without `|`. */
function partsOf(text: string): Map<number, number> {
  const parts = new Map<number, number>()
  let offset = 0
  for (const piece of text.split(/([^\p{L}\p{N}|-]+)/u)) {
    const plain = piece.replaceAll('|', '')
    parts.set(offset, piece.split('|').length)
    offset += plain.length
  }
  return parts
}
