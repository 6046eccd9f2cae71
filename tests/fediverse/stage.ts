/** A town, two stand-in servers with a person each, and everything running: what most tests of the federation begin with. */
import { sql } from 'kysely'
import { afterAll, beforeAll, vi } from 'vitest'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { useWorld } from '../world/world.ts'
import { makeAuthority, type Authority } from './authority.ts'
import { publicAudience, startPeer, type Json, type Peer, type PeerActor, type Received } from './peer.ts'
import { allowOnly, makeFediverseTown, type FediverseTown } from './town.ts'

export interface Stage {
  authority: Authority
  town: FediverseTown
  peer: Peer
  other: Peer
  /** Of `peer` and of `other`. */
  ben: PeerActor
  mia: PeerActor
}

/** Sets the stage before the first test of the file and takes it down after the last. */
export function useStage(): () => Stage {
  const world = useWorld()
  let stage: Stage | undefined
  beforeAll(async () => {
    const authority = await makeAuthority()
    await holdKeys(`${world().directory}/keys`)
    const town = await makeFediverseTown(authority)
    const peer = await startPeer(authority, 'peer.test')
    const other = await startPeer(authority, 'other.test')
    allowOnly(authority, town, peer, other)
    const ben = peer.actor('ben', { name: 'Ben', icon: { type: 'Image', url: `${peer.origin}/ben.png` } })
    const mia = other.actor('mia', { name: 'Mia' })
    await startJobs(jobs)
    stage = { authority, town, peer, other, ben, mia }
  })
  afterAll(async () => {
    await stage?.town.close()
    await stage?.peer.close()
    await stage?.other.close()
  })
  return () => stage!
}

let count = 0

/** A note that mentions the town. */
export function noteBy(town: FediverseTown, host: Peer, by: PeerActor, text: string, extra: Json = {}): Json {
  return {
    id: `${host.origin}/notes/${++count}`,
    type: 'Note',
    attributedTo: by.id,
    to: [publicAudience],
    cc: [town.actor.address],
    content: `<p>${text}</p>`,
    published: new Date().toISOString(),
    tag: [{ type: 'Mention', href: town.actor.address, name: '@musterstadt' }],
    ...extra
  }
}

/** An activity with an id of its own. */
export function activityBy(host: Peer, type: string, by: PeerActor, object: unknown, extra: Json = {}): Json {
  return {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: `${host.origin}/activities/${++count}`,
    type,
    actor: by.id,
    object,
    to: [publicAudience],
    ...extra
  }
}

/** What was kept of a delivery, once it is understood or put aside. */
export function settled(town: FediverseTown, remoteId: unknown) {
  return vi.waitFor(async () => {
    const [raw] = await rawsOf(town, remoteId)
    if (!raw || raw.state === 'new') throw new Error('not understood yet')
    return raw
  }, 60_000)
}

/** Everything kept of the activity with this id: what others passed on is kept under its fingerprint. */
export function rawsOf(town: FediverseTown, id: unknown) {
  return town.in((tx) =>
    tx
      .selectFrom('incoming_raw')
      .selectAll()
      .where((where) =>
        where.or([where('remote_id', '=', String(id)), where(sql`body -> 'activity' ->> 'id'`, '=', String(id))])
      )
      .execute()
  )
}

/** The message with this id, and its author. */
export function messageOf(town: FediverseTown, remoteId: unknown) {
  return town.in((tx) =>
    tx
      .selectFrom('message')
      .leftJoin('contact', 'contact.id', 'message.contact_id')
      .selectAll('message')
      .select(['contact.name as contact_name', 'contact.handle', 'contact.avatar_url'])
      .where('message.remote_id', '=', String(remoteId))
      .executeTakeFirst()
  )
}

/** Follows the town and waits until its Accept has come. */
export async function followTown(town: FediverseTown, host: Peer, actor: PeerActor): Promise<void> {
  const follow = { id: `${actor.id}/follow`, type: 'Follow', actor: actor.id, object: town.actor.address }
  await host.send(actor, `${town.actor.address}/inbox`, follow)
  await vi.waitFor(() => {
    if (!host.received.some(({ path }) => actor.inbox.endsWith(path))) throw new Error('no Accept yet')
  }, 60_000)
}

/** Publishes a post of the town, and waits until it stands in the outbox. */
export async function publish(town: FediverseTown, title: string, form: 'note' | 'article' = 'article') {
  const published = await town.in(async (tx) => {
    const draft = { title, lead: 'Der Vorspann.', body: '## Zeiten\n\nTäglich von 8 bis 20 Uhr.', fediverseForm: form }
    const { id, revision } = await createPost(tx, town.editor, { unitId: town.root, ...draft })
    return publishPost(tx, town.editor, { post: id, revision })
  })
  await vi.waitFor(async () => {
    const waiting = await town.in((tx) =>
      tx
        .selectFrom('publication')
        .select('id')
        .where('post_id', '=', published.id)
        .where('state', '<>', 'sent')
        .execute()
    )
    if (waiting.length > 0) throw new Error('not sent yet')
  }, 60_000)
  return published
}

/** What a server got of this type. */
export function got(host: Peer, type: string): Received[] {
  return host.received.filter(({ activity }) => activity.type === type)
}

/** Waits until a server got so many of this type. */
export function arrived(host: Peer, type: string, expected = 1): Promise<Received[]> {
  return vi.waitFor(() => {
    const found = got(host, type)
    if (found.length !== expected) throw new Error(`${found.length} of ${expected} have come`)
    return found
  }, 60_000)
}
