/**
 * Understands one kept delivery inside a transaction. What it lacks (a profile, an object, a proof) is asked for by throwing
 * `Unprepared`; `prepare.ts` fetches it outside of the transaction, and this runs again.
 */
import { Quarantine, Unprepared, type Incoming, type RawIncoming } from '#channels/contract.ts'
import type { Tx } from '#platform/database/database.ts'
import { escapeHtml } from '#platform/html/plain.ts'
import { sanitiseRemote, textOf } from '#platform/html/sanitise.ts'
import { findTarget } from '#dialogue/place.ts'
import { activityTypes, actorTypes, embedded, idOf, idsOf, textIn, timeIn, typeOf, type Json } from './activityJson.ts'
import { actorAt } from './actors.ts'
import { hostOf } from './addresses.ts'
import type { Case } from './case.ts'
import { authorOf, forgetActor, knownActor, readActor, type RemoteActor } from './author.ts'
import { follow, unfollow } from './follow.ts'
import type { Kept } from './kept.ts'
import { readNote, type Note } from './noteJson.ts'
import { forgetPerson, messagesOf, ownerOf, updateProfile } from './remotePerson.ts'
import { ruleFor, standingOf } from './standing.ts'
import { threadStart } from './thread.ts'
import { isTombstoned, tombstone } from './tombstone.ts'

/** Answers what the dialogue has to take in; `done`: it was for the federation alone. @throws Quarantine, Unprepared */
export async function understand(tx: Tx, raw: RawIncoming): Promise<Incoming[] | 'done'> {
  const kept = raw.body as Kept
  const activity = kept.usual ?? kept.activity
  const type = typeOf(activity)
  if (!type || !activityTypes.has(type)) {
    if (kept.usual === undefined && kept.unproven === undefined) throw new Unprepared('form')
    throw new Quarantine(`unknown activity ${type ?? ''}`.trim())
  }
  const actor = idOf(activity.actor)
  if (!actor || !hostOf(actor)) throw new Quarantine('no actor')
  const id = textIn(activity.id)
  if (id && hostOf(id) !== hostOf(actor)) throw new Quarantine('the id is of another server than the actor')
  if (raw.sender !== actor && !kept.proven) {
    if (kept.unproven === undefined) throw new Unprepared('proof')
    throw new Quarantine(`not signed by its actor (${kept.unproven})`)
  }
  const standing = await standingOf(tx)
  const { home, actors } = standing
  return one({ tx, standing, home, actors, raw, kept, activity, actor, at: raw.receivedAt })
}

async function one(it: Case): Promise<Incoming[] | 'done'> {
  switch (typeOf(it.activity)) {
    case 'Follow':
      return followed(it)
    case 'Undo':
      return undone(it)
    case 'Create':
      return created(it)
    case 'Update':
      return updated(it)
    case 'Delete':
      return deleted(it)
    case 'Like':
    case 'EmojiReact':
      return reacted(it)
    case 'Announce':
      return announced(it)
    case 'Move':
      return moved(it)
    case 'Block':
      return blocked(it)
    case 'Flag':
      return flagged(it)
    case 'Accept':
    case 'Reject':
      // We follow nobody; a Reject of our Accept means that somebody does not follow any more.
      await unfollow(it, null, idOf(embedded(it.activity.object)?.object) ?? null)
      return 'done'
    default:
      return []
  }
}

async function followed(it: Case): Promise<'done' | []> {
  const target = actorAt(it.actors, it.home, idOf(it.activity.object))
  if (!target) return []
  const profile = profileOf(it, it.actor)
  if (!profile) throw new Quarantine('the follower cannot be reached')
  await follow(it, target, profile)
  return 'done'
}

async function undone(it: Case): Promise<Incoming[] | 'done'> {
  const inner = embedded(it.activity.object)
  const innerId = idOf(it.activity.object)
  const type = typeOf(inner)
  if (type === 'Follow' || type === null) {
    const ended = await unfollow(it, innerId, idOf(inner?.object))
    if (ended || type === 'Follow') return 'done'
  }
  if (type === 'Block') return 'done'
  if (!innerId) return []
  return [{ kind: 'reaction-end', channelId: it.raw.channelId, remoteId: innerId, actor: it.actor }]
}

async function created(it: Case): Promise<Incoming[] | 'done'> {
  const found = objectOf(it)
  if (!found) return []
  const { object, id } = found
  if (await isTombstoned(it, id)) return 'done'
  const note = readNote(object, id, found.author, it.at)
  if (!(await concernsUs(it, note))) return []
  return [await messageOf(it, note)]
}

