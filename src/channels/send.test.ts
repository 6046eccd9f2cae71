import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { createPost } from '#posts/create.ts'
import { correctPost } from '#posts/correct.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { makeSmallTown, type SmallTown, standIn } from '#posts/town.fixture.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { system } from '#people/types.ts'
import { useWorld } from '../../tests/world/world.ts'
import { sendAnswer } from './answer.ts'
import { SendLater, SendRefused } from './contract.ts'
import { holdOutgoing, outgoingHeld, releaseOutgoing } from './held.ts'
import { openChannel } from './open.ts'
import { listChannels, publicationsOfPost } from './queries.ts'
import { sendPublication } from './send.ts'
import { stopSender } from './sender.ts'
import { retryPublication, settlePublication } from './settle.ts'
import { sweepPublications } from './sweep.ts'

useWorld()
const blind = standIn('blind')
const seeing = standIn('seeing', { find: true })
const knowing = standIn('knowing', { idempotent: true })
const stubborn = standIn('stubborn', { correct: false })
let town: SmallTown

beforeAll(async () => {
  town = await makeSmallTown()
  await town.act(async (tx) => {
    for (const network of ['blind', 'seeing', 'knowing', 'stubborn']) {
      await openChannel(tx, system, { network, unitId: town.rootUnitId, name: network })
    }
  })
})
afterAll(stopSender)
beforeEach(() => {
  resetClock()
  for (const one of [blind, seeing, knowing, stubborn]) {
    one.calls.length = 0
    one.before = null
    one.after = null
  }
})

describe('what is said goes out', () => {
  test('a published post is due on every channel, and is sent once however often it is asked', async () => {
    const post = await published()
    expect(await states(post)).toEqual({ site: 'due', blind: 'due', seeing: 'due', knowing: 'due', stubborn: 'due' })
    await sendAll(post)
    await sendAll(post)
    expect(await states(post)).toEqual({
      site: 'sent',
      blind: 'sent',
      seeing: 'sent',
      knowing: 'sent',
      stubborn: 'sent'
    })
    expect(blind.calls).toHaveLength(1)
    const [row] = await rowsOf(post, 'blind')
    expect(row!.remoteUrl).toMatch(/^https:/)
  })

  test('a correction follows the post, and says where it cannot', async () => {
    const post = await published()
    await sendAll(post)
    await correct(post, 'Neuer Text')
    await sendAll(post)
    expect(blind.calls.map((call) => [call.what, call.outgoing.versionNumber])).toEqual([
      ['publish', 1],
      ['correct', 2]
    ])
    expect((await rowsOf(post, 'stubborn'))[0]).toMatchObject({
      purpose: 'correct',
      state: 'refused',
      problem: 'cannot-correct'
    })
  })

  test('what has not gone out goes out corrected, once', async () => {
    const post = await published()
    await correct(post, 'Neuer Text')
    await sendAll(post)
    expect(blind.calls.map((call) => [call.what, call.outgoing.versionNumber])).toEqual([['publish', 2]])
  })

  test('a correction waits until the outcome of the post is known', async () => {
    blind.after = () => {
      throw new Error('socket hang up')
    }
    const post = await published()
    await sendAll(post)
    await correct(post, 'Neuer Text')
    blind.after = null
    await sendAll(post)
    expect(blind.calls.map((call) => call.what)).toEqual(['publish'])
    const [correction, original] = await rowsOf(post, 'blind')
    expect([correction!.state, original!.state]).toEqual(['waiting', 'unknown'])
  })

  test('a withdrawal reaches every channel that has the post and stops the others', async () => {
    const post = await published()
    const [first] = await rowsOf(post, 'blind')
    await sendPublication(town.id, first!.id)
    await town.act((tx) => withdrawPost(tx, town.editor, { post, reason: 'Der Termin fällt aus.' }))
    await sendAll(post)
    expect(blind.calls.map((call) => call.what)).toEqual(['publish', 'withdraw'])
    expect(seeing.calls).toEqual([])
    expect((await rowsOf(post, 'seeing'))[0]!.state).toBe('withdrawn')
  })

  test('an answer becomes sent with its remote address, or failed', async () => {
    const channel = (await town.act(listChannels)).find((one) => one.network === 'blind')!
    const good = await outMessage(channel.id)
    expect(await messageState(good)).toMatchObject({ state: 'sent', remote_url: expect.stringMatching(/^https:/) })
    blind.before = () => {
      throw new SendRefused('blocked')
    }
    const bad = await outMessage(channel.id)
    expect(await messageState(bad)).toMatchObject({ state: 'failed' })
  })
})

