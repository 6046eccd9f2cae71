import { verifyObject } from '@fedify/fedify/sig'
import { Activity } from '@fedify/vocab'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer } from '#dialogue/answer.ts'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { inInstallation } from '#platform/database/database.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { correctPost } from '#posts/correct.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { makeAuthority, type Authority } from '../../tests/fediverse/authority.ts'
import { publicAudience, startPeer, type Json, type Peer, type PeerActor } from '../../tests/fediverse/peer.ts'
import { allowOnly, makeFediverseTown, type FediverseTown } from '../../tests/fediverse/town.ts'
import { useWorld } from '../../tests/world/world.ts'
import { system } from '#people/types.ts'
import { changeActor } from './changeActor.ts'
import { deliver } from './deliver.ts'
import { contextLoader, documentLoader } from './loader.ts'

const world = useWorld()
let authority: Authority
let town: FediverseTown
let peer: Peer
let other: Peer
let ben: PeerActor
let mia: PeerActor

beforeAll(async () => {
  authority = await makeAuthority()
  await holdKeys(`${world().directory}/keys`)
  town = await makeFediverseTown(authority)
  peer = await startPeer(authority, 'peer.test')
  other = await startPeer(authority, 'other.test')
  allowOnly(authority, town, peer, other)
  ben = peer.actor('ben', { name: 'Ben' })
  mia = other.actor('mia', { name: 'Mia' })
  await startJobs(jobs)
  for (const [host, actor] of [
    [peer, ben],
    [peer, peer.actor('eva')],
    [other, mia]
  ] as const) {
    const follow = { id: `${actor.id}/follow`, type: 'Follow', actor: actor.id, object: town.actor.address }
    await host.send(actor, `${town.actor.address}/inbox`, follow)
    await vi.waitFor(() => expect(host.received.some(({ path }) => actor.inbox.endsWith(path))).toBe(true), 10_000)
  }
})

afterAll(async () => {
  await town?.close()
  await peer?.close()
  await other?.close()
})

beforeEach(() => {
  peer.received.length = 0
  other.received.length = 0
})

afterEach(async () => {
  peer.answerWith(null)
  other.answerWith(null)
  await inInstallation((tx) => tx.deleteFrom('remote_server').execute())
})

async function post(title: string, form: 'note' | 'article' = 'article', unitId = town.root) {
  return town.in(async (tx) => {
    const draft = { title, lead: 'Der Vorspann.', body: '## Zeiten\n\nTäglich von 8 bis 20 Uhr.', fediverseForm: form }
    const { id, revision } = await createPost(tx, town.editor, { unitId, ...draft })
    return publishPost(tx, town.editor, { post: id, revision })
  })
}

const got = (host: Peer, type: string) => host.received.filter(({ activity }) => activity.type === type)

async function arrived(host: Peer, type: string, expected = 1) {
  await vi.waitFor(() => expect(got(host, type)).toHaveLength(expected), 10_000)
  return got(host, type)
}

const deliveries = (inbox: string) =>
  town.in((tx) => tx.selectFrom('delivery').selectAll().where('inbox', '=', inbox).orderBy('due_at', 'desc').execute())

describe('posts', () => {
  test('an article reaches each server once, signed, with a preview above and a proof inside', async () => {
    const published = await post('Das Freibad öffnet')
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
    await post(`Sehr ${'sehr '.repeat(18)}lang`, 'note')
    const [create] = await arrived(peer, 'Create')
    const object = create!.activity.object as Json
    expect(object.type).toBe('Note')
    expect(String(object.content).replace(/<[^>]*>/g, '').length).toBeLessThanOrEqual(500)
  })

  test('a correction and a withdrawal follow, under the same id, also to who has left', async () => {
    const { id } = await post('Der Markt ist am Montag')
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
    const { id } = await post('Gefällt es?')
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
    }, 10_000)
    await peer.send(ben, town.sharedInbox, {
      id: `${ben.id}/undo-like`,
      type: 'Undo',
      actor: ben.id,
      object: { id: `${ben.id}/Like`, type: 'Like', actor: ben.id, object: target }
    })
    await vi.waitFor(async () => expect(await kinds()).toHaveLength(2), 10_000)
  })

  test('a reply belongs to the post, and a report of it is seen', async () => {
    const { id } = await post('Was denken Sie?')
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
    }, 10_000)
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
    }, 10_000)
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
    }, 10_000)
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
    }, 10_000)
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