/** The object of a Create or Update: embedded and of the actor's own server, or fetched from where it belongs. */
function objectOf(it: Case): { object: Json; id: string; author: string } | null {
  const id = idOf(it.activity.object)
  if (!id) throw new Quarantine('no object')
  const inner = embedded(it.activity.object)
  const isOwn = inner && Object.keys(inner).length > 2 && hostOf(id) === hostOf(it.actor) && it.kept.proven !== 'origin'
  const object = isOwn ? inner : it.kept.object
  if (object === undefined) throw new Unprepared('object')
  if (object === null) {
    if (it.kept.isGone) return null
    throw new Quarantine('the object cannot be fetched')
  }
  const authors = idsOf(object.attributedTo)
  // Others' word is that somebody said it; the object's own server must say so too.
  if (it.kept.proven === 'origin' && !authors.includes(it.actor))
    throw new Quarantine('its own server names another author')
  const author = authors.length === 0 || authors.includes(it.actor) ? it.actor : authors[0]!
  if (isOwn && author !== it.actor) throw new Quarantine('the object is somebody else’s than the actor’s')
  if (hostOf(author) !== hostOf(id)) throw new Quarantine('the object is of another server than its author')
  return { object, id, author }
}

/** It answers something of ours or a message we have, or speaks to one of our actors. */
async function concernsUs(it: Case, note: Note): Promise<boolean> {
  if (note.audience.some((address) => actorAt(it.actors, it.home, address))) return true
  if (!note.inReplyTo) return false
  const start = await threadStart(it.tx, it.home, note.inReplyTo)
  return (await findTarget(it.tx, 'fediverse', start)) !== null
}

async function messageOf(it: Case, note: Note): Promise<Incoming> {
  const spoken = it.actors.find((actor) => note.audience.includes(actor.address))
  return {
    kind: 'message',
    channelId: it.raw.channelId,
    network: 'fediverse',
    remoteId: note.id,
    remoteUrl: note.url,
    author: await authorFor(it, note.author),
    inReplyTo: note.inReplyTo && (await threadStart(it.tx, it.home, note.inReplyTo)),
    thread: note.thread,
    html: note.html,
    text: note.text,
    language: note.language,
    contentWarning: note.contentWarning,
    visibility: note.visibility,
    emojis: note.emojis,
    attachments: note.attachments,
    at: note.publishedAt,
    held: ruleFor(it.standing, note.author) !== null,
    rawId: it.raw.id,
    // Speaking to a department's own name asks the department; the municipality's name asks nobody in particular.
    ...(spoken && spoken.id !== it.actors[0]?.id ? { unitId: spoken.unitId } : {})
  }
}

async function authorFor(it: Case, address: string) {
  const fresh = it.kept.actors?.[address] ?? knownActor(address)
  if (fresh) return authorOf(address, fresh)
  const row = await it.tx
    .selectFrom('contact')
    .select(['name', 'handle', 'profile_url', 'avatar_url'])
    .where('network', '=', 'fediverse')
    .where('remote_id', '=', address)
    .executeTakeFirst()
  if (row) {
    const { name, handle, profile_url: profileUrl, avatar_url: avatarUrl } = row
    return { network: 'fediverse', remoteId: address, name, handle, profileUrl, avatarUrl }
  }
  return authorOf(address, profileOf(it, address))
}

/** The profile of somebody, fetched if need be; null when their server does not give it. */
function profileOf(it: Case, address: string): RemoteActor | null {
  const known = it.kept.actors?.[address] ?? knownActor(address)
  if (known) return known
  if (it.kept.actors?.[address] === null) return null
  throw new Unprepared(`actor ${address}`)
}

async function updated(it: Case): Promise<Incoming[] | 'done'> {
  // Of a change that others pass on only what the profile's own server says counts.
  const inner = it.kept.proven === 'origin' ? (it.kept.object ?? null) : embedded(it.activity.object)
  if (inner && actorTypes.has(typeOf(inner) ?? '')) {
    if (idOf(inner) !== it.actor) throw new Quarantine('somebody else’s profile')
    forgetActor(it.actor)
    await updateProfile(it, readActor(inner))
    return 'done'
  }
  const found = objectOf(it)
  if (!found) return []
  const note = readNote(found.object, found.id, found.author, it.at)
  const owner = await ownerOf(it, found.id)
  if (!owner)
    return (await concernsUs(it, note)) && !(await isTombstoned(it, found.id)) ? [await messageOf(it, note)] : []
  if (owner.address !== found.author) throw new Quarantine('the message is somebody else’s')
  return [
    {
      kind: 'edit',
      channelId: it.raw.channelId,
      remoteId: found.id,
      html: note.html,
      text: note.text,
      contentWarning: note.contentWarning,
      attachments: note.attachments,
      at: note.updatedAt ?? it.at,
      held: ruleFor(it.standing, found.author) !== null
    }
  ]
}

async function deleted(it: Case): Promise<Incoming[] | 'done'> {
  const id = idOf(it.activity.object)
  if (!id) throw new Quarantine('no object')
  const deletion = (remoteId: string, by: 'author' | 'server'): Incoming => ({
    kind: 'deletion',
    channelId: it.raw.channelId,
    remoteId,
    by,
    at: it.at
  })
  if (id === it.actor) {
    const messages = await messagesOf(it, id)
    await forgetPerson(it)
    return messages.length > 0 ? messages.map((remoteId) => deletion(remoteId, 'author')) : 'done'
  }
  if (hostOf(id) !== hostOf(it.actor)) throw new Quarantine('the object is of another server than the actor')
  const owner = await ownerOf(it, id)
  if (!owner) {
    await tombstone(it, id)
    return 'done'
  }
  return [deletion(id, owner.address === it.actor ? 'author' : 'server')]
}

