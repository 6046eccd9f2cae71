import { describe, expect, test } from 'vitest'
import { languageOf } from './language-of.ts'
import { fits, occurrence, read, type Conditions, type Facts } from './rules.ts'
import { wordsOf } from './text.ts'

const asks = (given: Partial<Conditions>): Conditions => ({
  words: [],
  allWords: [],
  notWords: [],
  places: [],
  channels: [],
  topics: [],
  languages: [],
  hours: 'any',
  overPost: true,
  ...given
})
const message = (text: string, given: Partial<Facts> = {}) =>
  read({ channel: 'site', text, language: null, topics: [], postUnit: null, isOpen: () => true, ...given })

describe('a word of a rule', () => {
  test.each([
    ['Schlagloch', 'Da sind Schlaglöcher!', 'Schlaglöcher'],
    ['Schlaglöcher', 'ein riesen schlagloch', 'schlagloch'],
    ['Schlagloch', 'die Schlaglochpiste vorm Haus', 'Schlaglochpiste'],
    ['Müll', 'wann wird der Muell geholt', 'Muell'],
    ['Straße', 'in allen Strassen', 'Strassen'],
    ['gelbe Tonne', 'Die gelben Tonnen stehen noch', 'gelben Tonnen']
  ])('%s is found in “%s”', (word, text, found) => {
    expect(occurrence(word, wordsOf(text))).toBe(found)
  })

  test.each([
    ['Rat', 'mein Fahrrad ist weg'],
    ['gelbe Tonne', 'gelb ist die Farbe der Tonne'],
    ['Bus', 'hinter dem Busch']
  ])('%s is not found in “%s”', (word, text) => {
    expect(occurrence(word, wordsOf(text))).toBeNull()
  })
})

describe('a rule', () => {
  test('wants everything it asks for, and tells the words it goes by', () => {
    const rule = asks({ words: ['Schlagloch', 'Riss'], places: ['Lindenweg'], notWords: ['Radweg'] })
    expect(fits(rule, message('Schlagloch im Lindenweg'))).toEqual(['Schlagloch', 'Lindenweg'])
    expect(fits(rule, message('Schlagloch in der Hauptstraße'))).toBeNull()
    expect(fits(rule, message('Schlagloch auf dem Radweg im Lindenweg'))).toBeNull()
    expect(fits(asks({ allWords: ['Hund', 'Leine'] }), message('Hunde ohne Leine'))).toEqual(['Hunde', 'Leine'])
    expect(fits(asks({ allWords: ['Hund', 'Leine'] }), message('Mein Hund ist weg'))).toBeNull()
  })

  test('goes by channel, topic, hours, language and the unit of the post', () => {
    expect(fits(asks({ channels: ['mail'] }), message('x'))).toBeNull()
    expect(fits(asks({ channels: ['site'] }), message('x'))).toEqual([])
    expect(fits(asks({ topics: ['bath'] }), message('x', { topics: ['bath'] }))).toEqual([])
    expect(fits(asks({ hours: 'closed' }), message('x'))).toBeNull()
    expect(fits(asks({ hours: 'closed' }), message('x', { isOpen: () => false }))).toEqual([])
    expect(fits(asks({ words: ['x'], overPost: false }), message('x', { postUnit: 'sport' }))).toBeNull()
    expect(fits(asks({ languages: ['en'] }), message('When is the town hall open?'))).toEqual([])
    expect(fits(asks({ languages: ['en'] }), message('Wann ist das Rathaus offen?'))).toBeNull()
  })
})

test('the language of a short text is guessed, or not said', () => {
  expect(languageOf('Merhaba, belediye ne zaman açık? Lütfen bir cevap')).toBe('tr')
  expect(languageOf('Коли відкрита ратуша? Дякую, ми чекаємо на відповідь')).toBe('uk')
  expect(languageOf('Wann ist bitte das Amt auf und wie komme ich hin')).toBe('de')
  expect(languageOf('ok')).toBeNull()
})
