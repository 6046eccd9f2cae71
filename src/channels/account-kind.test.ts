import { beforeEach, expect, test } from 'vitest'
import { withdrawConcept } from '#concepts/adopt.ts'
import { publicChannels } from '#concepts/public.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { articleById } from '#posts/queries.ts'
import { makeSmallTown, standIn, type SmallTown, type StandIn } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { setAccountKind } from './account-kind.ts'
import { sendAnswer } from './answer.ts'
import { channelsForPost } from './announce.ts'
import { openChannel } from './open.ts'
import { publicationsOfPost } from './queries.ts'
import { sendPublication } from './send.ts'
import { retryPublication } from './settle.ts'

useWorld()
let town: SmallTown
let away: StandIn
let channel: string
beforeEach(async () => {
  town = await makeSmallTown()
  away = standIn('away', { idempotent: true })
  channel = await town.act(
    async (tx) => (await openChannel(tx, system, { network: 'away', unitId: town.rootUnitId, name: 'Konto' })).id
  )
})
const settle = (kind: string, holder = 'Erika Muster') =>
  town.act((tx) => setAccountKind(tx, town.operator, { channel, kind, holder }))
const publish = async () => {
  const post = await town.act((tx) =>
    createPost(tx, town.editor, {
      unitId: town.rootUnitId,
      title: `Bad ${newId()}`,
      body: 'Ab Mai.',
      channelIds: [channel]
    })
  )
  await town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision: post.revision }))
  const all = await town.act((tx) => publicationsOfPost(tx, post.id))
  return { post: post.id, publication: all.find((one) => one.channelId === channel)! }
}

test('the office never publishes to a candidate’s account, also what was on its way', async () => {
  const { publication } = await publish()
  await settle('candidate')
  await sendPublication(town.id, publication.id)
  const later = await publish()
  expect(later.publication).toMatchObject({ state: 'refused', problem: 'candidate-account' })
  await expect(town.act((tx) => retryPublication(tx, town.editor, later.publication.id))).rejects.toMatchObject({
    key: 'channels.candidate'
  })
  expect(away.calls).toEqual([])
  const options = await town.act((tx) => channelsForPost(tx, town.rootUnitId))
  expect(options.find(({ id }) => id === channel)).toMatchObject({ stopped: 'candidate-account', byDefault: false })
  expect((await town.act(publicChannels)).map(({ network }) => network)).toEqual(['site'])
})

test('a person’s account is marked as theirs wherever it is shown', async () => {
  await settle('person')
  const { post, publication } = await publish()
  await sendPublication(town.id, publication.id)
  expect(await town.act((tx) => articleById(tx, post))).toMatchObject({
    elsewhere: [{ name: 'Konto', holder: 'Erika Muster' }]
  })
  expect((await town.act(publicChannels)).find(({ id }) => id === channel)).toMatchObject({ holder: 'Erika Muster' })
  await settle('office')
  expect(await town.act((tx) => articleById(tx, post))).toMatchObject({ elsewhere: [{ holder: null }] })
})

test('kinds need a name and a right, and the own site is always the office’s', async () => {
  await expect(settle('person', ' ')).rejects.toMatchObject({ fields: { holder: 'nameMissing' } })
  await expect(settle('party')).rejects.toMatchObject({ fields: { kind: 'choose' } })
  await expect(
    town.act((tx) => setAccountKind(tx, town.expert, { channel, kind: 'person', holder: 'x' }))
  ).rejects.toMatchObject({ status: 403 })
  const site = await town.act((tx) =>
    tx.selectFrom('channel').select('id').where('network', '=', 'site').executeTakeFirstOrThrow()
  )
  await expect(
    town.act((tx) => setAccountKind(tx, town.operator, { channel: site.id, kind: 'candidate', holder: 'x' }))
  ).rejects.toMatchObject({ fields: { kind: 'channels.officeOnly' } })
})

/** An answer of ours on the channel, and what became of it. */
async function answer(): Promise<string> {
  const [id, conversation] = [newId(), newId()]
  const publication = await town.act(async (tx) => {
    const [at, on] = [now(), { channel_id: channel, network: 'away' }]
    await tx
      .insertInto('conversation')
      .values({ id: conversation, ...on, first_message_at: at, last_message_at: at })
      .execute()
    const message = { conversation_id: conversation, direction: 'out', state: 'sending', channel_id: channel }
    await tx
      .insertInto('message')
      .values({ id, ...message, at, received_at: at })
      .execute()
    await sendAnswer(tx, { id, channelId: channel })
    return tx.selectFrom('publication').select('id').where('message_id', '=', id).executeTakeFirstOrThrow()
  })
  await sendPublication(town.id, publication.id)
  const { state } = await town.act((tx) =>
    tx.selectFrom('message').select('state').where('id', '=', id).executeTakeFirstOrThrow()
  )
  return state
}

test('answers go out without a concept, but never in a candidate’s name', async () => {
  await town.act((tx) => withdrawConcept(tx, system, { channel, reason: 'Neue Regeln.' }))
  expect(await answer()).toBe('sent')
  await settle('candidate')
  expect(await answer()).toBe('failed')
  expect(away.calls.map(({ what }) => what)).toEqual(['answer'])
})
