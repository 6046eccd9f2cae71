/** A server of the Fediverse for tests: signs in both forms, checks what it gets, remembers it, and can misbehave. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { request } from 'undici'
import type { Authority } from './authority.ts'
import { checkSignature, signedHeaders, type Checked, type Faults, type Form } from './signatures.ts'
import { listenTls, testAgent, type TlsServer } from './tls.ts'

export type Json = Record<string, unknown>

export interface PeerActor {
  name: string
  id: string
  inbox: string
  keyId: string
  privateKey: KeyObject
  /** The document as it is served now; tests may change it. */
  document: Json
}

export interface Received extends Checked {
  path: string
  headers: Record<string, string>
  activity: Json
}

export interface SendOptions extends Faults {
  form?: Form
  /** Moves the date that is signed. */
  skewMs?: number
  /** Signs with this actor's key instead of the sender's. */
  signedBy?: PeerActor
  contentType?: string
  /** Not signed at all. */
  unsigned?: boolean
}

export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
}

export interface Peer extends TlsServer {
  /** Makes an actor (or gives the one of that name), served at `/users/NAME`, findable by WebFinger. */
  actor(name: string, extra?: Json, at?: { path?: string; keyPath?: string }): PeerActor
  /** Serves a document under a path of this peer and returns its address. */
  serve(path: string, document: Json): string
  /** No longer serves the path: 410. */
  remove(path: string): void
  /** Everything that was posted here, good or bad. */
  received: Received[]
  /** Every document that was asked for, with the check of the request's signature. */
  asked: { path: string; accept: string; signed: Checked | null }[]
  /** Posts an activity. */
  send(from: PeerActor, inbox: string, activity: Json | Buffer, options?: SendOptions): Promise<Answer>
  /** Fetches an address, signed by `as` if given. */
  get(url: string, as?: PeerActor | null, accept?: string, form?: Form): Promise<Answer>
  /** The actor gets a new key; with `keepId` under the same key id (as Mastodon does). */
  rotateKey(actor: PeerActor, keepId?: boolean): void
  /** From now on every POST is answered with this status (null: normally, 202) and these headers. */
  answerWith(status: number | null, headers?: Record<string, string>): void
  /** From now on POSTs are not answered at all (or are again). */
  hang(isHanging: boolean): void
}

const activityJson = 'application/activity+json'
const ldJson = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
export const publicAudience = 'https://www.w3.org/ns/activitystreams#Public'

