/**
 * The front door: checks who speaks, keeps what was said as it came, and lets it be understood later. What is answered with
 * 202 is in the database.
 */
import { createHash } from 'node:crypto'
import type { Tx } from '#platform/database/database.ts'
import { storable } from '#platform/database/storable.ts'
import { log } from '#platform/log/log.ts'
import { idOf, idsOf, embedded, isBearable, isJson, textIn, typeOf, type Json } from './activityJson.ts'
import { actorAt, type OwnActor } from './actors.ts'
import { hostOf } from './addresses.ts'
import type { Home } from './home.ts'
import { keepSoon } from './keepSoon.ts'
import type { Kept } from './kept.ts'
import { ruleFor, standingNow, type Standing } from './standing.ts'
import { verifySigned, type SignedRequest } from './verify.ts'

/** Mastodon's own limit for what it takes. */
export const longestActivity = 1024 * 1024

export interface Delivered {
  status: 202 | 400 | 401 | 403 | 404 | 413 | 415 | 503
  /** In English, for the operator of the other server. */
  reason: string | null
}

const accepted: Delivered = { status: 202, reason: null }
const logger = log('federation')

/** Takes a delivery to the inbox of an actor of ours, or to the shared one. */
export async function takeDelivery(home: Home, actorId: string | null, request: SignedRequest): Promise<Delivered> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type))
    return { status: 415, reason: 'expected application/activity+json' }
  const body = request.body ?? Buffer.alloc(0)
  if (body.length > longestActivity) return { status: 413, reason: `longer than ${longestActivity} bytes` }
  const activity = readBody(body)
  if (!activity) return { status: 400, reason: 'no activity that could be read' }
  const standing = await standingNow(home.municipalityId)
  if (standing.actors.length === 0) return { status: 404, reason: 'nobody here' }

  const verified = await verifySigned(request, standing.key)
  if (!verified.isGood) {
    // Deleted accounts tell everybody, signed with a key that is gone with them. Whom we never met, we have nothing of.
    if (verified.reason === 'key-gone' && isSelfDelete(activity)) return accepted
    if (verified.reason === 'key-unreachable') return { status: 503, reason: 'your key could not be fetched now' }
    return { status: 401, reason: verified.reason }
  }
  const taken = await keep(standing, actorId, activity, verified.actorId, body)
  if (taken.status !== 202) logger.info('a delivery was refused: {reason}', { reason: taken.reason })
  return taken
}

function readBody(body: Buffer): Json | null {
  const text = body.toString('utf8')
  if (!isBearable(text)) return null
  try {
    const parsed: unknown = JSON.parse(text)
    // Only what is escaped can be half a sign or none at all, which the database would refuse.
    return isJson(parsed) ? (text.includes('\\u') ? storable(parsed) : parsed) : null
  } catch {
    return null
  }
}

function isSelfDelete(activity: Json): boolean {
  return typeOf(activity) === 'Delete' && idOf(activity.object) === idOf(activity.actor)
}

async function keep(
  standing: Standing,
  actorId: string | null,
  activity: Json,
  signer: string,
  body: Buffer
): Promise<Delivered> {
  const { actors, home } = standing
  const path = actors.find((actor) => actor.id === actorId) ?? null
  if (actorId && !path) return { status: 404, reason: 'nobody here' }
  if (ruleFor(standing, signer) === 'block' || ruleFor(standing, idOf(activity.actor)) === 'block') {
    return { status: 403, reason: 'not welcome here' }
  }
  await keepSoon(home.municipalityId, async (tx) => {
    const channel = (await addressed(tx, home, actors, activity)) ?? path ?? actors[0]!
    return {
      channelId: channel.channelId,
      remoteId: rawId(activity, signer, body),
      kind: typeOf(activity) ?? 'unknown',
      sender: signer,
      body: { activity } satisfies Kept
    }
  })
  return accepted
}

/**
 * The activity's own id when its own server signed, else the fingerprint of what was sent: a false id takes nobody's place,
 * and one that can be foreseen (a deletion's) cannot be taken beforehand to keep the real one out.
 */
function rawId(activity: Json, signer: string, body: Buffer): string {
  const id = textIn(activity.id)
  const actor = idOf(activity.actor)
  const host = hostOf(signer)
  if (id && actor && id.length <= 2000 && hostOf(id) === host && hostOf(actor) === host) return id
  return `urn:sha256:${createHash('sha256').update(body).digest('hex')}`
}

/** Which actor is meant, by what was said: the same for every copy of it, whichever inbox it came to. */
async function addressed(tx: Tx, home: Home, actors: OwnActor[], activity: Json): Promise<OwnActor | null> {
  const inner = embedded(activity.object)
  const first = actorAt(actors, home, idOf(activity.object)) ?? actorAt(actors, home, idOf(inner?.object))
  if (first) return first
  for (const target of [idOf(inner?.inReplyTo), idOf(activity.object), idOf(inner?.object)]) {
    if (!target?.startsWith(home.origin)) continue
    const speaker = speakers.get(target) ?? (await speakerOf(tx, target))
    const found = actors.find((actor) => actor.id === speaker)
    if (found) return found
  }
  const audience = [activity.to, activity.cc, inner?.to, inner?.cc].flatMap((field) => idsOf(field))
  const named = actors.find((actor) => audience.includes(actor.address))
  return named ?? actors.find((actor) => audience.includes(`${actor.address}/followers`)) ?? null
}

/** Whose object it is never changes, and one that is answered is answered often. */
const speakers = new Map<string, string>()
const mostSpeakers = 2000

async function speakerOf(tx: Tx, objectId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('activity')
    .select('actor_id')
    .where('object_id', '=', objectId)
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  if (speakers.size >= mostSpeakers) speakers.clear()
  speakers.set(objectId, row.actor_id)
  return row.actor_id
}