async function reacted(it: Case): Promise<Incoming[]> {
  const said = idOf(it.activity.object)
  const target = said && (await threadStart(it.tx, it.home, said))
  if (!target || !(await findTarget(it.tx, 'fediverse', target))) return []
  const emoji = textIn(it.activity.content) ?? textIn(it.activity._misskey_reaction)
  return [
    {
      kind: 'reaction',
      channelId: it.raw.channelId,
      remoteId: textIn(it.activity.id) ?? it.raw.remoteId,
      actor: it.actor,
      reaction: emoji || typeOf(it.activity) === 'EmojiReact' ? 'emoji' : 'like',
      emoji: emoji?.slice(0, 100) ?? null,
      target,
      at: timeIn(it.activity.published, it.at)
    }
  ]
}

/** Lemmy and PeerTube pass on what others did by announcing the whole activity; others announce an object. */
async function announced(it: Case): Promise<Incoming[] | 'done'> {
  const inner = embedded(it.activity.object)
  if (inner && activityTypes.has(typeOf(inner) ?? '')) return passedOn(it, inner)
  const said = idOf(it.activity.object)
  const target = said && (await threadStart(it.tx, it.home, said))
  if (!target || !(await findTarget(it.tx, 'fediverse', target))) return []
  return [
    {
      kind: 'reaction',
      channelId: it.raw.channelId,
      remoteId: textIn(it.activity.id) ?? it.raw.remoteId,
      actor: it.actor,
      reaction: 'announce',
      emoji: null,
      target,
      at: timeIn(it.activity.published, it.at)
    }
  ]
}

/** The word of somebody else: taken when it is of the announcing server, or confirmed by the object's own. */
async function passedOn(it: Case, inner: Json): Promise<Incoming[] | 'done'> {
  const actor = idOf(inner.actor)
  const type = typeOf(inner)
  if (!actor || type === 'Announce') return []
  if (hostOf(actor) === hostOf(it.actor)) return one({ ...it, activity: inner, actor })
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete') return []
  const concerned = await findTarget(
    it.tx,
    'fediverse',
    idOf(embedded(inner.object)?.inReplyTo) ?? idOf(inner.object) ?? ''
  )
  if (!concerned && !mentionsUs(it, inner)) return []
  if (it.kept.object === undefined) throw new Unprepared('object')
  if (type === 'Delete') {
    if (!it.kept.isGone) throw new Quarantine('said to be deleted, and is still there')
    return one({ ...it, activity: inner, actor })
  }
  const kept: Kept = { ...it.kept, proven: 'origin' }
  return one({ ...it, kept, activity: inner, actor })
}

function mentionsUs(it: Case, activity: Json): boolean {
  const inner = embedded(activity.object)
  const audience = [activity.to, activity.cc, inner?.to, inner?.cc].flatMap((field) => idsOf(field))
  return audience.some((address) => actorAt(it.actors, it.home, address))
}

async function moved(it: Case): Promise<'done' | []> {
  const target = idOf(it.activity.target)
  if (!target || idOf(it.activity.object) !== it.actor) throw new Quarantine('a move of somebody else')
  const known = await it.tx
    .selectFrom('contact')
    .select('id')
    .where('network', '=', 'fediverse')
    .where('remote_id', '=', it.actor)
    .executeTakeFirst()
  if (!known) return []
  const profile = profileOf(it, target)
  if (!profile?.alsoKnownAs.includes(it.actor)) throw new Quarantine('the new account does not know the old one')
  await it.tx.updateTable('contact').set({ moved_to: target }).where('id', '=', known.id).execute()
  return 'done'
}

async function blocked(it: Case): Promise<'done' | []> {
  const target = actorAt(it.actors, it.home, idOf(it.activity.object))
  if (!target) return []
  await unfollow(it, null, target.address)
  return 'done'
}

/** A report about something of ours: whoever looks after the inbox must see it. */
async function flagged(it: Case): Promise<Incoming[]> {
  const about = idsOf(it.activity.object, 20)
  if (!about.some((address) => address.startsWith(it.home.origin))) return []
  const links = about.map((address) => `<li><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></li>`).join('')
  const html = sanitiseRemote(`<p>${escapeHtml(textIn(it.activity.content) ?? '')}</p><ul>${links}</ul>`)
  return [
    {
      kind: 'message',
      channelId: it.raw.channelId,
      network: 'fediverse',
      remoteId: textIn(it.activity.id) ?? it.raw.remoteId,
      remoteUrl: null,
      author: await authorFor(it, it.actor),
      inReplyTo: null,
      thread: null,
      html,
      text: textOf(html),
      language: null,
      contentWarning: null,
      visibility: 'direct',
      emojis: [],
      attachments: [],
      at: it.at,
      held: false,
      rawId: it.raw.id
    }
  ]
}
