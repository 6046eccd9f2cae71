import { verifyObject } from '@fedify/fedify/sig'
import { Activity } from '@fedify/vocab'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer } from '#dialogue/answer.ts'
import { correctPost } from '#posts/correct.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { publicAudience, type Json } from '../../tests/fediverse/peer.ts'
import { arrived, followTown, got, publish, useStage, type Stage } from '../../tests/fediverse/stage.ts'
import { contextLoader, documentLoader } from './loader.ts'

const stage = useStage()
let { town, peer, other, ben, mia } = {} as Stage

beforeAll(async () => {
  ;({ town, peer, other, ben, mia } = stage())
  await followTown(town, peer, ben)
  await followTown(town, peer, peer.actor('eva'))
  await followTown(town, other, mia)
})

beforeEach(() => {
  peer.received.length = 0
  other.received.length = 0
})

describe('posts', () => {
  test('an article reaches each server once, signed, with a preview above and a proof inside', async () => {
    const published = await publish(town, 'Das Freibad öffnet')
    const [create] = await arrived(peer, 'Create')
    await arrived(other, 'Create')
    expect(create).toMatchObject({ path: '/inbox', problem: null, form: 'draft-cavage-12' })
    const object = create!.activity.object as Json
    expect(object).toMatchObject({
      type: 'Article',
      name: 'Das Freibad öffnet',
      attributedTo: town.actor.address,
      url: `${town.origin}/beitrag/${published.slug}`,
      to: [publicAudience],
      preview: { type: 'Note' }
    })
    expect(String(object.content)).toContain('Täglich von 8 bis 20 Uhr.')
    expect(String((object.preview as Json).content).replace(/<[^>]*>/g, '').length).toBeLessThanOrEqual(500)
    const proven = await verifyObject(Activity, create!.activity, {
      documentLoader: documentLoader(null),
      contextLoader
    })
    expect(proven?.id?.href).toBe(create!.activity.id)
    // Served to everybody, under its own address and that of the activity.
    const served = await peer.get(String(object.id))
    expect(JSON.parse(served.text)).toMatchObject({ id: object.id, type: 'Article' })
    expect((await peer.get(String(create!.activity.id))).status).toBe(200)
    expect(JSON.parse((await peer.get(String(object.url))).text).id).toBe(object.id)
    expect(JSON.parse((await peer.get(`${town.origin}/`)).text).id).toBe(town.actor.address)
    const state = await town.in((tx) =>
      tx
        .selectFrom('publication')
        .select(['state', 'remote_id'])
        .where('remote_id', '=', String(object.id))
        .executeTakeFirst()
    )
    expect(state).toMatchObject({ state: 'sent' })
  })

  test('a note has at most 500 characters, however long the title is', async () => {
    await publish(town, `Sehr ${'sehr '.repeat(18)}lang`, 'note')
    const [create] = await arrived(peer, 'Create')
    await arrived(other, 'Create')
    const object = create!.activity.object as Json
    expect(object.type).toBe('Note')
    expect(String(object.content).replace(/<[^>]*>/g, '').length).toBeLessThanOrEqual(500)
  })

  test('a correction and a withdrawal follow, under the same id, also to who has left', async () => {
    const { id } = await publish(town, 'Der Markt ist am Montag')
    const [create] = await arrived(peer, 'Create')
    const objectId = (create!.activity.object as Json).id
    await arrived(other, 'Create')
    await other.send(mia, `${town.actor.address}/inbox`, {
      id: `${mia.id}/undo`,
      type: 'Undo',
      actor: mia.id,
      object: { id: `${mia.id}/follow`, type: 'Follow', actor: mia.id, object: town.actor.address }
    })
    await town.in(async (tx) => {
      const row = await tx.selectFrom('post').select('draft_revision').where('id', '=', id).executeTakeFirstOrThrow()
      const draft = { title: 'Der Markt ist am Dienstag', lead: '', body: 'Dienstag.' }
      const saved = await saveDraft(tx, town.editor, { post: id, revision: row.draft_revision, draft: draft as never })
      await correctPost(tx, town.editor, { post: id, revision: saved.revision, note: 'Der Tag war falsch.' })
    })
    const [update] = await arrived(peer, 'Update')
    expect(update!.activity.object).toMatchObject({ id: objectId, name: 'Der Markt ist am Dienstag' })
    expect(String((update!.activity.object as Json).content)).toContain('Der Tag war falsch.')
    await arrived(other, 'Update')
    expect(JSON.parse((await peer.get(String(objectId))).text).name).toBe('Der Markt ist am Dienstag')
    await town.in((tx) => withdrawPost(tx, town.editor, { post: id, reason: 'Der Markt fällt aus.' }))
    await arrived(peer, 'Delete')
    await arrived(other, 'Delete')
    const gone = await peer.get(String(objectId))
    expect(gone.status).toBe(410)
    expect(JSON.parse(gone.text)).toMatchObject({ type: 'Tombstone', formerType: 'Article' })
    await other.send(mia, `${town.actor.address}/inbox`, {
      id: `${mia.id}/follow2`,
      type: 'Follow',
      actor: mia.id,
      object: town.actor.address
    })
    await arrived(other, 'Accept')
  })
})

