// The clock jumps: forward as after a battery that was empty, and back when it is set right.
import { TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { publicationsOfPost } from '#channels/queries.ts'
import { stopSender } from '#channels/sender.ts'
import { confirmSecondFactor, proposeSecondFactor, takeSecondFactor } from '#people/second-factor.ts'
import { readSession, startSession } from '#people/session.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { createPost } from '#posts/create.ts'
import { readForDesk, versionsOf } from '#posts/desk-queries.ts'
import { schedulePost, sweepSchedule } from '#posts/schedule.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../world/world.ts'

useWorld()
const hourMs = 3_600_000
const dayMs = 24 * hourMs
let town: SmallTown
beforeAll(async () => {
  town = await makeSmallTown()
})
afterEach(resetClock)
afterAll(stopSender)

const jump = (byMs: number) => moveClock({ byMs })

it('publishes what is scheduled once, whichever way the clock jumps', async () => {
  const { id } = await town.act((tx) =>
    createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Nächste Woche', body: 'Text' })
  )
  const at = new Date(now().getTime() + 7 * dayMs).toISOString().slice(0, 16)
  await town.act((tx) => schedulePost(tx, town.editor, { post: id, revision: 1, at }))
  jump(-30 * dayMs)
  await sweepSchedule(town.id)
  expect((await town.act((tx) => readForDesk(tx, town.editor, id))).state).toBe('scheduled')
  jump(40 * dayMs)
  await sweepSchedule(town.id)
  jump(-40 * dayMs)
  await sweepSchedule(town.id)
  jump(60 * dayMs)
  await sweepSchedule(town.id)
  expect(await town.act((tx) => versionsOf(tx, id))).toHaveLength(1)
  expect(await town.act((tx) => publicationsOfPost(tx, id))).toHaveLength(1)
})

it('ends sessions when it jumps forward, and never brings one back that was swept', async () => {
  const { accountId } = town.editor
  const token = await inInstallation((tx) =>
    startSession(tx, { accountId, municipalityId: town.id, secondFactor: false })
  )
  jump(-2 * dayMs)
  expect((await readSession(town.id, token))?.person.id).toBe(town.editor.id)
  jump(2 * dayMs + hourMs)
  expect(await readSession(town.id, token)).not.toBeNull()
  jump(30 * dayMs)
  expect(await readSession(town.id, token)).toBeNull()
})

it('locks nobody out who showed a second factor while it was wrong', async () => {
  const { accountId } = town.operator
  const code = (secret: string) => new TOTP({ secret }).generate({ timestamp: now().getTime() })
  const proposal = await inInstallation((tx) => proposeSecondFactor(tx, accountId, 'Musterstadt'))
  const secret = proposal!.secret.replaceAll(' ', '')
  await inInstallation((tx) => confirmSecondFactor(tx, accountId, code(secret)))
  const take = () => inInstallation((tx) => takeSecondFactor(tx, accountId, code(secret)))
  jump(30 * dayMs)
  expect(await take()).toBe(true)
  expect(await take()).toBe(false) // the same code a second time
  jump(-30 * dayMs + hourMs)
  expect(await take()).toBe(true)
  expect(await take()).toBe(false)
})

it('counts tries anew after a jump, and shuts nobody out for longer than the window', async () => {
  const key = limitKey('clock', 'somebody')
  const limit = { limit: 2, windowSeconds: 600 }
  jump(30 * dayMs)
  await takeFrom(key, limit)
  await takeFrom(key, limit)
  await expect(takeFrom(key, limit)).rejects.toMatchObject({ status: 429 })
  jump(-30 * dayMs)
  await takeFrom(key, limit)
})
