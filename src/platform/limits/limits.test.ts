import { afterEach, expect, it } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { TooMany } from '#platform/refusal.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { forgive, limitKey, sweepLimits, takeFrom } from './limits.ts'

useWorld()
afterEach(resetClock)

const three = { limit: 3, windowSeconds: 60 }

it('lets so many through in a window, and says when to come back', async () => {
  moveClock({ to: new Date('2026-11-23T09:00:00Z') })
  for (let index = 0; index < 3; index++) await takeFrom('door', three)
  const refused = await takeFrom('door', three).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(TooMany)
  expect((refused as TooMany).retryAfterSeconds).toBeGreaterThan(50)
  await takeFrom('another door', three)
  moveClock({ byMs: 120_000 })
  await takeFrom('door', three)
})

it('slides: the end of one window and the start of the next do not add up', async () => {
  moveClock({ to: new Date('2026-11-23T10:00:55Z') })
  for (let index = 0; index < 3; index++) await takeFrom('slide', three)
  moveClock({ byMs: 8_000 })
  await expect(takeFrom('slide', three)).rejects.toBeInstanceOf(TooMany)
})

it('counts right when many try at once', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => takeFrom('crowd', three)))
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
})

it('forgets what was forgiven or is long ago', async () => {
  await takeFrom('mine', { limit: 1, windowSeconds: 60 })
  await forgive('mine')
  await takeFrom('mine', { limit: 1, windowSeconds: 60 })
  moveClock({ byMs: 3 * 86_400_000 })
  await sweepLimits()
  expect(await inInstallation((tx) => tx.selectFrom('rate_limit').selectAll().execute())).toEqual([])
})

it('makes keys that do not show the address, differ by day and count IPv6 by network', () => {
  moveClock({ to: new Date('2026-11-23T09:00:00Z') })
  const key = limitKey('comment', '192.0.2.1')
  expect(key).not.toContain('192')
  expect(limitKey('comment', '192.0.2.1')).toBe(key)
  expect(limitKey('comment', '192.0.2.2')).not.toBe(key)
  expect(limitKey('comment', '2001:db8:1:2::1')).toBe(limitKey('comment', '2001:0db8:1:2:ffff::9'))
  expect(limitKey('comment', '2001:db8:1:3::1')).not.toBe(limitKey('comment', '2001:db8:1:2::1'))
  moveClock({ byMs: 86_400_000 })
  expect(limitKey('comment', '192.0.2.1')).not.toBe(key)
})