describe('reactions', () => {
  test('likes, emoji and shares of a post are counted and can be taken back', async () => {
    const { id } = await publish(town, 'Gefällt es?')
    const [create] = await arrived(peer, 'Create')
    const target = (create!.activity.object as Json).id
    const send = (type: string, extra: Json = {}) =>
      peer.send(ben, town.sharedInbox, { id: `${ben.id}/${type}`, type, actor: ben.id, object: target, ...extra })
    await send('Like')
    await send('Like')
    await send('EmojiReact', { content: '🎉' })
    await send('Announce', { to: [publicAudience] })
    const kinds = () =>
      town.in((tx) =>
        tx.selectFrom('reaction').select(['kind', 'emoji']).where('post_id', '=', id).orderBy('kind').execute()
      )
    await vi.waitFor(async () => {
      expect(await kinds()).toEqual([
        { kind: 'announce', emoji: null },
        { kind: 'emoji', emoji: '🎉' },
        { kind: 'like', emoji: null }
      ])
    }, 60_000)
    await peer.send(ben, town.sharedInbox, {
      id: `${ben.id}/undo-like`,
      type: 'Undo',
      actor: ben.id,
      object: { id: `${ben.id}/Like`, type: 'Like', actor: ben.id, object: target }
    })
    await vi.waitFor(async () => expect(await kinds()).toHaveLength(2), 60_000)
  })

  test('a reply belongs to the post, and a report of it is seen', async () => {
    const { id } = await publish(town, 'Was denken Sie?')
    const [create] = await arrived(peer, 'Create')
    const target = String((create!.activity.object as Json).id)
    const reply = {
      id: `${peer.origin}/notes/reply`,
      type: 'Note',
      attributedTo: ben.id,
      inReplyTo: target,
      to: [publicAudience],
      content: '<p>Gut!</p>'
    }
    await peer.send(ben, town.sharedInbox, { id: `${reply.id}/create`, type: 'Create', actor: ben.id, object: reply })
    await peer.send(ben, town.sharedInbox, {
      id: `${reply.id}/flag`,
      type: 'Flag',
      actor: ben.id,
      object: [target],
      content: 'Falsch'
    })
    await vi.waitFor(async () => {
      const rows = await town.in((tx) =>
        tx
          .selectFrom('message')
          .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
          .select(['message.text', 'message.visibility', 'conversation.post_id'])
          .where('message.remote_id', 'like', `${reply.id}%`)
          .orderBy('message.remote_id')
          .execute()
      )
      expect(rows).toMatchObject([
        { text: 'Gut!', visibility: 'public', post_id: id },
        { visibility: 'direct', text: expect.stringContaining('Falsch') }
      ])
    }, 60_000)
  })
})

describe('answers', () => {
  async function ask(visibility: 'public' | 'direct') {
    const id = `${peer.origin}/notes/${visibility}-${Math.random()}`
    const audience =
      visibility === 'public'
        ? { to: [publicAudience], cc: [town.actor.address] }
        : { to: [town.actor.address], cc: [] }
    const object = {
      id,
      type: 'Note',
      attributedTo: ben.id,
      content: '<p>Wann?</p>',
      conversation: `${id}/thread`,
      ...audience
    }
    await peer.send(ben, town.sharedInbox, { id: `${id}/create`, type: 'Create', actor: ben.id, object, ...audience })
    return vi.waitFor(async () => {
      const row = await town.in((tx) =>
        tx.selectFrom('message').select('conversation_id').where('remote_id', '=', id).executeTakeFirstOrThrow()
      )
      return { id, conversation: row.conversation_id }
    }, 60_000)
  }

  test('an answer goes where the question was asked, with a mention, and a public one to followers too', async () => {
    const asked = await ask('public')
    await town.in((tx) => answer(tx, town.editor, { conversation: asked.conversation, text: 'Um acht.', seen: 0 }))
    const [create] = await arrived(peer, 'Create')
    await arrived(other, 'Create')
    expect(create!.activity.object).toMatchObject({
      type: 'Note',
      inReplyTo: asked.id,
      conversation: `${asked.id}/thread`,
      tag: [{ type: 'Mention', href: ben.id, name: `@ben@${peer.host}` }]
    })
    const object = create!.activity.object as Json
    expect(String(object.content)).toContain('Um acht.')
    await vi.waitFor(async () => {
      const row = await town.in((tx) =>
        tx.selectFrom('message').select('state').where('remote_id', '=', String(object.id)).executeTakeFirst()
      )
      expect(row?.state).toBe('sent')
    }, 60_000)
    // And the next word of the other side finds its place under ours.
    const next = {
      id: `${asked.id}/next`,
      type: 'Note',
      attributedTo: ben.id,
      inReplyTo: object.id,
      content: '<p>Danke</p>',
      to: [publicAudience]
    }
    await peer.send(ben, town.sharedInbox, {
      id: `${asked.id}/next-create`,
      type: 'Create',
      actor: ben.id,
      object: next
    })
    await vi.waitFor(async () => {
      const row = await town.in((tx) =>
        tx.selectFrom('message').select('conversation_id').where('remote_id', '=', next.id).executeTakeFirst()
      )
      expect(row?.conversation_id).toBe(asked.conversation)
    }, 60_000)
  })

  test('an answer to a direct message goes to the one person, and only their server may fetch it', async () => {
    const asked = await ask('direct')
    await town.in((tx) => answer(tx, town.editor, { conversation: asked.conversation, text: 'Nur für Sie.', seen: 0 }))
    const [create] = await arrived(peer, 'Create')
    expect(create).toMatchObject({ path: new URL(ben.inbox).pathname, activity: { to: [ben.id], cc: [] } })
    const id = String((create!.activity.object as Json).id)
    expect((await peer.get(id)).status).toBe(401)
    expect((await other.get(id, mia)).status).toBe(404)
    const answered = await peer.get(id, ben)
    expect(answered.status).toBe(200)
    expect(answered.headers['cache-control']).toContain('no-store')
    expect((await peer.get(id, ben, undefined, 'rfc9421')).status).toBe(200)
    expect(got(other, 'Create')).toEqual([])
  })
})
