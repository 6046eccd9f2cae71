import { expect, test } from 'vitest'
import { picturesToCheck } from './shown-text.ts'

const poster = { id: 'a', token: 'token-of-poster', alt: 'Plakat Brückenfest', isExcused: false }
const post = { title: '', lead: '', body: '', imageId: '' }

test('only the pictures that the post shows are looked at, above the text and in it', () => {
  expect(picturesToCheck([poster], post)).toEqual([])
  expect(picturesToCheck([poster], { ...post, imageId: 'a' })).toEqual([{ showsText: true, textBeside: false }])
  const body = '![Plakat \\[Brückenfest\\]](/media/token-of-poster/960.webp)'
  expect(picturesToCheck([poster], { ...post, body })).toEqual([{ showsText: true, textBeside: false }])
  expect(picturesToCheck([poster], { ...post, body, lead: 'Brückenfest!' })[0]!.textBeside).toBe(true)
  expect(picturesToCheck([{ ...poster, isExcused: true }], { ...post, body })[0]!.textBeside).toBe(true)
})
