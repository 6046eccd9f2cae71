import { expect, test } from 'vitest'
import { messages, refusalText } from './messages.ts'

test('no text is empty, in no language', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : []
  for (const language of ['de', 'en'] as const)
    expect(texts(messages(language)).every((text) => text.trim())).toBe(true)
})

test('a refusal without words of its own never shows its key', () => {
  expect(refusalText('de', 'no.such.key')).toBe(messages('de').refusals.unknown)
  expect(refusalText('de', 'tooMany', { retryAfterSeconds: 61 })).toContain('2 Minuten')
})
