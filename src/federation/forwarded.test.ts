// What one server passes on of another: believed with a proof inside, or when its own server says the same.
import { exportMultibaseKey } from '@fedify/vocab-runtime'
import { signJsonLd, signObject } from '@fedify/fedify/sig'
import { Create, Note, PUBLIC_COLLECTION } from '@fedify/vocab'
import { beforeAll, expect, test } from 'vitest'
import type { Json } from '../../tests/fediverse/peer.ts'
import { activityBy, messageOf, noteBy, settled, useStage, type Stage } from '../../tests/fediverse/stage.ts'
import { contextLoader, documentLoader } from './loader.ts'

const stage = useStage()
let { town, peer, other, ben, mia } = {} as Stage
let proofKey: CryptoKeyPair

beforeAll(async () => {
  ;({ town, peer, other, ben, mia } = stage())
  proofKey = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  mia.document = {
    ...mia.document,
    '@context': [
      'https://www.w3.org/ns/activitystreams',
      'https://w3id.org/security/v1',
      'https://w3id.org/security/multikey/v1',
      { assertionMethod: { '@id': 'https://w3id.org/security#assertionMethod', '@type': '@id' } }
    ],
    assertionMethod: [
      {
        id: `${mia.id}#proof`,
        type: 'Multikey',
        controller: mia.id,
        publicKeyMultibase: await exportMultibaseKey(proofKey.publicKey)
      }
    ]
  }
})

let count = 0

/** Something Mia says, with a proof by her own key. Her server does not give it to anybody. */
async function proven(text: string): Promise<Json> {
  const id = new URL(`${other.origin}/proven/${++count}`)
  const create = new Create({
    id: new URL(`${id.href}/create`),
    actor: new URL(mia.id),
    to: PUBLIC_COLLECTION,
    object: new Note({
      id,
      attribution: new URL(mia.id),
      content: `<p>${text}</p>`,
      tos: [PUBLIC_COLLECTION, new URL(town.actor.address)]
    })
  })
  const loaders = { contextLoader, documentLoader: documentLoader(null) }
  const signed = await signObject(create, proofKey.privateKey, new URL(`${mia.id}#proof`), loaders)
  return (await signed.toJsonLd({ contextLoader, format: 'compact' })) as Json
}

test('with a proof of its author it is believed, whoever brings it', async () => {
  const create = await proven('Von mir')
  expect((await peer.send(ben, town.sharedInbox, create)).status).toBe(202)
  expect(await settled(town, create.id)).toMatchObject({ state: 'understood', sender: ben.id })
  expect(await messageOf(town, (create.object as Json).id)).toMatchObject({ text: 'Von mir', contact_name: 'Mia' })
})

test('a changed text under a proof is not', async () => {
  const create = await proven('Von mir')
  const forged = { ...create, object: { ...(create.object as Json), content: '<p>Von jemand anderem</p>' } }
  await peer.send(ben, town.sharedInbox, forged)
  expect(await settled(town, create.id)).toMatchObject({ state: 'quarantined' })
  expect(await messageOf(town, (create.object as Json).id)).toBeUndefined()
})

test('a signature in the document counts as it signs: by what the words mean, not by the words', async () => {
  const der = mia.privateKey.export({ type: 'pkcs8', format: 'der' })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(der), algorithm, true, ['sign'])
  const said = noteBy(town, other, mia, 'Unterschrieben')
  const create = activityBy(other, 'Create', mia, said)
  const signed = (await signJsonLd(create, key, new URL(mia.keyId), { contextLoader })) as Json
  await peer.send(ben, town.sharedInbox, signed)
  expect(await settled(town, create.id)).toMatchObject({ state: 'understood' })
  expect(await messageOf(town, said.id)).toMatchObject({ text: 'Unterschrieben' })

  // The same graph in other words, and other words under the names we read.
  const second = noteBy(town, other, mia, 'Wirklich gesagt')
  const honest = activityBy(other, 'Create', mia, second)
  const { signature } = (await signJsonLd(honest, key, new URL(mia.keyId), { contextLoader })) as Json
  const { content, ...rest } = second
  const crooked = {
    ...honest,
    '@context': [
      'https://www.w3.org/ns/activitystreams',
      { gesagt: 'https://www.w3.org/ns/activitystreams#content', content: 'https://nowhere.example/nothing' }
    ],
    object: { ...rest, gesagt: content, content: null, contentMap: null, summary: null },
    signature
  }
  await peer.send(ben, town.sharedInbox, crooked)
  const raw = await settled(town, honest.id)
  const message = await messageOf(town, second.id)
  if (raw.state === 'understood') expect(message?.text).toBe('Wirklich gesagt')
  else expect(message).toBeUndefined()
})