/** Starts a peer under a name such as `mastodon.test`. */
export async function startPeer(authority: Authority, name: string, port = 0): Promise<Peer> {
  const agent = testAgent(authority)
  const actors = new Map<string, PeerActor>()
  const documents = new Map<string, Json | null>()
  const received: Received[] = []
  const asked: Peer['asked'] = []
  let fixedAnswer: { status: number; headers: Record<string, string> } | null = null
  let isHanging = false
  const server = await listenTls(authority, name, (incoming, response) => void handle(incoming, response), port)

  async function handle(incoming: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const url = new URL(incoming.url ?? '/', server.origin)
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]))
    const answer = (status: number, document?: unknown, type = `${activityJson}; charset=utf-8`, extra = {}) => {
      response.writeHead(status, { ...(document === undefined ? {} : { 'content-type': type }), ...extra })
      response.end(document === undefined ? undefined : JSON.stringify(document))
    }
    const what = { method: incoming.method ?? 'GET', url, headers, body }

    if (incoming.method === 'POST') {
      if (isHanging) return
      const checked = await checkSignature(what, publicKeyOf)
      received.push({ path: url.pathname, headers, activity: JSON.parse(body.toString()), ...checked })
      if (fixedAnswer) return answer(fixedAnswer.status, undefined, undefined, fixedAnswer.headers)
      return answer(checked.problem ? 401 : 202)
    }
    asked.push({
      path: url.pathname,
      accept: headers.accept ?? '',
      signed: headers.signature ? await checkSignature(what, publicKeyOf) : null
    })
    if (url.pathname === '/.well-known/webfinger') return webfinger(url, answer)
    const found = documents.get(url.pathname) ?? actorAt(url.pathname)?.document
    if (found) return answer(200, found)
    answer(documents.has(url.pathname) ? 410 : 404)
  }

  function webfinger(url: URL, answer: (status: number, document?: unknown, type?: string) => void) {
    const resource = url.searchParams.get('resource') ?? ''
    const actor = [...actors.values()].find(
      ({ name: user, id }) => resource === id || resource === `acct:${user}@${server.host}`
    )
    if (!actor) return answer(404)
    const links = [{ rel: 'self', type: activityJson, href: actor.id }]
    answer(200, { subject: `acct:${actor.name}@${server.host}`, aliases: [actor.id], links }, 'application/jrd+json')
  }

  function actorAt(path: string) {
    return [...actors.values()].find(({ id }) => new URL(id).pathname === path)
  }

  function actor(user: string, extra: Json = {}, at: { path?: string; keyPath?: string } = {}): PeerActor {
    const known = actors.get(user)
    if (known) return known
    const id = server.origin + (at.path ?? `/users/${user}`)
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const keyId = at.keyPath ? server.origin + at.keyPath : `${id}#main-key`
    const made: PeerActor = {
      name: user,
      id,
      inbox: typeof extra.inbox === 'string' ? extra.inbox : `${id}/inbox`,
      keyId,
      privateKey,
      document: {
        '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
        id,
        type: 'Person',
        preferredUsername: user,
        name: user,
        inbox: `${id}/inbox`,
        outbox: `${id}/outbox`,
        followers: `${id}/followers`,
        url: `${server.origin}/@${user}`,
        endpoints: { sharedInbox: `${server.origin}/inbox` },
        publicKey: { id: keyId, owner: id, publicKeyPem: pemOf(publicKey) },
        ...extra
      }
    }
    actors.set(user, made)
    // Where the key has an address of its own, that gives the actor in short.
    if (at.keyPath) {
      const { preferredUsername, publicKey: held } = made.document
      documents.set(at.keyPath, {
        '@context': made.document['@context'],
        id,
        type: 'Person',
        preferredUsername,
        publicKey: held
      })
    }
    return made
  }

  async function send(from: PeerActor, inbox: string, activity: Json | Buffer, options: SendOptions = {}) {
    const body = Buffer.isBuffer(activity) ? activity : Buffer.from(JSON.stringify(activity))
    const contentType = options.contentType ?? activityJson
    const signer = options.signedBy ?? from
    const headers = options.unsigned
      ? { 'content-type': contentType }
      : signedHeaders(
          options.form ?? 'draft-cavage-12',
          {
            method: 'POST',
            url: new URL(inbox),
            body,
            contentType,
            keyId: signer.keyId,
            privateKey: signer.privateKey,
            date: new Date(Date.now() + (options.skewMs ?? 0))
          },
          options
        )
    return read(await request(inbox, { method: 'POST', headers, body, dispatcher: agent }))
  }

  async function get(url: string, as?: PeerActor | null, accept = ldJson, form: Form = 'draft-cavage-12') {
    const signed = as
      ? signedHeaders(form, {
          method: 'GET',
          url: new URL(url),
          body: null,
          keyId: as.keyId,
          privateKey: as.privateKey,
          date: new Date()
        })
      : {}
    return read(await request(url, { headers: { ...signed, accept }, dispatcher: agent }))
  }

  async function publicKeyOf(keyId: string): Promise<string | null> {
    const answer = await get(keyId.replace(/#.*$/, ''), null, activityJson).catch(() => null)
    if (answer?.status !== 200) return null
    const document = JSON.parse(answer.text) as Json
    const keys = [document.publicKey, document].flat() as { id?: string; publicKeyPem?: string }[]
    return keys.find((key) => key?.id === keyId)?.publicKeyPem ?? null
  }

  return {
    ...server,
    received,
    asked,
    actor,
    send,
    get,
    serve(path, document) {
      documents.set(path, document)
      return server.origin + path
    },
    remove(path) {
      documents.set(path, null)
    },
    rotateKey(of, keepId = true) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      of.privateKey = privateKey
      if (!keepId) of.keyId = `${of.id}#key-${Math.random().toString(36).slice(2, 8)}`
      of.document = { ...of.document, publicKey: { id: of.keyId, owner: of.id, publicKeyPem: pemOf(publicKey) } }
    },
    answerWith(status, headers = {}) {
      fixedAnswer = status === null ? null : { status, headers }
    },
    hang(is) {
      isHanging = is
    },
    async close() {
      await agent.destroy()
      await server.close()
    }
  }
}

async function read(answer: Awaited<ReturnType<typeof request>>): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([key, value]) => [key, String(value)]))
  return { status: answer.statusCode, headers, text: await answer.body.text() }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}
