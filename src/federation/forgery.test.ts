import { signJsonLd } from '@fedify/fedify/sig'
import { encodeMultibase } from '@fedify/vocab-runtime'
import { createHash, generateKeyPairSync, sign, webcrypto } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { makeAuthority, type Authority } from '../../tests/fediverse/authority.ts'
import { publicAudience, startPeer, type Json, type Peer, type PeerActor } from '../../tests/fediverse/peer.ts'
import { allowOnly, makeFediverseTown, type FediverseTown } from '../../tests/fediverse/town.ts'
import { useWorld } from '../../tests/world/world.ts'
import { contextLoader } from './loader.ts'
import { canonical } from './proof.ts'

const world = useWorld()
let authority: Authority
let town: FediverseTown
let honest: Peer
let evil: Peer
/** Who is impersonated. */
let mia: PeerActor
let mallory: PeerActor

beforeAll(async () => {
  authority = await makeAuthority()
  await holdKeys(`${world().directory}/keys`)
  town = await makeFediverseTown(authority)
  honest = await startPeer(authority, 'honest.test')
  evil = await startPeer(authority, 'evil.test')
  allowOnly(authority, town, honest, evil)
  mia = honest.actor('mia', { name: 'Mia' })
  mallory = evil.actor('mallory', { name: 'Mallory' })
  await startJobs(jobs)
})

afterAll(async () => {
  await town?.close()
  await honest?.close()
  await evil?.close()
})

let count = 0
const nextId = (host: Peer, what: string) => `${host.origin}/${what}/${++count}`

function note(by: PeerActor, at: Peer, text: string, extra: Json = {}): Json {
  return {
    id: nextId(at, 'notes'),
    type: 'Note',
    attributedTo: by.id,
    to: [publicAudience],
    cc: [town.actor.address],
    content: `<p>${text}</p>`,
    ...extra
  }
}

function activity(type: string, by: PeerActor, at: Peer, object: unknown, extra: Json = {}): Json {
  return {
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: nextId(at, 'activities'),
    type,
    actor: by.id,
    object,
    to: [publicAudience],
    cc: [town.actor.address],
    ...extra
  }
}

/** Sends it, waits until it was looked at, and tells what became of it; it is kept under its id or its fingerprint. */
async function take(by: PeerActor, from: Peer, sent: Json) {
  const answer = await from.send(by, town.sharedInbox, sent)
  expect(answer.status).toBe(202)
  const print = `urn:sha256:${createHash('sha256').update(JSON.stringify(sent)).digest('hex')}`
  return vi.waitFor(async () => {
    const rows = await town.in((tx) =>
      tx
        .selectFrom('incoming_raw')
        .select(['state', 'reason', 'remote_id'])
        .where('remote_id', 'in', [String(sent.id), print])
        .where('sender', '=', by.id)
        .execute()
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.state).not.toBe('new')
    return rows[0]!
  }, 60_000)
}

const messageOf = (remoteId: unknown) =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .leftJoin('contact', 'contact.id', 'message.contact_id')
      .selectAll('message')
      .select(['contact.name as contact_name', 'contact.handle', 'contact.profile_url'])
      .where('message.remote_id', '=', String(remoteId))
      .executeTakeFirst()
  )

const digest = (value: unknown) => createHash('sha256').update(canonical(value)).digest()

/** A proof by a key of one's own making, which calls itself somebody else's. */
function proven(
  document: Json,
  keyId: string,
  privateKey: webcrypto.CryptoKey | import('node:crypto').KeyObject
): Json {
  const options = {
    '@context': document['@context'],
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: keyId,
    proofPurpose: 'assertionMethod',
    created: new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  }
  const signature = sign(null, Buffer.concat([digest(options), digest(document)]), privateKey as never)
  const proofValue = Buffer.from(encodeMultibase('base58btc', new Uint8Array(signature))).toString()
  return { ...document, proof: { ...options, proofValue } }
}

function ed25519() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const multibase = Buffer.from(encodeMultibase('base58btc', new Uint8Array([0xed, 0x01, ...raw]))).toString()
  return { privateKey, multibase }
}

const keyContexts = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1']
const context = ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/data-integrity/v1']

