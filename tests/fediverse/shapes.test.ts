// What Mastodon, Misskey, Pleroma, Pixelfed, PeerTube, Lemmy, WordPress, GoToSocial and Friendica send, as they send it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { useWorld } from '../world/world.ts'
import { makeAuthority, type Authority } from './authority.ts'
import { startPeer, type Json, type Peer, type PeerActor } from './peer.ts'
import { allowOnly, makeFediverseTown, type FediverseTown } from './town.ts'

interface Shape {
  name: string
  from?: string
  activity: Json
  documents?: Record<string, Json>
  becomes: Expected
}
interface Expected {
  message?: Json & { remote_id: string; text_contains?: string }
  reaction?: Json & { remote_id: string }
  contact?: Json & { remote_id: string }
  raw?: Json & { remote_id: string }
  follower?: string
  noFollower?: string
  noReaction?: string
}
interface Shapes {
  server: string
  actors: Record<string, Json & { path?: string }>
  keyPath?: string
  activities: Shape[]
}

const folder = join(import.meta.dirname, 'shapes')
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const world = useWorld()
let authority: Authority
let town: FediverseTown
let post: string

beforeAll(async () => {
  authority = await makeAuthority()
  await holdKeys(`${world().directory}/keys`)
  town = await makeFediverseTown(authority)
  allowOnly(authority, town)
  await startJobs(jobs)
  const { id } = await town.in(async (tx) => {
    const draft = { title: 'Freibad', lead: '', body: 'Offen.', channelIds: [town.actor.channelId] }
    const { id, revision } = await createPost(tx, town.editor, { unitId: town.root, ...draft })
    return publishPost(tx, town.editor, { post: id, revision })
  })
  post = await vi.waitFor(async () => {
    const row = await town.in((tx) =>
      tx
        .selectFrom('publication')
        .select('remote_id')
        .where('post_id', '=', id)
        .where('channel_id', '=', town.actor.channelId)
        .where('state', '=', 'sent')
        .executeTakeFirstOrThrow()
    )
    return row.remote_id!
  }, 60_000)
})

afterAll(() => town?.close())

function filled<T>(value: T, peer: Peer): T {
  const text = JSON.stringify(value)
    .replaceAll('{{peer}}', peer.origin)
    .replaceAll('{{actor}}', town.actor.address)
    .replaceAll('{{post}}', post)
    .replaceAll('{{now}}', new Date().toISOString())
    .replaceAll('{{later}}', new Date(Date.now() + 500).toISOString())
  return JSON.parse(text) as T
}

describe.each(files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shapes] as const))(
  '%s',
  (file, shapes) => {
    let peer: Peer
    const actors = new Map<string, PeerActor>()

    beforeAll(async () => {
      peer = await startPeer(authority, `${file.replace('.json', '')}.test`)
      allowOnly(authority, town, peer)
      for (const [name, shape] of Object.entries(shapes.actors)) {
        const { path, ...document } = filled(shape, peer)
        actors.set(name, peer.actor(name, document, { path, keyPath: shapes.keyPath }))
      }
    })
    afterAll(() => peer?.close())

    test.each(shapes.activities.map((shape) => [shape.name, shape] as const))('%s', async (_name, shape) => {
      const { activity, becomes, documents, from } = filled(shape, peer)
      for (const [path, document] of Object.entries(documents ?? {})) peer.serve(path, document)
      const sender = actors.get(from ?? [...actors.keys()][0]!)!
      const answered = await peer.send(sender, town.sharedInbox, activity)
      expect(answered).toMatchObject({ status: 202 })
      await vi.waitFor(() => check(becomes), { timeout: 60_000, interval: 30 })
    })
  }
)

async function check(expected: Expected): Promise<void> {
  const { message, reaction, contact, raw } = expected
  await town.in(async (tx) => {
    if (message) {
      const { text_contains: part, ...fields } = message
      const found = await tx
        .selectFrom('message')
        .selectAll()
        .where('remote_id', '=', message.remote_id)
        .executeTakeFirst()
      expect(found).toMatchObject(fields)
      if (part) expect(found!.text).toContain(part)
    }
    if (reaction) {
      const found = await tx
        .selectFrom('reaction')
        .selectAll()
        .where('remote_id', '=', reaction.remote_id)
        .executeTakeFirst()
      expect(found).toMatchObject(reaction)
    }
    if (contact) {
      const found = await tx
        .selectFrom('contact')
        .selectAll()
        .where('remote_id', '=', contact.remote_id)
        .executeTakeFirst()
      expect(found).toMatchObject(contact)
    }
    if (raw) {
      const found = await tx
        .selectFrom('incoming_raw')
        .selectAll()
        .where('remote_id', '=', raw.remote_id)
        .executeTakeFirst()
      expect(found).toMatchObject(raw)
    }
    const followers = await tx.selectFrom('follower').select('uri').execute()
    if (expected.follower) expect(followers.map(({ uri }) => uri)).toContain(expected.follower)
    if (expected.noFollower) expect(followers.map(({ uri }) => uri)).not.toContain(expected.noFollower)
    if (expected.noReaction) {
      const found = await tx.selectFrom('reaction').select('id').where('remote_id', '=', expected.noReaction).execute()
      expect(found).toEqual([])
    }
  })
}
