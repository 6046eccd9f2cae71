/**
 * What Fedify answers for us: actors, WebFinger, NodeInfo and the collections. One federation per home, since site host and
 * handle domain may differ and belong to the federation.
 *
 * Deliveries and the inbox do not pass through it: a queue of its own would hold private keys in clear and be slower by
 * three quarters (`docs/decisions/0040-federation.md`).
 */
import { createFederation, type Context, type Federation } from '@fedify/fedify'
import { Activity, Endpoints, Image, Note, Organization, PropertyValue, type Recipient, Multikey } from '@fedify/vocab'
import { LanguageString } from '@fedify/vocab-runtime'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { escapeHtml, plainToHtml } from '#platform/html/plain.ts'
import { picturesOf, pictureUrl } from '#platform/media/images.ts'
import { openKey } from './actorKeys.ts'
import { followersAddress, inboxAddress, proofKeyAddress, root, sharedInboxAddress } from './addresses.ts'
import type { Home } from './home.ts'
import { kvStore } from './kv.ts'
import { contextLoader, documentLoader } from './loader.ts'

const version = '0.1.0'
const pageSize = 20
const federations = new Map<string, Federation<Home>>()
const mostFederations = 500

/** The federation of a home. */
export function federationFor(home: Home): Federation<Home> {
  const key = `${home.origin} ${home.handleDomain}`
  const found = federations.get(key)
  if (found) return found
  const made = makeFederation(home)
  if (federations.size >= mostFederations) federations.delete(federations.keys().next().value!)
  federations.set(key, made)
  return made
}

function makeFederation(home: Home): Federation<Home> {
  const federation = createFederation<Home>({
    kv: kvStore,
    kvPrefixes: {},
    origin: { handleHost: home.handleDomain, webOrigin: home.origin },
    documentLoaderFactory: () => documentLoader(null),
    contextLoaderFactory: () => contextLoader,
    firstKnock: 'draft-cavage-http-signatures-12'
  })
  federation
    .setActorDispatcher(`${root}/actors/{identifier}`, (context, identifier) => actorOf(context, identifier))
    .setKeyPairsDispatcher((context, identifier) => keyPairsOf(context.data, identifier))
    .mapHandle((context, username) => identifierOf(context.data, username))
  federation
    .setOutboxDispatcher(`${root}/actors/{identifier}/outbox`, (context, identifier, cursor) =>
      inHome(context.data, (tx) => outbox(tx, identifier, cursor))
    )
    .setCounter((context, identifier) => inHome(context.data, (tx) => countOutbox(tx, identifier)))
    .setFirstCursor(() => '')
  federation
    .setFollowersDispatcher(`${root}/actors/{identifier}/followers`, (context, identifier, cursor) =>
      // Who follows is nobody's business: the number is public, the names are not.
      inHome(context.data, async (tx) =>
        (await exists(tx, identifier)) && cursor !== null ? { items: [] as Recipient[] } : null
      )
    )
    .setCounter((context, identifier) => inHome(context.data, (tx) => countFollowers(tx, identifier)))
    .setFirstCursor(() => '')
  federation.setFeaturedDispatcher(`${root}/actors/{identifier}/featured`, (context, identifier) =>
    inHome(context.data, async (tx) => ((await exists(tx, identifier)) ? { items: [] as Note[] } : null))
  )
  federation.setNodeInfoDispatcher('/nodeinfo/2.1', async (context) => {
    const { actors, posts } = await inHome(context.data, figures)
    return {
      software: { name: 'ortsgespraech', version },
      protocols: ['activitypub'],
      services: { inbound: [], outbound: ['atom1.0', 'rss2.0'] },
      openRegistrations: false,
      usage: { users: { total: actors }, localPosts: posts, localComments: 0 },
      metadata: { nodeName: context.data.name }
    }
  })
  return federation
}

function inHome<T>(home: Home, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inMunicipality(home.municipalityId, work)
}

async function exists(tx: Tx, identifier: string): Promise<boolean> {
  return (await rowOf(tx, identifier)) !== null
}

async function rowOf(tx: Tx, identifier: string) {
  if (!/^[0-9a-f-]{36}$/.test(identifier)) return null
  return (await tx.selectFrom('fediverse_actor').selectAll().where('id', '=', identifier).executeTakeFirst()) ?? null
}

async function identifierOf(home: Home, username: string): Promise<string | null> {
  const row = await inHome(home, (tx) =>
    tx.selectFrom('fediverse_actor').select('id').where('username', '=', username.toLowerCase()).executeTakeFirst()
  )
  return row?.id ?? null
}

