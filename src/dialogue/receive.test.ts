import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { now } from '#platform/clock/clock.ts'
import { useWorld } from '../../tests/world/world.ts'
import { receive } from './receive.ts'
import { countsFor } from './queries.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { close } from './state.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const read = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const take = (message: ReturnType<typeof said>) => town.in((tx) => receive(tx, message))

describe('receiving', () => {
  test('the same message ten times at once is one message', async () => {
    const message = said(town, { text: 'Gibt es wieder Frühschwimmen?' })
    const received = await Promise.all(Array.from({ length: 10 }, () => take(message)))
    expect(received.filter((one) => one.outcome === 'new')).toHaveLength(1)
    expect(new Set(received.map((one) => one.messageId)).size).toBe(1)
    const conversation = await conversationOf(received[0]!.conversationId!)
    expect(conversation).toMatchObject({
      message_count: 1,
      state: 'new',
      unread: true,
      contact_name: 'Ben',
      last_excerpt: 'Gibt es wieder Frühschwimmen?'
    })
  })

  test('the same message through two accounts of the town is one message', async () => {
    const second = newId()
    await town.in((tx) =>
      tx.insertInto('channel').values({ id: second, network: 'away', unit_id: town.sport, name: 'Sport' }).execute()
    )
    const message = said(town, { text: 'An beide' })
    const [a, b] = await Promise.all([take(message), take({ ...message, channelId: second })])
    expect(a.messageId).toBe(b.messageId)
  })

  test('a reply joins the conversation it answers, and messages of one thread find each other', async () => {
    const first = said(town, { text: 'Hallo' })
    const one = await take(first)
    const two = await take(said(town, { text: 'Und noch etwas', inReplyTo: first.remoteId }))
    expect(two.conversationId).toBe(one.conversationId)
    expect((await read(two.messageId!)).in_reply_to).toBe(one.messageId)
    const threads = await Promise.all(['a', 'b', 'c'].map((text) => take(said(town, { text, thread: 'tag:x' }))))
    expect(new Set(threads.map((thread) => thread.conversationId)).size).toBe(1)
  })

  test('a reply to a publication starts a conversation about the post, with the unit of the post', async () => {
    await town.in((tx) =>
      tx
        .insertInto('publication')
        .values({
          id: newId(),
          channel_id: town.away,
          post_id: town.post,
          state: 'sent',
          key: 'k1',
          remote_id: 'https://town.example/p/1',
          due_at: now()
        })
        .execute()
    )
    const one = await take(said(town, { text: 'Schön!', inReplyTo: 'https://town.example/p/1', thread: 'tag:p1' }))
    const two = await take(said(town, { text: 'Gut.', inReplyTo: 'https://town.example/p/1', thread: 'tag:p1' }))
    const orphan = await take(
      said(town, { text: 'Stimmt', inReplyTo: 'https://away.example/unknown', thread: 'tag:p1' })
    )
    expect(await conversationOf(one.conversationId!)).toMatchObject({ post_id: town.post, unit_id: town.sport })
    expect(two.conversationId).not.toBe(one.conversationId)
    expect(await conversationOf(orphan.conversationId!)).toMatchObject({ post_id: town.post, unit_id: town.sport })
  })

  test('a network that knows the unit asked says so', async () => {
    const one = await take(said(town, { text: 'Schlagloch', unitId: town.roads }))
    expect((await conversationOf(one.conversationId!)).unit_id).toBe(town.roads)
  })

  test('an edit is followed; an older one that comes late is not', async () => {
    const message = said(town, { text: 'erst' })
    const { messageId } = await take(message)
    const edit = (text: string, byMs: number) =>
      town.in((tx) =>
        receive(tx, {
          kind: 'edit',
          channelId: town.away,
          remoteId: message.remoteId,
          html: text,
          text,
          contentWarning: null,
          attachments: [],
          at: new Date(message.at.getTime() + byMs)
        })
      )
    expect((await edit('zweitens', 2)).outcome).toBe('changed')
    expect((await edit('veraltet', 1)).outcome).toBe('known')
    expect(await read(messageId!)).toMatchObject({ text: 'zweitens' })
    expect((await read(messageId!)).edited_at).not.toBeNull()
  })

  test('a deleted message leaves a mark but not its text, its raw copy or its sender, and does not come back', async () => {
    const message = said(town, {
      text: 'Bitte vergessen',
      author: { network: 'away', remoteId: 'https://away.example/eva', name: 'Eva Geheim' }
    })
    const { messageId, conversationId } = await take(message)
    await town.in((tx) =>
      tx
        .insertInto('incoming_raw')
        .values({
          id: newId(),
          channel_id: town.away,
          remote_id: 'raw-1',
          kind: 'Create',
          sender: 'eva',
          body: JSON.stringify({ text: 'Bitte vergessen' }),
          state: 'understood',
          message_id: messageId,
          received_at: now()
        })
        .execute()
    )
    const deletion = {
      kind: 'deletion' as const,
      channelId: town.away,
      remoteId: message.remoteId,
      by: 'author' as const,
      at: now()
    }
    expect((await town.in((tx) => receive(tx, deletion))).outcome).toBe('deleted')
    expect((await town.in((tx) => receive(tx, deletion))).outcome).toBe('known')
    expect((await take(message)).outcome).toBe('known')
    expect(await read(messageId!)).toMatchObject({
      state: 'deleted',
      text: '',
      html: '',
      author_name: '',
      contact_id: null,
      deleted_by: 'author'
    })
    expect(await conversationOf(conversationId!)).toMatchObject({
      contact_name: '',
      last_excerpt: '',
      subject: '',
      state: 'done',
      contact_id: null
    })
    const raw = await town.in((tx) =>
      tx.selectFrom('incoming_raw').selectAll().where('message_id', '=', messageId).executeTakeFirstOrThrow()
    )
    expect(raw).toMatchObject({ body: {}, sender: null })
    const everything = await town.in(async (tx) =>
      JSON.stringify([
        await tx.selectFrom('contact').selectAll().execute(),
        await tx.selectFrom('event').selectAll().execute()
      ])
    )
    expect(everything).not.toContain('Eva')
  })

  test('what speaks of something unknown changes nothing', async () => {
    const at = now()
    expect(
      (
        await town.in((tx) =>
          receive(tx, { kind: 'deletion', channelId: town.away, remoteId: 'nowhere', by: 'author', at })
        )
      ).outcome
    ).toBe('unknown-target')
    expect(
      (
        await town.in((tx) =>
          receive(tx, {
            kind: 'reaction',
            channelId: town.away,
            remoteId: 'r0',
            actor: 'a',
            reaction: 'like',
            emoji: null,
            target: 'nowhere',
            at
          })
        )
      ).outcome
    ).toBe('unknown-target')
  })

  test('a like counts once, for the post or for the message, and can be taken back', async () => {
    const like = {
      kind: 'reaction' as const,
      channelId: town.away,
      remoteId: 'r1',
      actor: 'ben',
      reaction: 'like' as const,
      emoji: null,
      target: 'https://town.example/p/1',
      at: now()
    }
    const outcomes = await Promise.all([1, 2, 3].map(() => town.in((tx) => receive(tx, like))))
    expect(outcomes.map((one) => one.outcome).toSorted()).toEqual(['known', 'known', 'reacted'])
    const rows = await town.in((tx) => tx.selectFrom('reaction').selectAll().execute())
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ post_id: town.post, message_id: null })
    // The same person likes again, under another id and by another account of ours: still one, and the newer one is undone.
    expect((await town.in((tx) => receive(tx, { ...like, remoteId: 'r2' }))).outcome).toBe('known')
    expect((await town.in((tx) => receive(tx, { ...like, remoteId: 'r2' }))).outcome).toBe('known')
    expect(await town.in((tx) => tx.selectFrom('reaction').select('remote_id').execute())).toEqual([
      { remote_id: 'r2' }
    ])
    const end = { kind: 'reaction-end' as const, channelId: town.away, remoteId: 'r2', actor: 'mallory' }
    expect((await town.in((tx) => receive(tx, end))).outcome).toBe('unknown-target')
    expect((await town.in((tx) => receive(tx, { ...end, actor: 'ben' }))).outcome).toBe('reacted')
  })

  test('a citizen who writes again brings a closed conversation back', async () => {
    const first = said(town, { text: 'Danke' })
    const one = await take(first)
    await town.in((tx) => close(tx, town.editor, { conversation: one.conversationId! }))
    await take(said(town, { text: 'Eine Frage noch', inReplyTo: first.remoteId }))
    expect(await conversationOf(one.conversationId!)).toMatchObject({ state: 'reopened', unread: true, done_at: null })
  })

  test('the row a first message makes is the one that reading its messages makes', async () => {
    for (const given of [
      { text: 'kurz' },
      { text: `lang ${'wort '.repeat(200)}`, held: true },
      { text: '😀'.repeat(300) }
    ]) {
      const { conversationId } = await take(said(town, given))
      const before = await conversationOf(conversationId!)
      const after = await town.in(async (tx) => refreshConversation(tx, await lockConversation(tx, conversationId!)))
      expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 })
    }
  })

  test('a time in the future becomes now', async () => {
    const one = await take(said(town, { text: 'aus der Zukunft', at: new Date(now().getTime() + 86_400_000) }))
    expect((await read(one.messageId!)).at.getTime()).toBeLessThanOrEqual(now().getTime())
  })
})

test('the kept counts are what counting would give', async () => {
  const kept = await town.in((tx) => countsFor(tx, town.editor))
  const { recount } = await import('./counts.ts')
  await town.in(recount)
  expect(await town.in((tx) => countsFor(tx, town.editor))).toEqual(kept)
  expect(kept.none).toBeGreaterThan(0)
  expect(kept.done).toBe(1)
})