describe('what can go wrong', () => {
  test('a refusal is not tried again by itself, but by a person, with what the post says then', async () => {
    blind.before = () => {
      throw new SendRefused('too long')
    }
    const post = await published()
    await sendAll(post)
    await sendAll(post)
    expect(blind.calls).toHaveLength(1)
    const [row] = await rowsOf(post, 'blind')
    expect(row).toMatchObject({ state: 'refused', problem: 'too long' })
    expect((await town.act(listChannels)).find((one) => one.network === 'blind')).toMatchObject({
      health: 'warning',
      healthNote: 'too long'
    })
    blind.before = null
    await town.act((tx) => retryPublication(tx, town.editor, row!.id))
    await sendAll(post)
    expect((await rowsOf(post, 'blind'))[0]!.state).toBe('sent')
    expect((await town.act(listChannels)).find((one) => one.network === 'blind')!.health).toBe('good')
  })

  test('what did not arrive waits until its time', async () => {
    const retryAt = new Date(now().getTime() + 60_000)
    blind.before = () => {
      throw new SendLater('busy', retryAt)
    }
    const post = await published()
    await sendAll(post)
    blind.before = null
    await sendAll(post)
    expect(blind.calls).toHaveLength(1)
    moveClock({ byMs: 61_000 })
    await sendAll(post)
    expect((await rowsOf(post, 'blind'))[0]!.state).toBe('sent')
  })

  test('an unknown outcome is looked up and found', async () => {
    seeing.after = () => {
      throw new Error('connection reset')
    }
    const post = await published()
    await sendAll(post)
    expect((await rowsOf(post, 'seeing'))[0]!.state).toBe('sent')
    expect(seeing.calls).toHaveLength(1)
  })

  test('an unknown outcome is looked up, not found, and sent again', async () => {
    seeing.before = () => {
      seeing.before = null
      throw new Error('connection reset')
    }
    const post = await published()
    await sendAll(post)
    await sendAll(post)
    expect((await rowsOf(post, 'seeing'))[0]!.state).toBe('sent')
    expect(seeing.calls).toHaveLength(2)
    expect(new Set(seeing.calls.map((call) => call.key)).size).toBe(1)
  })

  test('a network that knows keys is asked again under the same key', async () => {
    knowing.after = () => {
      knowing.after = null
      throw new Error('connection reset')
    }
    const post = await published()
    await sendAll(post)
    await sendAll(post)
    expect((await rowsOf(post, 'knowing'))[0]!.state).toBe('sent')
    expect(new Set(knowing.calls.map((call) => call.key)).size).toBe(1)
  })

  test('where nothing can be known it stays unknown until a person settles it', async () => {
    blind.after = () => {
      throw new Error('connection reset')
    }
    const post = await published()
    await sendAll(post)
    blind.after = null
    moveClock({ byMs: 86_400_000 })
    await sweepPublications(town.id)
    await sendAll(post)
    const [row] = await rowsOf(post, 'blind')
    expect(row!.state).toBe('unknown')
    expect(blind.calls).toHaveLength(1)
    await town.act((tx) => settlePublication(tx, town.editor, row!.id, 'arrived'))
    await sendAll(post)
    expect((await rowsOf(post, 'blind'))[0]!.state).toBe('sent')
    expect(blind.calls).toHaveLength(1)
  })

  test('a sending left behind by a dead process is unknown, that of a living one is let be', async () => {
    const post = await published()
    const [blindRow] = await rowsOf(post, 'blind')
    const [seeingRow] = await rowsOf(post, 'seeing')
    await leaveInSending(blindRow!.id, 1234)
    await leaveInSending(seeingRow!.id, 1234)
    await sweepPublications(town.id)
    expect((await rowsOf(post, 'blind'))[0]!.state).toBe('unknown')
    await sendAll(post)
    await sendAll(post)
    expect((await rowsOf(post, 'seeing'))[0]!.state).toBe('sent')
    expect(blind.calls).toEqual([])

    const going = await published()
    const gate = Promise.withResolvers<void>()
    blind.before = () => gate.promise
    const [row] = await rowsOf(going, 'blind')
    const sending = sendPublication(town.id, row!.id)
    await expect.poll(() => blind.calls.length).toBe(1)
    await sweepPublications(town.id)
    expect((await rowsOf(going, 'blind'))[0]!.state).toBe('sending')
    gate.resolve()
    await sending
    expect((await rowsOf(going, 'blind'))[0]!.state).toBe('sent')
  })

  test('after a restore nothing goes out until a person releases it', async () => {
    await inInstallation((tx) => holdOutgoing(tx, 'restore'))
    const post = await published()
    await sendAll(post)
    expect(blind.calls).toEqual([])
    await expect(town.act((tx) => releaseOutgoing(tx, town.editor))).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => releaseOutgoing(tx, town.operator))
    expect(await town.act(outgoingHeld)).toBeNull()
    await sendAll(post)
    expect(blind.calls).toHaveLength(1)
  })
})

