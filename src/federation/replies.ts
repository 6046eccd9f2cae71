/**
 * Replies among others below our posts: a server tells us of what its people say to us, not of what they answer each other.
 * The collections of replies that known messages name are read a few times, and what is public in them is taken in.
 */
import { sql } from 'kysely'
import { takeRaw } from '#dialogue/take.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { embedded, idOf, idsOf, isJson, textIn, typeOf, type Json } from './activityJson.ts'
import { hostOf } from './addresses.ts'
import type { Kept } from './kept.ts'
import { fetchObject } from './loader.ts'
import { visibilityOf } from './noteJson.ts'
import { parkedServers } from './servers.ts'
import { ruleFor, standingNow, type Standing } from './standing.ts'

const logger = log('federation')
const minuteMs = 60_000
/** When a message's replies are asked for, counted from its arrival. */
const looksAfterMs = [15 * minuteMs, 3 * 60 * minuteMs, 24 * 60 * minuteMs]
const mostMessages = 40
/** Requests that one server gets in one run. */
const mostOfHost = 8
const mostReplies = 20

/** Every five minutes, in all municipalities. */
export const repliesJob = defineJob({
  name: 'fediverse-replies',
  everySeconds: 300,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await lookForReplies(id).catch((error: unknown) =>
        logger.warn('replies could not be looked for: {error}', { municipality: id, error: String(error) })
      )
  }
})

interface Known {
  id: string
  remoteId: string
  channelId: string
}

/** Asks for the replies that are due to be asked for. Answers how many were new. */
export async function lookForReplies(municipalityId: string): Promise<number> {
  const standing = await standingNow(municipalityId)
  if (!standing.home.isOpen || !standing.key) return 0
  const due = await inMunicipality(municipalityId, takeDue)
  const parked = await parkedServers([...new Set(due.map(({ remoteId }) => hostOf(remoteId) ?? ''))])
  const asked = new Map<string, number>()
  const mayAsk = (address: string): boolean => {
    const host = hostOf(address)
    if (!host || !address.startsWith('https://') || parked.has(host) || ruleFor(standing, address) === 'block')
      return false
    const count = asked.get(host) ?? 0
    asked.set(host, count + 1)
    return count < mostOfHost && address.startsWith(standing.home.origin) === false
  }
  let found = 0
  for (const message of due) {
    // A server that does not answer, or has no such collection, has nothing to tell us now.
    const replies = await repliesTo(message, standing, mayAsk).catch(() => [])
    const unknown = await inMunicipality(municipalityId, (tx) => notHere(tx, replies))
    for (const address of unknown.slice(0, mostReplies)) {
      const body = mayAsk(address) ? await readReply(address, message, standing).catch(() => null) : null
      if (body && (await inMunicipality(municipalityId, (tx) => take(tx, message, address, body)))) found++
    }
  }
  return found
}

/** The public messages below our posts whose time has come; counted first, so that a fault asks nobody again and again. */
async function takeDue(tx: Tx): Promise<Known[]> {
  const at = now().getTime()
  const before = looksAfterMs.map((ms) => new Date(at - ms))
  const { rows } = await sql<Known>`
    update message set replies_looks = replies_looks + 1 where id = any(array(
      select m.id from message m join conversation c on c.id = m.conversation_id
      where m.direction = 'in' and m.state = 'visible' and m.replies_looks < 3 and m.remote_url is not null
        and c.network = 'fediverse' and c.post_id is not null and m.visibility in ('public', 'unlisted')
        and m.received_at < case m.replies_looks when 0 then ${before[0]}::timestamptz
          when 1 then ${before[1]}::timestamptz else ${before[2]}::timestamptz end
        and m.received_at > ${new Date(at - 4 * 86_400_000)}
      order by m.received_at limit ${mostMessages}))
    returning id, remote_id as "remoteId", channel_id as "channelId"`.execute(tx)
  return rows
}

/** The addresses in a message's collection of replies; pages of its own server only. */
async function repliesTo(message: Known, { key }: Standing, mayAsk: (address: string) => boolean): Promise<string[]> {
  if (!mayAsk(message.remoteId)) return []
  const object = await fetchObject(message.remoteId, key)
  const own = hostOf(message.remoteId)
  const read = async (value: unknown): Promise<Json | null> => {
    const address = typeof value === 'string' ? value : null
    if (!address) return isJson(value) ? value : null
    return hostOf(address) === own && mayAsk(address) ? await fetchObject(address, key) : null
  }
  const found: string[] = []
  let page = await read(object.replies)
  for (let pages = 0; page && pages < 3; pages++) {
    found.push(...idsOf(page.items ?? page.orderedItems, mostReplies))
    page = await read(page.first ?? page.next)
  }
  return [...new Set(found)].filter((address) => address.length < 2000)
}

async function notHere(tx: Tx, addresses: string[]): Promise<string[]> {
  if (addresses.length === 0) return []
  const { rows } = await sql<{ address: string }>`
    select address from unnest(${addresses}::text[]) as a(address)
    where not exists (select 1 from message where remote_id = a.address)
      and not exists (select 1 from incoming_raw where remote_id = a.address)`.execute(tx)
  return rows.map(({ address }) => address)
}

/** The reply as its own server shows it to everybody, in the form of a delivery whose word is proven. */
async function readReply(address: string, message: Known, { key }: Standing): Promise<Kept | null> {
  const object = await fetchObject(address, key)
  const [author] = idsOf(object.attributedTo)
  const isReply = idOf(object) === address && textIn(idOf(object.inReplyTo)) === message.remoteId
  const visibility = visibilityOf(idsOf(object.to), idsOf(object.cc))
  if (!isReply || !author || hostOf(author) !== hostOf(address) || !['public', 'unlisted'].includes(visibility))
    return null
  if (typeOf(object) === 'Tombstone' || embedded(object) === null) return null
  const activity = { type: 'Create', actor: author, object: address, to: object.to, cc: object.cc }
  return { activity, object, proven: 'origin' }
}

async function take(tx: Tx, message: Known, address: string, body: Kept): Promise<boolean> {
  const { channelId } = message
  const sender = idOf(body.activity.actor)
  return (await takeRaw(tx, { channelId, remoteId: address, kind: 'Create', sender, body })) !== null
}
