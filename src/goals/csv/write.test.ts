import { expect, test } from 'vitest'
import { writeCsv } from './write.ts'

test('no cell is calculated, also not behind a tab or a line end; numbers stay numbers', () => {
  expect(writeCsv([['=1+1', '\t=1+1', '\r=1+1', '-1,5', '-A1']])).toBe(`\ufeff'=1+1;'\t=1+1;"'\r=1+1";-1,5;'-A1\r\n`)
})
