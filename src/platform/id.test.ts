import { expect, test } from 'vitest'
import { hashToken, newId, newToken } from './id.ts'

test('ids are UUIDs of version 7, distinct and in order', () => {
  const ids = Array.from({ length: 2000 }, newId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('tokens are random and safe in addresses', () => {
  expect(newToken()).toMatch(/^[A-Za-z0-9_-]{32}$/)
  expect(newToken(32)).toHaveLength(43)
  expect(newToken()).not.toBe(newToken())
})

test('the hash of a token is its SHA-256 in hex', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
