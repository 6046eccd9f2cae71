import { expect, test } from 'vitest'
import { wordsOf } from './text.ts'

const said = (text: string) => wordsOf(text).map((one) => one.said)

test('addresses are left out, words beside them stay', () => {
  expect(said('Siehe https://stadt.example/bad und @ben@away.example, oder info@stadt.example. Danke')).toEqual([
    'Siehe',
    'und',
    'oder',
    'Danke'
  ])
})

test('a text of signs that addresses are made of is read at once', () => {
  const begun = performance.now()
  for (const sign of ['@', 'a@', '@.', 'a.', 'a']) said(sign.repeat(6000))
  expect(performance.now() - begun).toBeLessThan(2000)
})
