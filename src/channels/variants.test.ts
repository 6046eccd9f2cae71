import { expect, test } from 'vitest'
import { type Master, variantRules } from './shared.ts'
import { cutAtSentences, graphemes } from './text/shared.ts'

const fediverse = variantRules('fediverse')
const master = (given: Partial<Master>): Master => ({
  title: 'Freibad öffnet',
  lead: 'Am 1. Mai geht es los.',
  body: '',
  form: 'note',
  correction: null,
  language: 'de',
  ...given
})

test('a text is counted as Mastodon counts it', () => {
  expect(fediverse.count('Grüße')).toBe(5)
  expect(fediverse.count('👩‍👩‍👧‍👦 und 🏳️‍🌈')).toBe(7)
  expect(fediverse.count(`Siehe https://musterstadt.example/${'lang/'.repeat(40)}.`)).toBe(6 + 23 + 1)
  expect(fediverse.count('Hallo @anna@norden.social!')).toBe('Hallo @anna!'.length)
})

test('a short post is one message with heading, lead and link', () => {
  const variant = fediverse.derive(master({}))
  expect(fediverse.split(variant, master({}))).toEqual([
    {
      title: 'Freibad öffnet',
      text: 'Am 1. Mai geht es los.',
      correction: '',
      hasLink: true,
      count: 14 + 2 + 22 + 2 + 23
    }
  ])
  expect(fediverse.check(variant, master({}))).toEqual([])
})

test('without a lead the first paragraph speaks, without its Markdown', () => {
  const body = '## Warum\n\nWeil **gebaut** wird, [steht im Plan](https://x.example).\n\nMehr.'
  expect(fediverse.derive(master({ lead: '', body })).text).toBe('Weil gebaut wird, steht im Plan.')
})

test('a correction says that it is one, in the language of the post', () => {
  const said = (language: string, correction = 'Beginn 10 Uhr') =>
    fediverse.split(fediverse.derive(master({})), master({ correction, language }))[0]!.correction
  expect(said('de')).toBe('Berichtigt: Beginn 10 Uhr')
  expect(said('en', 'starts at 10')).toBe('Corrected: starts at 10')
  expect(said('en', 'Correction of the time')).toBe('Correction of the time')
})

test('a long text becomes a thread, cut at sentences, numbered, each message within the limit', () => {
  const sentence = 'Am 1. Mai um 8.30 Uhr öffnet z. B. das Freibad für Dr. Schmidt und alle anderen. '
  const text = sentence.repeat(20).trim()
  const parts = fediverse.split({ title: 'Freibad', text, warning: '' }, master({}))
  expect(parts.length).toBeGreaterThan(3)
  expect(parts.every((part) => part.count <= 500)).toBe(true)
  expect(parts.map((part) => part.hasLink)).toEqual([true, ...parts.slice(1).map(() => false)])
  parts.forEach((part, index) =>
    expect(part.text).toMatch(new RegExp(`anderen\\. \\(${index + 1}/${parts.length}\\)$`))
  )
  expect(parts.map((part) => part.text.replace(/ \(\d+\/\d+\)$/, '')).join(' ')).toBe(text)
  expect(fediverse.check({ title: 'Freibad', text, warning: '' }, master({}))).toEqual([
    { kind: 'warning', key: 'thread', count: parts.length }
  ])
})

test('what would fail is an error, what is close a warning', () => {
  const check = (text: string, given: Partial<Master> = {}) =>
    fediverse.check({ title: '', text, warning: '' }, master(given))
  expect(check(' ')).toEqual([{ kind: 'error', key: 'empty', count: 0 }])
  expect(check('x'.repeat(440))).toEqual([{ kind: 'warning', key: 'nearLimit', count: 500 - 440 - 25 }])
  expect(check('Ein Satz. '.repeat(1500))[0]).toMatchObject({ kind: 'error', key: 'tooManyParts' })
  expect(check('x'.repeat(600), { form: 'article' })[0]).toMatchObject({ kind: 'warning', key: 'followersServers' })
  const practice = variantRules('practice')
  expect(practice.check({ title: 'a', text: 'x'.repeat(5000), warning: '' }, master({}))).toEqual([
    { kind: 'error', key: 'tooLong', count: 1 }
  ])
  expect(variantRules('site').check({ title: '', text: '', warning: '' }, master({}))).toEqual([])
})

test('cutting loses nothing but blanks, whatever the text', () => {
  let state = 11
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647
  const words = [
    'Ja.',
    'z. B.',
    'Am',
    '3.',
    'Mai',
    '👩‍👩‍👧‍👦',
    'https://x.example/' + 'y'.repeat(90),
    'Donaudampfschifffahrt'.repeat(30),
    '\n\n',
    '„Nein!“',
    '(1/2)',
    'ü'.repeat(40)
  ]
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: 60 }, () => words[Math.floor(random() * words.length)]!).join(' ')
    const pieces = cutAtSentences(text, () => 120, graphemes)
    expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    expect(pieces.every((piece) => graphemes(piece) <= 120)).toBe(true)
  }
})