describe('servers that do not answer', () => {
  test('one that fails is tried again later and keeps nobody waiting', async () => {
    peer.answerWith(503)
    await post('Trotzdem')
    await arrived(other, 'Create')
    const [failed] = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      expect(rows[0]).toMatchObject({ state: 'due', attempts: 1, problem: 'http-503', leased_until: null })
      return rows
    }, 10_000)
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
    await post('Geparkt')
    await arrived(other, 'Create')
    const [waiting] = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      expect(rows[0]).toMatchObject({ state: 'due', attempts: 0, problem: 'parked' })
      return rows
    }, 10_000)
    expect(got(peer, 'Create')).toEqual([])
    await inInstallation((tx) => tx.deleteFrom('remote_server').execute())
    await town.in((tx) => sql`update delivery set due_at = now() where state = 'due'`.execute(tx))
    await deliver(town.id, waiting!.activity_id)
    await arrived(peer, 'Create')
  })

  test('failures in a row park a server, longer each time; an answer ends it', async () => {
    peer.answerWith(500)
    for (let round = 0; round < 5; round += 1) {
      await post(`Versuch ${round}`)
      await vi.waitFor(async () => {
        const row = await inInstallation((tx) =>
          tx.selectFrom('remote_server').selectAll().where('host', '=', peer.host).executeTakeFirst()
        )
        expect(row?.failures).toBe(round + 1)
        if (round === 4) expect(row!.parked_until!.getTime()).toBeGreaterThan(Date.now() + 20 * 60_000)
        else expect(row!.parked_until).toBeNull()
      }, 10_000)
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
    await post('Ade')
    await vi.waitFor(async () => {
      const left = await town.in((tx) => tx.selectFrom('follower').select('uri').where('uri', '=', ada.id).execute())
      expect(left).toEqual([])
    }, 10_000)
    await solo.close()
  })

  test('what a dead process had taken is sent when its lease has run out, under the same id', async () => {
    await post('Absturz')
    const [create] = await arrived(peer, 'Create')
    const row = await vi.waitFor(async () => {
      const rows = await deliveries(`${peer.origin}/inbox`)
      const found = rows.find(({ activity_id }) => String(create!.activity.id).endsWith(activity_id))
      expect(found?.state).toBe('delivered')
      return found
    }, 10_000)
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

describe('profiles', () => {
  test.each([
    'application/activity+json',
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    'application/ld+json',
    'application/json',
    '*/*',
    'text/html, application/activity+json;q=0.9'
  ])('an actor is given to who accepts %s', async (accept) => {
    const answered = await peer.get(town.actor.address, null, accept)
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toMatchObject({
      id: town.actor.address,
      preferredUsername: 'musterstadt',
      name: 'Stadt Musterstadt',
      inbox: `${town.actor.address}/inbox`,
      endpoints: { sharedInbox: town.sharedInbox },
      publicKey: { id: `${town.actor.address}#main-key`, owner: town.actor.address }
    })
  })

  test('WebFinger finds actors by handle and address, and nobody else', async () => {
    const find = (resource: string) =>
      peer.get(
        `${town.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`,
        null,
        'application/jrd+json'
      )
    const found = await find(`acct:sport@${town.host}`)
    expect(JSON.parse(found.text)).toMatchObject({
      subject: `acct:sport@${town.host}`,
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self', href: town.department.address })])
    })
    expect((await find(town.actor.address)).status).toBe(200)
    expect((await find(`acct:nobody@${town.host}`)).status).toBe(404)
    expect((await find('acct:sport@elsewhere.test')).status).toBe(404)
  })

  test('the handle may stand under another domain than the site', async () => {
    await town.in((tx) => tx.updateTable('municipality').set({ handle_domain: 'musterstadt.example' }).execute())
    const home = await town.home()
    const find = async (resource: string) => {
      const { serveFediverse } = await import('./serve.ts')
      const address = `https://musterstadt.example/.well-known/webfinger?resource=${encodeURIComponent(resource)}`
      return (await serveFediverse(new Request(address), home))!
    }
    const found = await find('acct:sport@musterstadt.example')
    expect(await found.json()).toMatchObject({
      subject: 'acct:sport@musterstadt.example',
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self', href: town.department.address })])
    })
    expect((await find(`acct:sport@${town.host}`)).status).toBe(200)
    await town.in((tx) => tx.updateTable('municipality').set({ handle_domain: town.host }).execute())
  })

  test('NodeInfo, host-meta, outbox and the number of followers are public, the followers are not', async () => {
    expect((await peer.get(`${town.origin}/.well-known/host-meta`)).text).toContain('webfinger?resource={uri}')
    const info = JSON.parse((await peer.get(`${town.origin}/.well-known/nodeinfo`, null, 'application/json')).text)
    const nodeInfo = JSON.parse((await peer.get(info.links[0].href, null, 'application/json')).text)
    expect(nodeInfo).toMatchObject({ software: { name: 'ortsgespraech' }, protocols: ['activitypub'] })
    const outbox = JSON.parse((await peer.get(`${town.actor.address}/outbox`)).text)
    expect(outbox.totalItems).toBeGreaterThan(3)
    const page = JSON.parse((await peer.get(outbox.first)).text)
    expect(page.orderedItems[0]).toMatchObject({ type: 'Create' })
    const followers = JSON.parse((await peer.get(`${town.actor.address}/followers`)).text)
    expect(followers.totalItems).toBe(3)
    expect((await peer.get(followers.first)).text).not.toContain('ben')
  })

  test('a changed profile is told to followers, and may be the new home of an old account', async () => {
    const old = `${other.origin}/users/mia`
    await town.in((tx) =>
      changeActor(tx, system, {
        actor: town.actor.id,
        name: 'Musterstadt am Muster',
        summary: 'Neu.',
        fields: [{ name: 'Website', value: town.origin }],
        imageId: null,
        alsoKnownAs: [old]
      })
    )
    const [update] = await arrived(peer, 'Update')
    expect(update).toMatchObject({
      problem: null,
      activity: { object: { id: town.actor.address, name: 'Musterstadt am Muster' } }
    })
    const shown = JSON.parse((await peer.get(town.actor.address)).text)
    expect([shown.alsoKnownAs].flat()).toEqual([old])
  })

  test('a town whose address is not proven answers nobody', async () => {
    await town.in((tx) => tx.updateTable('municipality').set({ settings: '{}' }).execute())
    const home = await town.home()
    const { serveFediverse } = await import('./serve.ts')
    const asked = await serveFediverse(new Request(town.actor.address), home)
    expect(asked?.status).toBe(404)
    await town.in((tx) =>
      tx
        .updateTable('municipality')
        .set({ settings: JSON.stringify({ addressConfirmedAt: new Date().toISOString() }) })
        .execute()
    )
  })
})
