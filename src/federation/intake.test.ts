import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Json, type Peer, type PeerActor } from '../../tests/fediverse/peer.ts'
import {
  activityBy,
  messageOf as messageIn,
  noteBy,
  rawsOf,
  settled as settledIn,
  useStage,
  type Stage
} from '../../tests/fediverse/stage.ts'

const stage = useStage()
let { town, peer, other, ben, mia } = {} as Stage

beforeAll(() => {
  ;({ town, peer, other, ben, mia } = stage())
})

beforeEach(() => {
  peer.received.length = 0
})

const note = (by: PeerActor, text: string, extra: Json = {}, at: Peer = peer) => noteBy(town, at, by, text, extra)
const activity = (type: string, by: PeerActor, object: unknown, extra: Json = {}, at: Peer = peer) =>
  activityBy(at, type, by, object, extra)
const nextId = (host: Peer, what: string) => `${host.origin}/${what}/${Math.random().toString(36).slice(2)}`
/** Under what an activity is kept whose id its sender cannot speak for. */
const printOf = (sent: Json) => `urn:sha256:${createHash('sha256').update(JSON.stringify(sent)).digest('hex')}`
const raws = (remoteId: string) => rawsOf(town, remoteId)
const settled = (remoteId: unknown) => settledIn(town, remoteId)
const messageOf = (remoteId: unknown) => messageIn(town, remoteId)

