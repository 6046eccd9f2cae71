import { describe, expect, test } from 'vitest'
import { compareTexts, type Passage } from './compare.ts'

const shown = (passages: Passage[]) =>
  passages.map(({ stretches }) =>
    stretches.map(({ kind, text }) => (kind === 'in' ? `+${text}+` : kind === 'out' ? `-${text}-` : text)).join('')
  )

describe('a comparison', () => {
  test('says which words were taken out and put in, in their passage', () => {
    expect(shown(compareTexts('Das Bad öffnet am **1. Mai**.', 'Das Bad öffnet am **8. Mai**.'))).toEqual([
      'Das Bad öffnet am -1-+8+. Mai.'
    ])
  })

  test('shows where a change is, and leaves out what stayed', () => {
    const text = Array.from({ length: 9 }, (_, index) => `Absatz ${index}.`)
    const changed = text.with(4, 'Ganz neu.')
    expect(shown(compareTexts(text.join('\n\n'), changed.join('\n\n')))).toEqual([
      '…',
      'Absatz 3.',
      '-Absatz 4-+Ganz neu+.',
      'Absatz 5.',
      '…'
    ])
  })

  test('of equal texts is empty, of a new passage that passage; signs of form are no change', () => {
    expect(compareTexts('## Eins\n\n- zwei', '# Eins\n\n* zwei')).toEqual([])
    expect(shown(compareTexts('Eins.', 'Eins.\n\n- Zwei.\n- Drei.'))).toEqual(['Eins.', '+Zwei.+', '+Drei.+'])
    expect(shown(compareTexts('', 'Neu.'))).toEqual(['+Neu.+'])
    expect(shown(compareTexts('[Hier](https://a.example)', '[Hier](https://b.example)'))).toEqual([
      'Hier (https://-a-+b+.example)'
    ])
  })

  test('of two long and entirely different texts ends, and soon', () => {
    const long = (word: string) => Array.from({ length: 15_000 }, (_, index) => `${word}${index}`).join(' ')
    const begun = performance.now()
    const passages = compareTexts(long('a'), long('b'))
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(passages[0]!.stretches.map((one) => one.kind)).toEqual(['out', 'in'])
  })
})
