import { expect, test } from 'vitest'
import { compareWords, merged, stretches } from './merge.ts'

test('words are compared, not letters', () => {
  expect(
    compareWords('Der Markt ist am Dienstag.', 'Der Markt ist am Montag.').filter((one) => one.kind !== 'same')
  ).toEqual([
    { text: 'Montag', kind: 'theirs' },
    { text: 'Dienstag', kind: 'mine' }
  ])
})

test('what only one of two changed is taken from that one', () => {
  const base = 'Eins.\n\nZwei.\n\nDrei.'
  expect(merged(stretches('Eins!\n\nZwei.\n\nDrei.', 'Eins.\n\nZwei.\n\nDrei?', base))).toBe('Eins!\n\nZwei.\n\nDrei?')
  expect(merged(stretches('Eins.\n\nDrei.', 'Eins.\n\nZwei.\n\nDrei.\n\nVier.', base))).toBe('Eins.\n\nDrei.\n\nVier.')
})

test('what both changed stays twice, and nothing of either is lost', () => {
  const parts = stretches('Mein Satz.', 'Ihr Satz.', 'Der Satz.')
  expect(parts).toMatchObject([{ mine: ['Mein Satz.'], theirs: ['Ihr Satz.'], choice: 'both' }])
  expect(merged(parts)).toBe('Ihr Satz.\n\nMein Satz.')
  parts[0]!.choice = 'mine'
  expect(merged(parts)).toBe('Mein Satz.')
})

test('without a common beginning everything of both is kept', () => {
  const text = merged(stretches('A.\n\nB.', 'A.\n\nC.\n\nD.', null))
  for (const word of ['A.', 'B.', 'C.', 'D.']) expect(text).toContain(word)
})