describe('what others say', () => {
  test('a mention becomes a message with its author, text and language, exactly once', async () => {
    const said = note(ben, 'Wann öffnet das <script>alert(1)</script><b>Freibad</b>?', {
      contentMap: { de: '<p>Wann öffnet das <script>alert(1)</script><b>Freibad</b>?</p>' }
    })
    const create = activity('Create', ben, { ...said, content: (said.contentMap as Json).de })
    for (let round = 0; round < 10; round += 1) {
      const inbox = round % 2 ? town.sharedInbox : `${town.actor.address}/inbox`
      expect((await peer.send(ben, inbox, create)).status).toBe(202)
    }
    expect(await settled(create.id)).toMatchObject({ state: 'understood', sender: ben.id })
    const messages = await town.in((tx) =>
      tx.selectFrom('message').selectAll().where('remote_id', '=', String(said.id)).execute()
    )
    expect(messages).toHaveLength(1)
    expect(messages[0]!.html).not.toContain('script')
    expect(await messageOf(said.id)).toMatchObject({
      text: 'Wann öffnet das Freibad?',
      language: 'de',
      visibility: 'public',
      contact_name: 'Ben',
      handle: `@ben@${peer.host}`,
      avatar_url: `${peer.origin}/ben.png`
    })
  })

  test('a newer form of signature is understood as well', async () => {
    const said = note(ben, 'Unterschrift nach RFC 9421')
    const create = activity('Create', ben, said)
    const answer = await peer.send(ben, town.sharedInbox, create, { form: 'rfc9421' })
    expect(answer).toMatchObject({ status: 202 })
    await settled(create.id)
    expect(await messageOf(said.id)).toBeDefined()
  })

  test.each([
    ['a wrong signature', { wrongSignature: true }],
    ['a wrong digest', { wrongDigest: true }],
    ['a digest that is not signed', { unsignedDigest: true }],
    ['no digest', { noDigest: true }],
    ['a date two hours ago', { skewMs: -2 * 3600_000 }],
    ['a date two hours ahead', { skewMs: 2 * 3600_000 }],
    ['no signature', { unsigned: true }]
  ] as const)('%s is refused in both forms and nothing of it is kept', async (_what, faults) => {
    for (const form of ['draft-cavage-12', 'rfc9421'] as const) {
      const create = activity('Create', ben, note(ben, 'falsch'))
      const answer = await peer.send(ben, town.sharedInbox, create, { ...faults, form })
      expect(answer.status).toBe(401)
      expect(await raws(String(create.id))).toEqual([])
    }
  })

  test('a key that was changed is fetched anew, and the old one no longer counts', async () => {
    const eva = peer.actor('eva')
    const first = activity('Create', eva, note(eva, 'alter Schlüssel'))
    expect((await peer.send(eva, town.sharedInbox, first)).status).toBe(202)
    const old = { ...eva }
    peer.rotateKey(eva)
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    try {
      const second = activity('Create', eva, note(eva, 'neuer Schlüssel'))
      expect((await peer.send(eva, town.sharedInbox, second)).status).toBe(202)
      const third = activity('Create', eva, note(eva, 'wieder der alte'))
      expect((await peer.send(old, town.sharedInbox, third)).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  test('somebody else’s word is believed only when its own server says the same', async () => {
    const said = note(mia, 'Wirklich von Mia', {}, other)
    const create = activity('Create', mia, { ...said, content: '<p>Von Ben erfunden</p>' }, {}, other)
    other.serve(new URL(String(said.id)).pathname, said)
    expect((await peer.send(ben, town.sharedInbox, create, { signedBy: ben })).status).toBe(202)
    expect(await settled(printOf(create))).toMatchObject({ state: 'understood', sender: ben.id })
    expect(await messageOf(said.id)).toMatchObject({ text: 'Wirklich von Mia', contact_name: 'Mia' })

    const invented = activity('Create', mia, note(mia, 'Nie gesagt', {}, other), {}, other)
    expect((await peer.send(ben, town.sharedInbox, invented, { signedBy: ben })).status).toBe(202)
    const raw = await settled(printOf(invented))
    expect(raw).toMatchObject({ state: 'quarantined' })
    expect(raw.reason).toMatch(/not signed by its actor/)
    expect(await messageOf((invented.object as Json).id)).toBeUndefined()
  })

  test('an id of another server takes nobody’s place', async () => {
    const forged = activity(
      'Create',
      ben,
      { ...note(ben, 'fremd'), id: `${other.origin}/notes/1` },
      { id: `${other.origin}/a/1` }
    )
    expect((await peer.send(ben, town.sharedInbox, forged)).status).toBe(202)
    expect((await raws(String(forged.id))).map((raw) => raw.remote_id)).not.toContain(forged.id)
    const quarantined = await settled(printOf(forged))
    expect(quarantined.state).toBe('quarantined')
    expect(quarantined.reason).toMatch(/another server/)
  })

  test('an object of somebody else on the same server is not believed', async () => {
    const max = peer.actor('max')
    const create = activity('Create', ben, note(max, 'in fremdem Namen'))
    await peer.send(ben, town.sharedInbox, create)
    expect(await settled(create.id)).toMatchObject({ state: 'quarantined' })
  })

  test('an edit changes the text, by its author only', async () => {
    const said = note(ben, 'Erste Fassung')
    const create = activity('Create', ben, said)
    await peer.send(ben, town.sharedInbox, create)
    await settled(create.id)
    const edit = { ...said, content: '<p>Zweite Fassung</p>', updated: new Date().toISOString() }
    const byOther = activity('Update', peer.actor('max'), edit)
    await peer.send(peer.actor('max'), town.sharedInbox, byOther)
    expect((await settled(byOther.id)).state).toBe('quarantined')
    expect(await messageOf(said.id)).toMatchObject({ text: 'Erste Fassung' })
    const update = activity('Update', ben, edit)
    await peer.send(ben, town.sharedInbox, update)
    await settled(update.id)
    expect(await messageOf(said.id)).toMatchObject({ text: 'Zweite Fassung' })
  })

  test('a deletion takes the content away and leaves a mark', async () => {
    const said = note(ben, 'Das nehme ich zurück')
    const create = activity('Create', ben, said)
    await peer.send(ben, town.sharedInbox, create)
    await settled(create.id)
    const away = activity('Delete', mia, said.id, {}, other)
    await other.send(mia, town.sharedInbox, away)
    expect((await settled(away.id)).state).toBe('quarantined')
    const gone = activity('Delete', ben, { id: said.id, type: 'Tombstone' })
    await peer.send(ben, town.sharedInbox, gone)
    await settled(gone.id)
    expect(await messageOf(said.id)).toMatchObject({ state: 'deleted', text: '', html: '' })
    expect((await raws(String(create.id)))[0]!.body).toEqual({})
  })

  test('what was deleted before it came is not shown when it comes', async () => {
    const said = note(ben, 'zu spät')
    const gone = activity('Delete', ben, said.id)
    await peer.send(ben, town.sharedInbox, gone)
    await settled(gone.id)
    const create = activity('Create', ben, said)
    await peer.send(ben, town.sharedInbox, create)
    await settled(create.id)
    expect(await messageOf(said.id)).toBeUndefined()
  })

  test('a direct message stays direct, a warning stays above, emoji and pictures come along', async () => {
    const said = note(ben, 'Unter uns :freibad:', {
      to: [town.department.address],
      cc: [],
      summary: 'Politik',
      sensitive: true,
      tag: [
        { type: 'Mention', href: town.department.address },
        { type: 'Emoji', name: ':freibad:', icon: { type: 'Image', url: `${peer.origin}/emoji.png` } }
      ],
      attachment: [{ type: 'Document', mediaType: 'image/jpeg', url: `${peer.origin}/bild.jpg`, name: 'Ein Becken' }]
    })
    const create = activity('Create', ben, said, { to: [town.department.address], cc: [] })
    await peer.send(ben, `${town.department.address}/inbox`, create)
    await settled(create.id)
    const message = await messageOf(said.id)
    expect(message).toMatchObject({
      visibility: 'direct',
      content_warning: 'Politik',
      emojis: [{ shortcode: 'freibad', url: `${peer.origin}/emoji.png` }],
      attachments: [{ url: `${peer.origin}/bild.jpg`, mime: 'image/jpeg', alt: 'Ein Becken' }],
      channel_id: town.department.channelId
    })
    const conversation = await town.in((tx) =>
      tx.selectFrom('conversation').select('unit_id').where('id', '=', message!.conversation_id).executeTakeFirst()
    )
    expect(conversation?.unit_id).toBe(town.sport)
  })

  test('what nobody here is meant by is put aside with its reason', async () => {
    const create = activity('Create', ben, note(ben, 'Katzenbild', { cc: [], tag: [] }))
    await peer.send(ben, town.sharedInbox, create)
    expect(await settled(create.id)).toMatchObject({ state: 'ignored', reason: 'nothing in it for us' })
  })

  test('what is unknown is kept raw and shown', async () => {
    const odd = activity('Jump', ben, town.actor.address)
    await peer.send(ben, town.sharedInbox, odd)
    const raw = await settled(odd.id)
    expect(raw).toMatchObject({ state: 'quarantined', kind: 'Jump' })
    expect(raw.body).toMatchObject({ activity: odd })
  })

  test('an activity in another form of JSON-LD is understood', async () => {
    const id = nextId(peer, 'notes')
    const as = 'https://www.w3.org/ns/activitystreams#'
    const expanded = {
      '@id': nextId(peer, 'activities'),
      '@type': [`${as}Create`],
      [`${as}actor`]: [{ '@id': ben.id }],
      [`${as}object`]: [
        {
          '@id': id,
          '@type': [`${as}Note`],
          [`${as}attributedTo`]: [{ '@id': ben.id }],
          [`${as}content`]: [{ '@value': '<p>Anders geschrieben</p>' }],
          [`${as}to`]: [{ '@id': town.actor.address }]
        }
      ]
    }
    expect((await peer.send(ben, town.sharedInbox, expanded)).status).toBe(202)
    await vi.waitFor(async () => expect(await messageOf(id)).toMatchObject({ text: 'Anders geschrieben' }), 60_000)
  })
})

describe('followers', () => {
  test('a follower is taken and told, once; an Undo lets go', async () => {
    const follow = activity('Follow', ben, town.actor.address, { to: [town.actor.address] })
    for (let round = 0; round < 3; round += 1) await peer.send(ben, `${town.actor.address}/inbox`, follow)
    await vi.waitFor(() => expect(peer.received).toHaveLength(1), 60_000)
    expect(peer.received[0]).toMatchObject({
      problem: null,
      form: 'draft-cavage-12',
      activity: { type: 'Accept', actor: town.actor.address, object: { id: follow.id, type: 'Follow' } }
    })
    const actor = () =>
      town.in((tx) =>
        tx.selectFrom('fediverse_actor').selectAll().where('id', '=', town.actor.id).executeTakeFirstOrThrow()
      )
    expect((await actor()).follower_count).toBe(1)
    const undo = activity('Undo', ben, follow)
    await peer.send(ben, `${town.actor.address}/inbox`, undo)
    expect((await settled(undo.id)).state).toBe('understood')
    expect((await actor()).follower_count).toBe(0)
  })

  test('a deleted account is forgotten with its messages', async () => {
    const lea = peer.actor('lea')
    const said = note(lea, 'bald weg')
    const follow = activity('Follow', lea, town.actor.address)
    const create = activity('Create', lea, said)
    await peer.send(lea, town.sharedInbox, follow)
    await peer.send(lea, town.sharedInbox, create)
    await settled(follow.id)
    await settled(create.id)
    const gone = activity('Delete', lea, lea.id)
    expect((await peer.send(lea, town.sharedInbox, gone)).status).toBe(202)
    await settled(gone.id)
    expect(await messageOf(said.id)).toMatchObject({ state: 'deleted' })
    const left = await town.in((tx) => tx.selectFrom('follower').select('uri').where('uri', '=', lea.id).execute())
    expect(left).toEqual([])
  })
})
