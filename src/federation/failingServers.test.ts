import { sql } from 'kysely'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { inInstallation } from '#platform/database/database.ts'
import { startPeer } from '../../tests/fediverse/peer.ts'
import { arrived, followTown, got, publish, useStage, type Stage } from '../../tests/fediverse/stage.ts'
import { allowOnly } from '../../tests/fediverse/town.ts'
import { deliver } from './deliver.ts'

const stage = useStage()
let { authority, town, peer, other, ben, mia } = {} as Stage

beforeAll(async () => {
  ;({ authority, town, peer, other, ben, mia } = stage())
  await followTown(town, peer, ben)
  await followTown(town, peer, peer.actor('eva'))
  await followTown(town, other, mia)
})

beforeEach(() => {
  peer.received.length = 0
  other.received.length = 0
})

afterEach(async () => {
  peer.answerWith(null)
  await inInstallation((tx) => tx.deleteFrom('remote_server').execute())
})

const deliveries = (inbox: string) =>
  town.in((tx) => tx.selectFrom('delivery').selectAll().where('inbox', '=', inbox).orderBy('due_at', 'desc').execute())

describe('servers that do not answer', () => {
  test('one that fails is tried again later and keeps nobody waiting', async () => {
    peer.answerWith(503)
    await publish(town, 'Trotzdem')
    await arrived(other, 'Create')
    const [failed] = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      expect(rows[0]).toMatchObject({ state: 'due', attempts: 1, problem: 'http-503', leased_until: null })
      return rows
    }, 60_000)
    expect(failed!.due_at.getTime()).toBeGreaterThan(Date.now() + 50_000)
    peer.answerWith(null)
    const [first] = got(peer, 'Create')
    peer.received.length = 0
    await town.in((tx) => sql`update delivery set due_at = now() where state = 'due'`.execute(tx))
    await deliver(town.id, failed!.activity_id)
    const [second] = await arrived(peer, 'Create')
    expect(second!.activity.id).toBe(first!.activity.id)
  })

  test('one that is dead for long is parked, and delivered to when it lives again', async () => {
    const park = (until: string) =>
      inInstallation((tx) =>
        sql`insert into remote_server (host, failures, parked_until) values (${peer.host}, 9, now() + ${until}::interval)`.execute(
          tx
        )
      )
    await park('1 hour')
    await publish(town, 'Geparkt')
    await arrived(other, 'Create')
    const [waiting] = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      expect(rows[0]).toMatchObject({ state: 'due', attempts: 0, problem: 'parked' })
      return rows
    }, 60_000)
    expect(got(peer, 'Create')).toEqual([])
    await inInstallation((tx) => tx.deleteFrom('remote_server').execute())
    await town.in((tx) => sql`update delivery set due_at = now() where state = 'due'`.execute(tx))
    await deliver(town.id, waiting!.activity_id)
    await arrived(peer, 'Create')
  })

  test('failures in a row park a server, longer each time; an answer ends it', async () => {
    peer.answerWith(500)
    for (let round = 0; round < 5; round += 1) {
      await publish(town, `Versuch ${round}`)
      await vi.waitFor(async () => {
        const row = await inInstallation((tx) =>
          tx.selectFrom('remote_server').selectAll().where('host', '=', peer.host).executeTakeFirst()
        )
        expect(row?.failures).toBe(round + 1)
        if (round === 4) expect(row!.parked_until!.getTime()).toBeGreaterThan(Date.now() + 20 * 60_000)
        else expect(row!.parked_until).toBeNull()
      }, 60_000)
    }
  })

  test('an inbox that is gone takes its followers with it', async () => {
    const solo = await startPeer(authority, 'solo.test')
    allowOnly(authority, town, peer, other, solo)
    const ada = solo.actor('ada')
    await solo.send(ada, `${town.actor.address}/inbox`, {
      id: `${ada.id}/f`,
      type: 'Follow',
      actor: ada.id,
      object: town.actor.address
    })
    await arrived(solo, 'Accept')
    solo.answerWith(410)
    await publish(town, 'Ade')
    await vi.waitFor(async () => {
      const left = await town.in((tx) => tx.selectFrom('follower').select('uri').where('uri', '=', ada.id).execute())
      expect(left).toEqual([])
    }, 60_000)
    await solo.close()
  })

  test('what a dead process had taken is sent when its lease has run out, under the same id', async () => {
    await publish(town, 'Absturz')
    const [create] = await arrived(peer, 'Create')
    const row = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      const found = rows.find(({ activity_id }) => String(create!.activity.id).endsWith(activity_id))
      expect(found?.state).toBe('delivered')
      return found
    }, 60_000)
    await town.in((tx) =>
      sql`update delivery set state = 'due', leased_until = now() + interval '1 hour' where activity_id = ${row!.activity_id}`.execute(
        tx
      )
    )
    await deliver(town.id, row!.activity_id)
    expect(got(peer, 'Create')).toHaveLength(1)
    await town.in((tx) =>
      sql`update delivery set leased_until = now() - interval '1 second' where activity_id = ${row!.activity_id}`.execute(
        tx
      )
    )
    await deliver(town.id, row!.activity_id)
    const again = await arrived(peer, 'Create', 2)
    expect(again[1]!.activity.id).toBe(create!.activity.id)
  })
})
