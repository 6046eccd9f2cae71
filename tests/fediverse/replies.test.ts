// What others answer each other below our posts: found where it stands, taken in once, and only what is public.
import { afterEach, expect, test, vi } from 'vitest'
import { lookForReplies } from '#federation/replies.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { activityBy, messageOf, noteBy, publish, settled, useStage } from './stage.ts'

const stage = useStage()
afterEach(resetClock)

test('replies among others are found a few times, once each, and only what everybody may read', async () => {
  const { town, peer, other, ben, mia } = stage()
  const post = await publish(town, 'Das Bad öffnet')
  const address = (
    await town.in((tx) =>
      tx
        .selectFrom('publication')
        .select('remote_id')
        .where('post_id', '=', post.id)
        .where('remote_id', 'is not', null)
        .where('channel_id', 'in', [town.actor.channelId, town.department.channelId])
        .executeTakeFirstOrThrow()
    )
  ).remote_id!
  const replies = `${peer.origin}/replies`
  const bens = noteBy(town, peer, ben, 'Endlich!', { inReplyTo: address, replies, url: `${peer.origin}/@ben/1` })
  const create = activityBy(peer, 'Create', ben, bens, { cc: [town.actor.address] })
  peer.serve(new URL(String(bens.id)).pathname, bens)
  await peer.send(ben, `${town.actor.address}/inbox`, create)
  await settled(town, create.id)

  const say = (path: string, text: string, extra = {}) => {
    const note = {
      ...noteBy(town, other, mia, text, {
        tag: [],
        cc: [],
        inReplyTo: bens.id,
        url: `${other.origin}${path}`,
        ...extra
      }),
      id: `${other.origin}${path}`
    }
    other.serve(path, note)
    return note.id
  }
  const shown = say('/open', 'Finde ich auch')
  const quiet = say('/quiet', 'Nur für Freunde', { to: [`${mia.id}/followers`] })
  const elsewhere = say('/elsewhere', 'Etwas anderes', { inReplyTo: 'https://else.test/1' })
  const lent = say('/lent', 'Nicht von mir', { attributedTo: ben.id })
  peer.serve('/replies', {
    type: 'Collection',
    first: { type: 'CollectionPage', items: [shown, quiet], next: `${replies}2` }
  })
  peer.serve('/replies2', { type: 'CollectionPage', items: [shown, elsewhere, lent, address, 'http://10.0.0.1/x'] })

  expect(await lookForReplies(town.id)).toBe(0)
  moveClock({ byMs: 16 * 60_000 })
  expect(await lookForReplies(town.id)).toBe(1)
  await settled(town, shown)
  await vi.waitFor(async () => expect(await messageOf(town, shown)).toBeDefined(), 20_000)
  const found = (await messageOf(town, shown))!
  expect(found).toMatchObject({ text: 'Finde ich auch', contact_name: 'Mia', visibility: 'public' })
  expect(found.conversation_id).toBe((await messageOf(town, bens.id))!.conversation_id)
  for (const id of [quiet, elsewhere, lent]) expect(await messageOf(town, id)).toBeUndefined()
  expect(await lookForReplies(town.id)).toBe(0)
  // Later the same comes the usual way: it is there once.
  const late = activityBy(other, 'Create', mia, { ...noteBy(town, other, mia, 'Finde ich auch'), id: shown })
  await other.send(mia, `${town.actor.address}/inbox`, late)
  expect((await settled(town, late.id)).state).toBe('understood')
  moveClock({ byMs: 4 * 3600_000 })
  expect(await lookForReplies(town.id)).toBe(0)
})