async function actorOf(context: Context<Home>, identifier: string): Promise<Organization | null> {
  const home = context.data
  const found = await inHome(home, async (tx) => {
    const row = await rowOf(tx, identifier)
    const pictures = row?.image_id ? await picturesOf(tx, [row.image_id]) : null
    return row && { row, picture: pictures?.get(row.image_id!) ?? null }
  })
  if (!found) return null
  const { row, picture } = found
  const keys = await context.getActorKeyPairs(identifier)
  return new Organization({
    id: context.getActorUri(identifier),
    preferredUsername: row.username,
    name: row.name,
    summary: new LanguageString(plainToHtml(row.summary), home.language),
    url: new URL(home.origin),
    inbox: new URL(inboxAddress(home.origin, row.id)),
    outbox: context.getOutboxUri(identifier),
    followers: new URL(followersAddress(home.origin, row.id)),
    featured: context.getFeaturedUri(identifier),
    endpoints: new Endpoints({ sharedInbox: new URL(sharedInboxAddress(home.origin)) }),
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    published: Temporal.Instant.fromEpochMilliseconds(row.created_at.getTime()) as never,
    icon: picture
      ? new Image({
          url: new URL(home.origin + pictureUrl(picture, 480, 'jpg')),
          mediaType: 'image/jpeg',
          name: picture.alt
        })
      : null,
    attachments: (row.fields as { name: string; value: string }[]).map(
      ({ name, value }) => new PropertyValue({ name, value: fieldValue(value) })
    ),
    aliases: row.also_known_as.map((address) => new URL(address)),
    publicKey: keys[0]?.cryptographicKey,
    assertionMethods: keys
      .filter(({ publicKey }) => publicKey.algorithm.name === 'Ed25519')
      .map(({ publicKey }) => {
        const id = new URL(proofKeyAddress(home.origin, row.id))
        return new Multikey({ id, controller: context.getActorUri(identifier), publicKey })
      })
  })
}

/** An address in a field becomes a link that says it is one's own, so that others can confirm it. */
function fieldValue(value: string): string {
  if (!/^https:\/\/\S+$/.test(value)) return escapeHtml(value)
  return `<a href="${escapeHtml(value)}" rel="me nofollow noopener" target="_blank">${escapeHtml(value.slice(8))}</a>`
}

const imported = new Map<string, Promise<CryptoKeyPair[]>>()

async function keyPairsOf(home: Home, identifier: string): Promise<CryptoKeyPair[]> {
  const row = await inHome(home, (tx) => rowOf(tx, identifier))
  if (!row) return []
  let pairs = imported.get(row.rsa_public_key)
  if (!pairs) {
    pairs = Promise.all([
      pairOf(row.rsa_public_key, openKey(row.id, row.rsa_private_key), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }),
      pairOf(row.ed25519_public_key, openKey(row.id, row.ed25519_private_key), { name: 'Ed25519' })
    ])
    if (imported.size > 1000) imported.clear()
    imported.set(row.rsa_public_key, pairs)
  }
  return pairs
}

async function pairOf(
  publicPem: string,
  privateKey: KeyObject,
  algorithm: { name: string; hash?: string }
): Promise<CryptoKeyPair> {
  const { subtle } = globalThis.crypto
  const spki = new Uint8Array(createPublicKey(publicPem).export({ type: 'spki', format: 'der' }))
  const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
  return {
    publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
    privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
  }
}

/** What an actor said to everybody, the newest first, as it was said. */
async function outbox(tx: Tx, identifier: string, cursor: string | null) {
  if (cursor === null || !(await exists(tx, identifier))) return null
  const before = cursor === '' ? null : new Date(cursor)
  if (before && Number.isNaN(before.getTime())) return null
  const rows = await tx
    .selectFrom('activity')
    .select(['body', 'at'])
    .where('actor_id', '=', identifier)
    .where('visibility', 'in', ['public', 'unlisted'])
    .where('kind', 'in', ['Create', 'Announce'])
    .where((where) => (before ? where('at', '<', before) : where.val(true)))
    .orderBy('at', 'desc')
    .limit(pageSize)
    .execute()
  const items = await Promise.all(
    rows.map((row) => Activity.fromJsonLd(row.body, { documentLoader: contextLoader, contextLoader }))
  )
  return { items, nextCursor: rows.length === pageSize ? rows.at(-1)!.at.toISOString() : null }
}

async function countOutbox(tx: Tx, identifier: string): Promise<number> {
  const row = await tx
    .selectFrom('activity')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('actor_id', '=', identifier)
    .where('visibility', 'in', ['public', 'unlisted'])
    .where('kind', 'in', ['Create', 'Announce'])
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

async function countFollowers(tx: Tx, identifier: string): Promise<number> {
  return (await rowOf(tx, identifier))?.follower_count ?? 0
}

async function figures(tx: Tx): Promise<{ actors: number; posts: number }> {
  const actors = await tx
    .selectFrom('fediverse_actor')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const posts = await tx
    .selectFrom('post')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  return { actors: Number(actors.count), posts: Number(posts.count) }
}
