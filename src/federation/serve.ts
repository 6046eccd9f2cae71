/** Every request of other servers: what belongs to the Fediverse is answered here, everything else is left to the site. */
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { actorAddress, hostOf, idIn, isPublic, root } from './addresses.ts'
import { askingKey, ownActors } from './actors.ts'
import { idsOf, isJson, type Json } from './activityJson.ts'
import { federationFor } from './fedify.ts'
import type { Home } from './home.ts'
import { takeDelivery } from './inbox.ts'
import { verifySigned } from './verify.ts'

const activityJson = 'application/activity+json; charset=utf-8'

/** The paths that are ours whatever is asked for. */
const ownPaths = /^\/(fediverse\/|nodeinfo\/|\.well-known\/(webfinger|nodeinfo|host-meta)$)/

/** Whether this path belongs to the Fediverse. */
export function isFediversePath(pathname: string): boolean {
  return ownPaths.test(pathname)
}

/**
 * Answers a request of the Fediverse, or gives null when it is not one. A home that is not open yet answers 404: nobody may
 * keep an address of ours before it is proven to be right.
 */
export async function serveFediverse(request: Request, home: Home): Promise<Response | null> {
  const { pathname, search } = new URL(request.url)
  if (!isFediversePath(pathname)) return null
  if (!home.isOpen) return new Response(null, { status: 404 })
  // Behind a proxy the request came by another name and without TLS; signatures are over the public one.
  const url = new URL(home.origin + pathname + search)
  if (pathname === '/.well-known/host-meta') return hostMeta(home)
  const inbox = new RegExp(`^${root}/(?:actors/([0-9a-f-]{36})/)?inbox$`).exec(pathname)
  if (inbox)
    return inbox && request.method === 'POST' ? take(request, home, url, inbox[1] ?? null) : methodNotAllowed('POST')
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET, HEAD')
  if (pathname.startsWith(`${root}/objects/`)) return object(request, home, url)
  if (pathname.startsWith(`${root}/activities/`)) return activity(request, home, url)
  return byFedify(request, home, url)
}

/**
 * Answers a page's own address in ActivityPub: the start page is the municipality's actor, a post its object. Null: the page
 * has nothing to say in it, and is shown as it is.
 */
export async function servePage(request: Request, home: Home): Promise<Response | null> {
  if (!home.isOpen || (request.method !== 'GET' && request.method !== 'HEAD')) return null
  const { pathname } = new URL(request.url)
  if (pathname === '/') {
    const [actor] = await inMunicipality(home.municipalityId, (tx) => ownActors(tx, home))
    return actor ? byFedify(request, home, new URL(actor.address)) : null
  }
  const slug = /^\/beitrag\/([^/]+)$/.exec(pathname)?.[1]
  const found = slug && (await inMunicipality(home.municipalityId, (tx) => objectOfPost(tx, slug)))
  return found ? answer(found) : null
}

async function objectOfPost(tx: Tx, slug: string): Promise<Found | null> {
  const first = await tx
    .selectFrom('publication')
    .innerJoin('post', 'post.id', 'publication.post_id')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .select('publication.remote_id')
    .where('post.slug', '=', slug)
    .where('channel.network', '=', 'fediverse')
    .where('publication.purpose', '=', 'publish')
    .where('publication.state', '=', 'sent')
    .orderBy('publication.sent_at')
    .limit(1)
    .executeTakeFirst()
  return first?.remote_id ? latest(tx, first.remote_id) : null
}

async function take(request: Request, home: Home, url: URL, actorId: string | null): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer())
  const { status, reason } = await takeDelivery(home, actorId, { method: 'POST', url, headers: request.headers, body })
  return new Response(reason ? `${reason}\n` : null, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...(status === 503 && { 'retry-after': '20' }) }
  })
}

async function object(request: Request, home: Home, url: URL): Promise<Response> {
  const id = idIn('objects', home.origin, url.origin + url.pathname)
  const found = id && (await inMunicipality(home.municipalityId, (tx) => latest(tx, url.origin + url.pathname)))
  return found ? guarded(request, home, url, found) : notFound()
}

