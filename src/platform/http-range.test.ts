import { expect, test } from 'vitest'
import { readRange } from './http-range.ts'

test.each([
  [null, { kind: 'whole' }],
  ['bytes=0-99', { kind: 'part', start: 0, end: 99 }],
  ['bytes=0-', { kind: 'part', start: 0, end: 999 }],
  ['bytes=900-5000', { kind: 'part', start: 900, end: 999 }],
  ['bytes=-100', { kind: 'part', start: 900, end: 999 }],
  ['bytes=-5000', { kind: 'part', start: 0, end: 999 }],
  ['bytes=1000-', { kind: 'outside' }],
  ['bytes=-0', { kind: 'outside' }],
  ['bytes=5-2', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['lines=0-1', { kind: 'whole' }]
])('%s of 1000 bytes', (header, asked) => expect(readRange(header, 1000)).toEqual(asked))

test('an empty file has no part', () => expect(readRange('bytes=0-', 0)).toEqual({ kind: 'outside' }))
