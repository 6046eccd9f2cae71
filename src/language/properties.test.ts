// Whatever comes in: nothing throws, every mark lies in the text, and ten times the text is ten times the work.
import { describe, expect, it } from 'vitest'
import { examine } from './examine.ts'

/** Numbers that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const pieces = (
  'Die|der|des|wird|werden|ist zu|einzureichen|gesperrt|nicht|ohne|kein|z. B.|i. V. m.|Abs.|3.|31.12.2026|1.|19:30|Straße|' +
  'Informationsveranstaltung|in Anspruch|nehmen|unverzüglich|im Rahmen|ÖPNV|#Hashtag|@name@host.de|https://a.de/b?c=(d)|dass|, die|, weil|' +
  '(|)|[|](|![|**|__|`|```|~~~|<|>|</b>|&nbsp;|&|\\|\\|#|- |* |> |\\n|\\n\\n|\\t|\\r\\n| | |\u2029|\u00ad|\u200b|\u0000|\ufeff|🎉|\ud83c|\udf89|𝔄𝔟𝔠|…|...|!!!|?!|„|“|"|’|-|–|—|:|;|İ|ß|ŉ|１２|א|中文|é|ñ'
)
  .split('|')
  .map((piece) => piece.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r').replace(/^\\$/, '\\'))

function anyText(random: () => number): string {
  let text = ''
  for (let i = Math.floor(random() * 60); i > 0; i--) {
    text +=
      random() < 0.15
        ? String.fromCharCode(Math.floor(random() * 0x10000))
        : pieces[Math.floor(random() * pieces.length)]
    if (random() < 0.6) text += ' '
  }
  return text
}

describe('any input', () => {
  it('is read without a fault, and each mark lies in the text', () => {
    const random = seeded(20260101)
    for (let run = 0; run < 1500; run++) {
      const text = anyText(random)
      const { marks, measures } = examine(text)
      for (const { offset, length } of marks) {
        if (offset < 0 || length <= 0 || offset + length > text.length)
          expect.fail(`mark ${offset}+${length} in ${JSON.stringify(text)}`)
      }
      const numbers = [measures.words, measures.sentences, measures.syllables, measures.longWords]
      if (numbers.some((n) => !Number.isInteger(n) || n < 0) || measures.syllables < measures.words)
        expect.fail(`${numbers.join(' ')} of ${JSON.stringify(text)}`)
    }
  })

  it('gives the same twice: nothing is remembered', () => {
    const text = anyText(seeded(7))
    expect(examine(text)).toEqual(examine(text))
  })
})

describe('the work grows linearly', () => {
  const ordinary =
    'Der Antrag ist bis zum 3. März 2027 unverzüglich einzureichen, damit die Verwaltung (z. B. das Amt) ihn prüfen kann. '
  const unit: Record<string, string> = {
    'an ordinary text': ordinary,
    'one endless sentence': 'und die Straße wird der Stadt ',
    'one endless word': 'donaudampfschiff',
    'one endless number': '1.',
    'open brackets': '(',
    'open links': '[',
    'ends of links': '](',
    'pictures in pictures': '![',
    'open pictures, closed': '![a](',
    'angle brackets': '<a ',
    'back quotes': '` ',
    stars: '*',
    'full stops': '.',
    abbreviations: 'z.',
    'parts of abbreviations': 'i. ',
    'signs of accounts': '@',
    'dots and letters': 'a.',
    commas: ', die ',
    auxiliaries: 'wird ist ',
    negations: 'nicht kein ',
    'nouns in genitive': 'Stadt der ',
    'beginnings of phrases': 'in in im zur ',
    'nouns without their verb': 'in Anspruch Antrag ',
    hyphens: 'a-',
    quotes: '„“',
    'line breaks': '\n',
    'list items': '- a\n',
    'table cells': '| ',
    'halves of characters': '\ud83c'
  }
  it.each(Object.keys(unit))('%s', (name) => {
    const text = (length: number) => unit[name]!.repeat(Math.ceil(length / unit[name]!.length)).slice(0, length)
    const small = examine(text(2000)).steps
    const large = examine(text(20_000)).steps
    expect(large / small).toBeLessThanOrEqual(11)
    // Not only linear, but with a small factor.
    expect(large).toBeLessThan(20_000 * 60)
  })

  it('half open, half closed: nested pictures and brackets', () => {
    const nested = (depth: number) => '!['.repeat(depth) + 'a' + '](b)'.repeat(depth)
    expect(examine(nested(10_000)).steps / examine(nested(1000)).steps).toBeLessThanOrEqual(11)
  })
})
