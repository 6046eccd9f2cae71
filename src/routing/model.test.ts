import { expect, test } from 'vitest'
import { marksOf } from './marks.ts'
import { emptySums, guess, learn, reasons, settle, type Sums } from './model.ts'
import { sharpen } from './sharpen.ts'
import { pack, unpack } from './stored.ts'

const said: [string, string][] = [
  ['roads', 'Schlagloch in der Mühlenstraße'],
  ['roads', 'Die Laterne vor dem Haus ist kaputt'],
  ['roads', 'Wann wird der Gehweg repariert?'],
  ['sport', 'Wann öffnet das Freibad?'],
  ['sport', 'Die Dusche in der Turnhalle ist kalt'],
  ['sport', 'Gibt es Frühschwimmen im Hallenbad?']
]
const taught = (list = said): Sums => {
  const sums = emptySums()
  for (const [unit, text] of list) learn(sums, marksOf(text), unit)
  return sums
}
const ask = (sums: Sums, text: string) => guess(settle(sums), marksOf(text), 12)

test('a text goes where similar ones went, with certainties that add up', () => {
  const guesses = ask(taught(), 'Noch ein Schlagloch, diesmal vor der Laterne')
  expect(guesses[0]!.unit).toBe('roads')
  expect(guesses.reduce((sum, { certainty }) => sum + certainty, 0)).toBeCloseTo(1)
  expect(ask(taught(), 'schwimbad wann offn')[0]!.unit).toBe('sport')
})

test('the reasons are words of the text that speak for the unit', () => {
  const text = 'Guten Tag, ist das Freibad am Sonntag auf?'
  expect(reasons(settle(taught()), marksOf(text), 'sport')[0]).toBe('Freibad')
})

test('an example that is taken back leaves nothing behind', () => {
  const sums = taught()
  const before = pack(sums)
  const marks = marksOf('Ein Einhorn namens Kunigunde hat Geburtstag')
  learn(sums, marks, 'sport')
  learn(sums, marks, 'sport', -1)
  expect(unpack(pack(sums)).marks.size).toBe(unpack(before).marks.size)
  expect(ask(sums, 'Einhorn')).toEqual(ask(unpack(before), 'Einhorn'))
})

test('what is stored is read back as it was, and holds no word', () => {
  const sums = taught()
  const packed = pack(sums)
  const again = unpack(packed)
  for (const [, text] of said)
    for (const [at, one] of ask(again, text).entries()) {
      expect(one.unit).toBe(ask(sums, text)[at]!.unit)
      expect(one.certainty).toBeCloseTo(ask(sums, text)[at]!.certainty, 4)
    }
  expect(JSON.stringify([...again.marks.keys()])).not.toMatch(/[a-z]/i)
})

test('a text without any known mark is guessed without certainty', () => {
  const [first] = ask(taught(), '你好')
  expect(first!.certainty).toBeCloseTo(0.5)
})

test('how sure it may be said to be is tried on the examples themselves', () => {
  const examples = Array.from({ length: 8 }, () => said)
    .flat()
    .map(([unit, text]) => ({ unit, marks: marksOf(text) }))
  const { sharpness, tried } = sharpen(examples)
  expect(sharpness).toBeGreaterThan(0)
  expect(tried).toMatchObject({ examples: 48, first: 1, firstThree: 1 })
})
