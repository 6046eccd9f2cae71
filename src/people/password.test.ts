import { expect, it } from 'vitest'
import { hashPassword, isOutdated, passwordProblem, verifyPassword } from './password.ts'

it('keeps a password as an argon2id hash that only the password opens', async () => {
  const stored = await hashPassword('Kastanienallee 7')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await verifyPassword('Kastanienallee 7', stored)).toBe(true)
  expect(await verifyPassword('Kastanienallee 8', stored)).toBe(false)
  expect(await hashPassword('Kastanienallee 7')).not.toBe(stored)
})

it('takes the same characters in another Unicode form', async () => {
  const stored = await hashPassword('Mühlenstraße 12'.normalize('NFC'))
  expect(await verifyPassword('Mühlenstraße 12'.normalize('NFD'), stored)).toBe(true)
})

it('says no without a stored hash, after as long a time', async () => {
  expect(await verifyPassword('Kastanienallee 7', null)).toBe(false)
  expect(await verifyPassword('Kastanienallee 7', 'not a hash')).toBe(false)
})

it('knows hashes of weaker parameters as outdated', async () => {
  expect(isOutdated('$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA')).toBe(true)
  expect(isOutdated(await hashPassword('Kastanienallee 7'))).toBe(false)
})

it('refuses passwords that are short, easy or the address', () => {
  const email = 'aylin.oez@musterstadt.example'
  expect(passwordProblem('kurz', email)).toBe('passwordShort')
  expect(passwordProblem('aaaaaaaaaaaaaaa', email)).toBe('passwordEasy')
  expect(passwordProblem('passwort1234', email)).toBe('passwordEasy')
  expect(passwordProblem(email, email)).toBe('passwordIsEmail')
  expect(passwordProblem('x'.repeat(300), email)).toBe('passwordLong')
  expect(passwordProblem('Kastanienallee 7', email)).toBeNull()
})