async function published(): Promise<string> {
  return town.act(async (tx) => {
    const post = await createPost(tx, town.editor, {
      unitId: town.sportUnitId,
      title: 'Freibad öffnet',
      lead: 'Am 1. Mai.',
      body: 'Text'
    })
    await publishPost(tx, town.editor, { post: post.id, revision: post.revision })
    return post.id
  })
}

async function correct(post: string, body: string): Promise<void> {
  await town.act(async (tx) => {
    const row = await tx
      .selectFrom('post')
      .select(['draft_revision', 'draft_title', 'unit_id'])
      .where('id', '=', post)
      .executeTakeFirstOrThrow()
    const { revision } = await saveDraft(tx, town.editor, {
      post,
      revision: row.draft_revision,
      draft: { title: row.draft_title, lead: 'Am 1. Mai.', body, unitId: row.unit_id }
    })
    await correctPost(tx, town.editor, { post, revision, note: 'Text berichtigt.' })
  })
}

async function rowsOf(post: string, network: string) {
  return (await town.act((tx) => publicationsOfPost(tx, post))).filter((row) => row.network === network)
}

async function states(post: string): Promise<Record<string, string>> {
  const rows = await town.act((tx) => publicationsOfPost(tx, post))
  return Object.fromEntries(rows.map((row) => [row.network, row.state]))
}

async function sendAll(post: string): Promise<void> {
  const rows = await town.act((tx) => publicationsOfPost(tx, post))
  for (const row of rows.toReversed()) await sendPublication(town.id, row.id)
}

async function leaveInSending(id: string, sender: number): Promise<void> {
  await town.act((tx) =>
    tx.updateTable('publication').set({ state: 'sending', sender, attempts: 1 }).where('id', '=', id).execute()
  )
}

async function outMessage(channelId: string): Promise<string> {
  const id = newId()
  await town.act(async (tx) => {
    const conversation = newId()
    await tx
      .insertInto('conversation')
      .values({
        id: conversation,
        channel_id: channelId,
        network: 'blind',
        last_message_at: now(),
        first_message_at: now()
      })
      .execute()
    await tx
      .insertInto('message')
      .values({
        id,
        conversation_id: conversation,
        direction: 'out',
        state: 'sending',
        channel_id: channelId,
        at: now(),
        received_at: now()
      })
      .execute()
    await sendAnswer(tx, { id, channelId })
  })
  const { id: publication } = await town.act((tx) =>
    tx.selectFrom('publication').select('id').where('message_id', '=', id).executeTakeFirstOrThrow()
  )
  await sendPublication(town.id, publication)
  return id
}

async function messageState(id: string) {
  return town.act((tx) =>
    tx.selectFrom('message').select(['state', 'remote_url']).where('id', '=', id).executeTakeFirstOrThrow()
  )
}
