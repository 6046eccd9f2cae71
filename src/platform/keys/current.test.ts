import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keys, useKeys } from './current.ts'

test('the key folder is opened once and found everywhere', async () => {
  expect(() => keys()).toThrow('not open')
  const directory = await mkdtemp(join(tmpdir(), 'keys-'))
  const opened = await useKeys(directory)
  expect(keys()).toBe(opened)
  expect(keys().unseal(opened.seal('geheim', 'a'), 'a')).toBe('geheim')
  await rm(directory, { recursive: true })
})
