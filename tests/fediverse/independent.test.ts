// Against a server that others wrote: follow, publish, reply, answer, correct, withdraw, in both directions.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answer } from '#dialogue/answer.ts'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { guardedFetch } from '#platform/fetch/fetch.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { useWorld } from '../world/world.ts'
import { makeAuthority } from './authority.ts'
import { startIndependentPeer, type IndependentPeer } from './bot.ts'
import { allowOnly, makeFediverseTown, type FediverseTown } from './town.ts'

const world = useWorld()
let town: FediverseTown
let peer: IndependentPeer

beforeAll(async () => {
  const authority = await makeAuthority()
  await holdKeys(`${world().directory}/keys`)
  town = await makeFediverseTown(authority)
  peer = await startIndependentPeer(authority, 'bot.test', world().superuserUrl)
  allowOnly(authority, town, peer)
  await startJobs(jobs)
})

afterAll(async () => {
  await town?.close()
  await peer?.close()
})

const patient = { timeout: 20_000, interval: 100 }
const messageAt = (remoteId: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('remote_id', '=', remoteId).executeTakeFirst())

const seen = async (type: string) =>
  (await peer.do<Record<string, unknown>[]>('seen')).filter((activity) => activity.type === type)

test('it follows, hears a post, replies, is answered, edits and takes back', async () => {
  await peer.do('follow', town.actor.address)
  await vi.waitFor(async () => expect(await peer.do('isFollowing', town.actor.address)).toBe(true), patient)

  const { id: post } = await town.in(async (tx) => {
    const draft = { title: 'Das Freibad öffnet', lead: 'Am 1. Mai.', body: 'Endlich.', fediverseForm: 'note' as const }
    const { id, revision } = await createPost(tx, town.editor, { unitId: town.root, ...draft })
    return publishPost(tx, town.editor, { post: id, revision })
  })
  const [create] = await vi.waitFor(async () => {
    const found = await seen('Create')
    expect(found).toHaveLength(1)
    return found
  }, patient)
  const object = (create!.object as { id?: string }).id ?? String(create!.object)

  const reply = await peer.do('reply', 'Wie warm ist das Wasser?', object)
  const message = await vi.waitFor(async () => {
    const found = await messageAt(reply)
    expect(found).toMatchObject({
      text: expect.stringContaining('Wie warm ist das Wasser?'),
      author_name: 'Otto Kaminski'
    })
    return found!
  }, patient)
  const conversation = await town.in((tx) =>
    tx.selectFrom('conversation').select('post_id').where('id', '=', message.conversation_id).executeTakeFirst()
  )
  expect(conversation?.post_id).toBe(post)

  await town.in((tx) => answer(tx, town.editor, { conversation: message.conversation_id, text: '21 Grad.', seen: 0 }))
  await vi.waitFor(async () => {
    const answers = (await seen('Create')).map(({ object }) => object as Record<string, unknown>)
    expect(answers.some(({ content }) => String(content).includes('21 Grad.'))).toBe(true)
  }, patient)

  await peer.do('edit', reply, 'Und wie tief ist es?')
  await vi.waitFor(async () => expect((await messageAt(reply))?.text).toContain('Und wie tief ist es?'), patient)
  await peer.do('remove', reply)
  await vi.waitFor(async () => expect(await messageAt(reply)).toMatchObject({ state: 'deleted', text: '' }), patient)

  await town.in((tx) => withdrawPost(tx, town.editor, { post, reason: 'Hochwasser' }))
  await vi.waitFor(async () => expect(await seen('Delete')).toHaveLength(1), patient)
})

test('it likes, shares and takes back the like', async () => {
  const { id: post } = await town.in(async (tx) => {
    const { id, revision } = await createPost(tx, town.editor, {
      unitId: town.root,
      title: 'Markt',
      lead: '',
      body: 'Am Montag.'
    })
    return publishPost(tx, town.editor, { post: id, revision })
  })
  const objectId = await vi.waitFor(async () => {
    const row = await town.in((tx) =>
      tx
        .selectFrom('publication')
        .select('remote_id')
        .where('post_id', '=', post)
        .where('channel_id', '=', town.actor.channelId)
        .where('state', '=', 'sent')
        .executeTakeFirstOrThrow()
    )
    return row.remote_id!
  }, patient)
  await peer.do('like', objectId)
  await peer.do('announce', objectId)
  const kinds = async () =>
    (
      await town.in((tx) =>
        tx.selectFrom('reaction').select('kind').where('post_id', '=', post).orderBy('kind').execute()
      )
    ).map(({ kind }) => kind)
  await vi.waitFor(async () => expect(await kinds()).toEqual(['announce', 'like']), patient)
  await peer.do('unlike', objectId)
  await vi.waitFor(async () => expect(await kinds()).toEqual(['announce']), patient)
})

test('a direct message of it is one, and its answer reaches nobody else', async () => {
  const direct = await peer.do('direct', 'Unter uns gefragt', town.department.address)
  const message = await vi.waitFor(async () => {
    const found = await messageAt(direct)
    expect(found).toMatchObject({ visibility: 'direct', channel_id: town.department.channelId })
    return found!
  }, patient)
  await town.in((tx) =>
    answer(tx, town.editor, { conversation: message.conversation_id, text: 'Unter uns gesagt.', seen: 0 })
  )
  const said = await vi.waitFor(async () => {
    const found = (await seen('Create')).map(({ object }) => object as Record<string, unknown>)
    const one = found.find(({ content }) => String(content).includes('Unter uns gesagt.'))
    expect(one).toBeDefined()
    return one!
  }, patient)
  expect((await guardedFetch(String(said.id), { headers: { accept: 'application/activity+json' } })).status).toBe(401)
})

test('any other private address is refused', async () => {
  await expect(guardedFetch(`https://127.0.0.1:${peer.port}/user/ok`)).rejects.toMatchObject({
    reason: 'private-address'
  })
  await expect(guardedFetch(`https://elsewhere.test:${peer.port}/user/ok`)).rejects.toMatchObject({
    reason: 'private-address'
  })
})
