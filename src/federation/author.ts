/** Who somebody elsewhere is: what their server says about them, read once an hour at most. */
import type { IncomingAuthor } from '#channels/contract.ts'
import { now } from '#platform/clock/clock.ts'
import { textOf } from '#platform/html/sanitise.ts'
import { actorTypes, embedded, idsOf, isJson, textIn, typeOf, type Json } from './activityJson.ts'
import { hostOf } from './addresses.ts'
import { fetchObject } from './loader.ts'
import type { SigningKey } from './signing.ts'

export interface RemoteActor {
  id: string
  name: string
  username: string
  handle: string
  url: string
  avatarUrl: string | null
  inbox: string
  sharedInbox: string | null
  followers: string | null
  alsoKnownAs: string[]
  isProgram?: boolean
}

const known = new Map<string, { actor: RemoteActor; until: number }>()
const mostKnown = 2000
const keptMs = 3600_000

/** The actor at this address. @throws Gone, FetchRefused, FetchFailed, Error when it is none */
export async function fetchActor(address: string, as: SigningKey | null, fresh = false): Promise<RemoteActor> {
  const kept = known.get(address)
  if (kept && !fresh && kept.until > now().getTime()) return kept.actor
  const actor = readActor(await fetchObject(address, as))
  // A document that calls itself somebody else's would lend that name to whoever speaks from this address.
  if (actor.id !== address) throw new Error(`${address} is the address of another actor`)
  return remember(address, actor)
}

/** What is remembered of an actor, without asking anybody. */
export function knownActor(address: string): RemoteActor | null {
  const kept = known.get(address)
  return kept && kept.until > now().getTime() ? kept.actor : null
}

/** Forgets an actor, after an Update or Delete of it. */
export function forgetActor(address: string): void {
  known.delete(address)
}

/** Reads an actor's document. @throws Error when it is none or its inbox is elsewhere */
export function readActor(document: Json): RemoteActor {
  const id = textIn(document.id)
  const inbox = textIn(document.inbox)
  const host = id && hostOf(id)
  if (!id || !host || !inbox || !actorTypes.has(typeOf(document) ?? '')) throw new Error('this is no actor')
  // Elsewhere it would be somebody else's door that we are made to knock at.
  if (hostOf(inbox) !== host) throw new Error('the inbox is on another server')
  const username = nameIn(textIn(document.preferredUsername) ?? id.split('/').at(-1) ?? '')
  const sharedInbox = textIn(embedded(document.endpoints)?.sharedInbox)
  const icon = embedded(document.icon)
  const avatar = icon && (textIn(icon.url) ?? textIn(embedded(icon.url)?.href))
  const url = [document.url].flat().map((one) => (isJson(one) ? textIn(one.href) : textIn(one)))[0]
  return {
    id,
    name: textOf(textIn(document.name) ?? username).slice(0, 200) || username,
    username,
    handle: `@${username}@${host}`,
    url: url && hostOf(url) ? url : id,
    avatarUrl: avatar && hostOf(avatar) ? avatar : null,
    inbox,
    sharedInbox: sharedInbox && hostOf(sharedInbox) === host ? sharedInbox : null,
    followers: textIn(document.followers),
    alsoKnownAs: idsOf(document.alsoKnownAs, 50),
    isProgram: ['Service', 'Application'].includes(typeOf(document) ?? '')
  }
}

/** The author of a message; made of the address alone when nobody told more. */
export function authorOf(id: string, actor: RemoteActor | null): IncomingAuthor {
  const host = hostOf(id) ?? ''
  const guess = nameIn((id.split('/').at(-1) ?? '').replace(/^@/, ''))
  return {
    network: 'fediverse',
    remoteId: id,
    name: actor?.name ?? guess,
    handle: actor?.handle ?? `@${guess}@${host}`,
    profileUrl: actor?.url ?? id,
    avatarUrl: actor?.avatarUrl ?? null,
    isProgram: actor?.isProgram ?? false
  }
}

/** The part of a handle before its server: no second @ and nothing invisible, so that it can name no other server. */
function nameIn(text: string): string {
  return text.replace(/[^\p{L}\p{N}._~-]+/gu, '').slice(0, 100) || 'unbekannt'
}

function remember(address: string, actor: RemoteActor): RemoteActor {
  known.delete(address)
  if (known.size >= mostKnown) known.delete(known.keys().next().value!)
  known.set(address, { actor, until: now().getTime() + keptMs })
  return actor
}