async function activity(request: Request, home: Home, url: URL): Promise<Response> {
  const id = idIn('activities', home.origin, url.origin + url.pathname)
  const row =
    id &&
    (await inMunicipality(home.municipalityId, (tx) =>
      tx.selectFrom('activity').select(['body', 'visibility']).where('id', '=', id).executeTakeFirst()
    ))
  return row
    ? guarded(request, home, url, { document: row.body as Json, audience: row.body as Json, isGone: false })
    : notFound()
}

interface Found {
  document: Json
  audience: Json
  isGone: boolean
}

/** What an object is now: as the last activity about it says. */
async function latest(tx: Tx, objectId: string): Promise<Found | null> {
  const row = await tx
    .selectFrom('activity')
    .select(['body', 'kind'])
    .where('object_id', '=', objectId)
    .where('kind', 'in', ['Create', 'Update', 'Delete'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const body = row.body as Json
  if (!isJson(body.object)) return null
  return { document: { '@context': body['@context'], ...body.object }, audience: body, isGone: row.kind === 'Delete' }
}

/** To everybody what was said to everybody; the rest to signed requests from the servers it was said to. */
async function guarded(request: Request, home: Home, url: URL, found: Found): Promise<Response> {
  const to = [...idsOf(found.audience.to), ...idsOf(found.audience.cc)]
  if (to.some(isPublic)) return answer(found)
  const key = await inMunicipality(home.municipalityId, (tx) => askingKey(tx, home))
  const verified = await verifySigned({ method: request.method, url, headers: request.headers, body: null }, key)
  if (!verified.isGood) return notFound(401)
  const host = hostOf(verified.actorId)
  if (to.some((address) => hostOf(address) === host)) return answer(found, true)
  const followed = await inMunicipality(home.municipalityId, (tx) => follows(tx, home, to, verified.actorId))
  return followed ? answer(found, true) : notFound()
}

/** Whether somebody of the asking server follows an actor whose followers were addressed. */
async function follows(tx: Tx, home: Home, to: string[], asker: string): Promise<boolean> {
  const actors = await tx.selectFrom('fediverse_actor').select('id').limit(500).execute()
  const addressed = actors.map(({ id }) => id).filter((id) => to.includes(`${actorAddress(home.origin, id)}/followers`))
  if (addressed.length === 0) return false
  const row = await tx
    .selectFrom('follower')
    .select('uri')
    .where('actor_id', 'in', addressed)
    .where('uri', 'like', `${new URL(asker).origin}/%`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function answer(found: Found, isPrivate = false): Response {
  return new Response(JSON.stringify(found.document), {
    status: found.isGone ? 410 : 200,
    headers: {
      'content-type': activityJson,
      'cache-control': isPrivate ? 'private, no-store' : 'no-cache',
      vary: 'Accept, Signature'
    }
  })
}

async function byFedify(request: Request, home: Home, url: URL): Promise<Response> {
  const headers = new Headers(request.headers)
  // Below our own paths there is nothing but ActivityPub, whatever an asker accepts.
  if (url.pathname.startsWith(root)) headers.set('accept', 'application/activity+json')
  const answered = await federationFor(home).fetch(new Request(url, { method: request.method, headers }), {
    contextData: home,
    onNotFound: () => notFound(),
    onNotAcceptable: () => notFound(406),
    onUnauthorized: () => notFound(401)
  })
  // Headers of a Response from fetch may be locked; ours are added to a copy.
  const copy = new Response(answered.body, answered)
  if (!copy.headers.has('cache-control')) copy.headers.set('cache-control', 'no-cache')
  if (url.pathname.startsWith('/.well-known/')) copy.headers.set('access-control-allow-origin', '*')
  return copy
}

function hostMeta(home: Home): Response {
  const template = `${home.origin}/.well-known/webfinger?resource={uri}`
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">` +
      `<Link rel="lrdd" template="${template}"/></XRD>\n`,
    { headers: { 'content-type': 'application/xrd+xml; charset=utf-8' } }
  )
}

const notFound = (status = 404) => new Response(null, { status })
const methodNotAllowed = (allow: string) => new Response(null, { status: 405, headers: { allow } })