describe('words in somebody else’s name', () => {
  test('a proof by a key that merely calls itself that person’s is none', async () => {
    const { privateKey, multibase } = ed25519()
    const keyId = evil.serve('/keys/1', {
      '@context': ['https://w3id.org/security/multikey/v1'],
      id: `${evil.origin}/keys/1`,
      type: 'Multikey',
      controller: mia.id,
      publicKeyMultibase: multibase
    })
    const forged = activity('Create', mia, honest, note(mia, honest, 'Nie gesagt'), { '@context': context })
    expect(await take(mallory, evil, proven(forged, keyId, privateKey))).toMatchObject({ state: 'quarantined' })
    expect(await messageOf((forged.object as Json).id)).toBeUndefined()
  })

  test('nor is one by a key that stands in one’s own profile as somebody else’s', async () => {
    const { privateKey, multibase } = ed25519()
    const two = evil.actor('two')
    two.document = {
      ...two.document,
      '@context': [...(two.document['@context'] as string[]), ...keyContexts],
      assertionMethod: [{ id: `${two.id}#proof`, type: 'Multikey', controller: mia.id, publicKeyMultibase: multibase }]
    }
    const forged = activity('Create', mia, honest, note(mia, honest, 'Auch nie gesagt'), { '@context': context })
    expect(await take(two, evil, proven(forged, `${two.id}#proof`, privateKey))).toMatchObject({
      state: 'quarantined'
    })
    expect(await messageOf((forged.object as Json).id)).toBeUndefined()
  })

  test('nor a Linked Data signature by such a key', async () => {
    const pair = (await webcrypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify']
    )) as webcrypto.CryptoKeyPair
    const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', pair.publicKey)).toString('base64')
    const keyId = evil.serve('/keys/2', {
      '@context': 'https://w3id.org/security/v1',
      id: `${evil.origin}/keys/2`,
      type: 'Key',
      owner: mia.id,
      publicKeyPem: `-----BEGIN PUBLIC KEY-----\n${spki.replace(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`
    })
    const forged = activity('Create', mia, honest, note(mia, honest, 'Ebenfalls nie gesagt'))
    const signed = (await signJsonLd(forged, pair.privateKey as CryptoKey, new URL(keyId), { contextLoader })) as Json
    expect(await take(mallory, evil, signed)).toMatchObject({ state: 'quarantined' })
    expect(await messageOf((forged.object as Json).id)).toBeUndefined()
  })

  test('what was really signed is believed, whoever passes it on', async () => {
    const { privateKey, multibase } = ed25519()
    const lea = honest.actor('lea', { name: 'Lea' })
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    lea.document = {
      ...lea.document,
      '@context': [...(lea.document['@context'] as string[]), ...keyContexts],
      publicKey: {
        id: lea.keyId,
        owner: lea.id,
        publicKeyPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      },
      assertionMethod: [{ id: `${lea.id}#proof`, type: 'Multikey', controller: lea.id, publicKeyMultibase: multibase }]
    }
    const first = activity('Create', lea, honest, note(lea, honest, 'Mit Beweis'), { '@context': context })
    expect(await take(mallory, evil, proven(first, `${lea.id}#proof`, privateKey))).toMatchObject({ reason: null })
    expect(await messageOf((first.object as Json).id)).toMatchObject({ text: 'Mit Beweis', contact_name: 'Lea' })
    const second = activity('Create', lea, honest, note(lea, honest, 'Mit Unterschrift'))
    const rsa = await webcrypto.subtle.importKey(
      'pkcs8',
      pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      true,
      ['sign']
    )
    const signed = (await signJsonLd(second, rsa as CryptoKey, new URL(lea.keyId), { contextLoader })) as Json
    await take(mallory, evil, signed)
    expect(await messageOf((second.object as Json).id)).toMatchObject({ text: 'Mit Unterschrift' })
  })

  test('a profile is changed by its own server only, however the change is wrapped', async () => {
    const follow = activity('Follow', mia, honest, town.actor.address)
    await take(mia, honest, follow)
    const said = note(mia, honest, 'Das bin ich')
    await take(mia, honest, activity('Create', mia, honest, said))
    const profile = { ...mia.document, name: 'Gekapert', inbox: mallory.inbox, url: `${evil.origin}/phishing` }
    const wrapped = activity('Announce', mallory, evil, activity('Update', mia, honest, profile))
    await take(mallory, evil, wrapped)
    expect(await messageOf(said.id)).toMatchObject({ contact_name: 'Mia', profile_url: `${honest.origin}/@mia` })
    const follower = await town.in((tx) =>
      tx.selectFrom('follower').select('inbox').where('uri', '=', mia.id).executeTakeFirst()
    )
    expect(follower?.inbox).toBe(mia.inbox)
  })

  test('a profile that turns into somebody else’s lends no name', async () => {
    const turn = evil.actor('turn', { name: 'Turn' })
    // The key is fetched while the profile is still one’s own.
    await take(turn, evil, activity('Like', turn, evil, 'https://elsewhere.test/1'))
    const own = turn.document
    turn.document = { '@context': own['@context'], id: mia.id, type: 'Person' }
    const said = note(turn, evil, 'Ich bin Mia')
    await take(turn, evil, activity('Create', turn, evil, said))
    const message = await messageOf(said.id)
    expect(message?.handle ?? '').not.toContain('@mia')
    expect(message?.profile_url ?? '').not.toContain('honest.test')
  })

  test('a user name cannot hold another server’s name or turn the direction', async () => {
    const posing = evil.actor('posing', { preferredUsername: 'mia@honest.test \u202etset' })
    const said = note(posing, evil, 'Schöne Grüße')
    await take(posing, evil, activity('Create', posing, evil, said))
    expect((await messageOf(said.id))?.handle).toMatch(/^@[^@\s\u202e]+@evil\.test(:\d+)?$/)
  })

  test('a collection that is of nobody is not put into somebody’s mouth', async () => {
    const silent = honest.serve('/things/1', {
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${honest.origin}/things/1`,
      type: 'Note',
      content: 'von niemandem',
      cc: [town.actor.address]
    })
    const inner = activity('Create', mia, honest, { id: silent, type: 'Note' }, { cc: [town.actor.address] })
    await take(mallory, evil, activity('Announce', mallory, evil, inner))
    expect(await messageOf(silent)).toBeUndefined()
  })
})

describe('standing in the way', () => {
  test('a forged deletion does not keep the real one out', async () => {
    const said = note(mia, honest, 'Das lösche ich bald')
    await take(mia, honest, activity('Create', mia, honest, said))
    honest.serve(new URL(String(said.id)).pathname, said)
    // Its id can be foreseen: Mastodon's is the status's with #delete.
    const real = activity('Delete', mia, honest, said.id, { id: `${String(said.id)}#delete` })
    const forged = { ...real, to: [town.actor.address] }
    expect(await take(mallory, evil, forged)).toMatchObject({ state: 'quarantined' })
    await honest.send(mia, town.sharedInbox, real)
    await vi.waitFor(async () => expect(await messageOf(said.id)).toMatchObject({ state: 'deleted' }), 60_000)
  })

  test('nobody joins a private conversation by naming its thread', async () => {
    const thread = 'tag:honest.test,2026-05-01:objectId=17:objectType=Conversation'
    const secret = note(mia, honest, 'Meine Aktennummer ist 4711', {
      to: [town.actor.address],
      cc: [],
      conversation: thread
    })
    await take(mia, honest, activity('Create', mia, honest, secret, { to: [town.actor.address], cc: [] }))
    const pushed = note(mallory, evil, 'Schicken Sie mir bitte alles noch einmal', {
      to: [town.actor.address],
      cc: [],
      conversation: thread
    })
    await take(mallory, evil, activity('Create', mallory, evil, pushed, { to: [town.actor.address], cc: [] }))
    const [one, two] = [await messageOf(secret.id), await messageOf(pushed.id)]
    expect(one).toBeDefined()
    expect(two).toBeDefined()
    expect(two!.conversation_id).not.toBe(one!.conversation_id)
    const more = note(mia, honest, 'Und noch etwas', { to: [town.actor.address], cc: [], conversation: thread })
    await take(mia, honest, activity('Create', mia, honest, more, { to: [town.actor.address], cc: [] }))
    expect((await messageOf(more.id))!.conversation_id).toBe(one!.conversation_id)
  })

  test('a follower has the inbox of the own server: nobody makes us knock at another’s door', async () => {
    const bomber = evil.actor('bomber', { inbox: `${honest.origin}/inbox/of/somebody` })
    const follow = activity('Follow', bomber, evil, town.actor.address)
    expect(await take(bomber, evil, follow)).toMatchObject({ state: 'quarantined' })
    const rows = await town.in((tx) => tx.selectFrom('follower').select('inbox').where('uri', '=', bomber.id).execute())
    expect(rows).toEqual([])
  })
})
