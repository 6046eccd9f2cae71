import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { approveMessage } from '#dialogue/moderate.ts'
import { system } from '#people/types.ts'
import { startPeer, type Json, type Peer, type PeerActor } from '../../tests/fediverse/peer.ts'
import {
  activityBy,
  messageOf as messageIn,
  noteBy,
  settled as settledIn,
  useStage,
  type Stage
} from '../../tests/fediverse/stage.ts'
import { allowOnly } from '../../tests/fediverse/town.ts'
import { settleDomain } from './settleDomain.ts'

const stage = useStage()
let { authority, town, peer, other, ben } = {} as Stage

beforeAll(() => {
  ;({ authority, town, peer, other, ben } = stage())
})

beforeEach(() => {
  peer.received.length = 0
})

const note = (by: PeerActor, text: string, extra: Json = {}, at: Peer = peer) => noteBy(town, at, by, text, extra)
const activity = (type: string, by: PeerActor, object: unknown, extra: Json = {}, at: Peer = peer) =>
  activityBy(at, type, by, object, extra)
const settled = (remoteId: unknown) => settledIn(town, remoteId)
const messageOf = (remoteId: unknown) => messageIn(town, remoteId)

describe('bad input', () => {
  test('10 MB are refused', async () => {
    const create = activity('Create', ben, note(ben, 'x'.repeat(10 * 1024 * 1024)))
    expect((await peer.send(ben, town.sharedInbox, create)).status).toBe(413)
  })

  test('nesting of a hundred levels, and a bomb of values, are refused before they are read', async () => {
    const deep = Buffer.from(`{"type":"Create","actor":"${ben.id}","object":${'['.repeat(100)}${']'.repeat(100)}}`)
    expect((await peer.send(ben, town.sharedInbox, deep)).status).toBe(400)
    const wide = Buffer.from(`{"type":"Create","actor":"${ben.id}","object":[${'1,'.repeat(100_000)}1]}`)
    expect((await peer.send(ben, town.sharedInbox, wide)).status).toBe(400)
  })

  test('no JSON, no object and another type of content are refused', async () => {
    expect((await peer.send(ben, town.sharedInbox, Buffer.from('{'))).status).toBe(400)
    expect((await peer.send(ben, town.sharedInbox, Buffer.from('[]'))).status).toBe(400)
    const create = activity('Create', ben, note(ben, 'x'))
    expect((await peer.send(ben, town.sharedInbox, create, { contentType: 'text/plain' })).status).toBe(415)
  })

  test('characters that no database stores are left out, and the rest is understood', async () => {
    const said = note(ben, 'Null\u0000 und halb\ud800', { ['a\u0000b']: 1, summary: 'Warn\u0000ung' })
    const create = activity('Create', ben, said)
    expect((await peer.send(ben, town.sharedInbox, create)).status).toBe(202)
    expect(await settled(create.id)).toMatchObject({ state: 'understood' })
    expect(await messageOf(said.id)).toMatchObject({ text: 'Null und halb\ufffd', content_warning: 'Warnung' })
    const served = { ...said, id: `${peer.origin}/notes/null` }
    peer.serve('/notes/null', served)
    const byName = activity('Create', ben, served.id)
    expect((await peer.send(ben, town.sharedInbox, byName)).status).toBe(202)
    expect(await settled(byName.id)).toMatchObject({ state: 'understood' })
  })

  test('private addresses in ids are not asked', async () => {
    const nobody = { ...ben, id: 'https://127.0.0.1:1/users/x', keyId: 'https://127.0.0.1:1/users/x#main-key' }
    const create = activity('Create', nobody as PeerActor, note(ben, 'x'))
    expect((await peer.send(nobody as PeerActor, town.sharedInbox, create)).status).toBe(503)
    const inner = activity('Create', ben, 'https://10.0.0.1/notes/1')
    await peer.send(ben, town.sharedInbox, inner)
    expect(await settled(inner.id)).toMatchObject({ state: 'quarantined' })
  })

  test('signs that no database takes are left out, the rest is kept', async () => {
    const said = note(ben, 'x')
    const create = JSON.stringify(activity('Create', ben, said)).replace(
      '<p>x</p>',
      '<p>vor\\u0000her \\ud800 nach\\\\u0000</p>'
    )
    expect((await peer.send(ben, town.sharedInbox, Buffer.from(create))).status).toBe(202)
    await vi.waitFor(async () => expect((await messageOf(said.id))?.text).toBe('vorher \ufffd nach\\u0000'), 60_000)
  })

  test('a blocked server is told so, its followers go; a held one waits for a look', async () => {
    const rude = await startPeer(authority, 'rude.test')
    allowOnly(authority, town, peer, other, rude)
    const rex = rude.actor('rex')
    const settle = (rule: 'block' | 'hold' | null) =>
      town.in((tx) => settleDomain(tx, system, { domain: 'rude.test', rule, reason: 'Beleidigungen' }))
    const say = async () => {
      const said = note(rex, 'He!', {}, rude)
      const answered = await rude.send(rex, town.sharedInbox, activity('Create', rex, said, {}, rude))
      return { status: answered.status, id: String(said.id) }
    }
    await rude.send(rex, town.sharedInbox, activity('Follow', rex, town.actor.address, {}, rude))
    const followers = () => town.in((tx) => tx.selectFrom('follower').select('uri').where('uri', '=', rex.id).execute())
    await vi.waitFor(async () => expect(await followers()).toHaveLength(1), 60_000)
    await settle('block')
    expect(await followers()).toEqual([])
    await vi.waitFor(async () => expect((await say()).status).toBe(403), 60_000)
    await settle('hold')
    await vi.waitFor(async () => expect((await say()).status).toBe(202), 60_000)
    const held = await say()
    await vi.waitFor(async () => expect(await messageOf(held.id)).toMatchObject({ state: 'held' }), 60_000)
    const { message, conversation } = await town.in(async (tx) => {
      const row = await tx.selectFrom('message').selectAll().where('remote_id', '=', held.id).executeTakeFirstOrThrow()
      await approveMessage(tx, system, { message: row.id })
      return { message: row.id, conversation: row.conversation_id }
    })
    expect(await messageOf(held.id)).toMatchObject({ id: message, conversation_id: conversation, state: 'visible' })
    const changed = { ...note(rex, 'Kauft Pillen', {}, rude), id: held.id, updated: new Date().toISOString() }
    await rude.send(rex, town.sharedInbox, activity('Update', rex, changed, {}, rude))
    await vi.waitFor(async () => expect(await messageOf(held.id)).toMatchObject({ text: 'Kauft Pillen' }), 60_000)
    expect(await messageOf(held.id)).toMatchObject({ state: 'held' })
    await settle(null)
    await rude.close()
  })

  test('replies in a circle end', async () => {
    const first = note(ben, 'Henne')
    const second = note(ben, 'Ei', { inReplyTo: first.id })
    const circle = activity('Create', ben, { ...first, inReplyTo: second.id })
    const closing = activity('Create', ben, second)
    await peer.send(ben, town.sharedInbox, circle)
    await peer.send(ben, town.sharedInbox, closing)
    await settled(circle.id)
    await settled(closing.id)
    expect(await messageOf(first.id)).toBeDefined()
    expect(await messageOf(second.id)).toBeDefined()
  })
})
