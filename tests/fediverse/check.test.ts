// Whether the check of a Fediverse channel proves what it says: found, read and believed from outside.
import { describe, expect, test } from 'vitest'
import { checkChannelNow, lookAtChannel } from '#channels/health.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { allowOnly } from './town.ts'
import { useStage } from './stage.ts'

const stage = useStage()
const health = async () => {
  const { town } = stage()
  await lookAtChannel(town.id, town.actor.channelId)
  const { health: state, health_note: note } = await town.in((tx) =>
    tx
      .selectFrom('channel')
      .select(['health', 'health_note'])
      .where('id', '=', town.actor.channelId)
      .executeTakeFirstOrThrow()
  )
  return { state, note }
}

describe('a channel of the Fediverse', () => {
  test('is in order when its name, its profile and its key are seen from outside as they are', async () => {
    expect(await health()).toEqual({ state: 'good', note: null })
    const { town } = stage()
    await checkChannelNow(town.id, town.editor, town.department.channelId)
  })

  test('is broken when nobody finds it, and good again when somebody does', async () => {
    const { authority, town, peer, other } = stage()
    allowOnly(authority, peer, other)
    expect(await health()).toEqual({ state: 'broken', note: 'check.webfinger' })
    const events = await town.in((tx) =>
      tx
        .selectFrom('event')
        .select('data')
        .where('kind', '=', 'channel.health-changed')
        .where('subject_id', '=', town.actor.channelId)
        .execute()
    )
    expect(events.map(({ data }) => data)).toEqual([{ health: 'broken' }])
    allowOnly(authority, town, peer, other)
    expect(await health()).toEqual({ state: 'good', note: null })
  })

  test('is broken when its key is not the one that others see, or cannot be opened', async () => {
    const { town } = stage()
    const actor = () =>
      town.in((tx) =>
        tx.selectFrom('fediverse_actor').selectAll().where('id', '=', town.actor.id).executeTakeFirstOrThrow()
      )
    const before = await actor()
    const set = (rsa_private_key: string) =>
      town.in((tx) =>
        tx.updateTable('fediverse_actor').set({ rsa_private_key }).where('id', '=', town.actor.id).execute()
      )
    await set('sealed elsewhere')
    expect(await health()).toEqual({ state: 'broken', note: 'check.key' })
    await set(before.rsa_private_key)
    expect(await health()).toEqual({ state: 'good', note: null })
  })

  test('is not in order when little or nothing arrives, and what sending found is not talked over', async () => {
    const { town } = stage()
    const activity = newId()
    const deliver = (count: number, state: 'failed' | 'delivered') =>
      town.in((tx) =>
        tx
          .insertInto('delivery')
          .values(
            Array.from({ length: count }, () => ({
              activity_id: activity,
              inbox: `https://peer.test/${newId()}`,
              state,
              due_at: now()
            }))
          )
          .execute()
      )
    await town.in((tx) =>
      tx
        .insertInto('activity')
        .values({ id: activity, actor_id: town.actor.id, kind: 'Create', body: '{}', visibility: 'public', at: now() })
        .execute()
    )
    await deliver(6, 'failed')
    expect(await health()).toEqual({ state: 'broken', note: 'check.nothingArrives' })
    await deliver(2, 'delivered')
    expect(await health()).toEqual({ state: 'warning', note: 'check.littleArrives' })
    await deliver(20, 'delivered')
    expect(await health()).toEqual({ state: 'good', note: null })
    await town.in((tx) =>
      tx
        .updateTable('channel')
        .set({ health: 'warning', health_note: 'peer.test said no' })
        .where('id', '=', town.actor.channelId)
        .execute()
    )
    expect(await health()).toEqual({ state: 'warning', note: 'peer.test said no' })
  })

  test('waits as long as the public address is not confirmed', async () => {
    const { town } = stage()
    await town.in((tx) => tx.updateTable('channel').set({ health_note: null, health: 'good' }).execute())
    await town.in((tx) => tx.updateTable('municipality').set({ settings: '{}' }).execute())
    expect(await health()).toEqual({ state: 'warning', note: 'check.notOpen' })
  })
})
