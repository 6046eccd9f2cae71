/**
 * Reads a folder from where the last reading ended. Each letter and the place behind it are committed together, so that
 * whatever dies in between loses nothing and takes nothing twice. Only after that anything is changed on the server.
 */
import { createHash } from 'node:crypto'
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { ListeningPort } from '#channels/contract.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { log } from '#platform/log/log.ts'
import { faultOf, MailFault } from './faults.ts'
import { idsIn } from './headers.ts'
import { wholeBytes } from './imap.ts'
import type { Box } from './settings.ts'

const logger = log('mail')
/** Of a letter that is too large only so much is fetched: its head and what it says. */
const cutBytes = 1024 * 1024
/** So many heads are looked at with one question. */
const together = 50
/** Servers count in whole seconds, and their clocks are not ours. */
const slackMs = 10 * 60_000
/** A letter that the server cannot give is left behind after so many times, with a line in quarantine. */
const mostTries = 5

export interface Reading {
  client: ImapFlow
  box: Box
  path: string
  port: Pick<ListeningPort, 'keep' | 'signal'>
  /** How often each letter was tried in vain; lives as long as somebody watches the folder. */
  tries: Map<number, number>
  limits?: { whole: number; cut: number }
}

interface Place {
  validity: number
  unitId: string | null
  lastUid: number
  /** Only letters since then; null: everything behind the place. */
  since: Date | null
}

/** Answers how many letters were new. @throws MailFault and what the connection throws */
export async function readFolder(reading: Reading): Promise<number> {
  const { client, box, path } = reading
  const opened = await client.mailboxOpen(path, { readOnly: box.settings.afterwards === 'leave' })
  const place = await inMunicipality(box.municipalityId, (tx) => placeOf(tx, box, path, Number(opened.uidValidity)))
  if (!place) return 0
  const query = { uid: `${place.lastUid + 1}:*`, ...(place.since && { since: place.since }) }
  const found = await client.search(query, { uid: true })
  if (!Array.isArray(found)) throw new MailFault('broken')
  // "n:*" always names the last letter, also when it lies before n.
  const uids = found.filter((uid) => uid > place.lastUid).toSorted((a, b) => a - b)
  let count = 0
  for (let from = 0; from < uids.length; from += together) {
    const some = uids.slice(from, from + together)
    const heads = await client.fetchAll(
      some,
      { uid: true, size: true, internalDate: true, headers: ['message-id', 'from', 'date', 'subject'] },
      { uid: true }
    )
    for (const head of heads.filter(({ uid }) => uid > place.lastUid).toSorted((a, b) => a.uid - b.uid)) {
      if (reading.port.signal.aborted) return count
      if (await takeOne(reading, place, head)) count += 1
    }
  }
  await inMunicipality(box.municipalityId, (tx) => endOf(tx, box, path, Math.max(opened.uidNext - 1, ...uids, 0)))
  return count
}

/** The place of the last reading. New numbers on the server: from the beginning, what is known is known by its id. */
async function placeOf(tx: Tx, box: Box, path: string, validity: number): Promise<Place | null> {
  const row = await tx
    .selectFrom('mail_folder')
    .selectAll()
    .where('channel_id', '=', box.channelId)
    .where('path', '=', path)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const isRenumbered = row.uid_validity !== validity
  if (isRenumbered) {
    const anew = { uid_validity: validity, last_uid: 0, synced_at: null }
    await tx
      .updateTable('mail_folder')
      .set(anew)
      .where('channel_id', '=', box.channelId)
      .where('path', '=', path)
      .execute()
  }
  return {
    validity,
    unitId: row.unit_id,
    lastUid: isRenumbered ? 0 : row.last_uid,
    since: isRenumbered || row.synced_at === null ? new Date(row.starts_at.getTime() - slackMs) : null
  }
}

async function endOf(tx: Tx, box: Box, path: string, uid: number): Promise<void> {
  await tx
    .updateTable('mail_folder')
    .set((to) => ({ synced_at: now(), problem: null, last_uid: to.fn('greatest', ['last_uid', to.val(uid)]) }))
    .where('channel_id', '=', box.channelId)
    .where('path', '=', path)
    .execute()
}

/** Takes one letter. Answers whether it was new. */
async function takeOne(reading: Reading, place: Place, head: FetchMessageObject): Promise<boolean> {
  const { client, box, path, limits = { whole: wholeBytes, cut: cutBytes } } = reading
  const { messageId, print } = identityOf(head.headers ?? Buffer.alloc(0))
  // The server's day is coarse; and only what it does not know better counts as new.
  const isOld = place.since !== null && head.internalDate !== undefined && new Date(head.internalDate) < place.since
  const known = messageId && (await inMunicipality(box.municipalityId, (tx) => nameFor(tx, box, messageId, print)))
  if (isOld) return passBy(reading, head.uid)
  if (known && known.isHere) {
    await passBy(reading, head.uid)
    await settleOnServer(reading, head.uid)
    return false
  }
  const size = head.size ?? 0
  const isCut = size > limits.whole
  let source: Buffer | null
  try {
    source = await sourceOf(client, head.uid, isCut ? limits.cut : limits.whole)
    // Gone between the look and the fetch: there is nothing to take.
    if (!source) return await passBy(reading, head.uid)
  } catch (error) {
    const tries = (reading.tries.get(head.uid) ?? 0) + 1
    reading.tries.set(head.uid, tries)
    if (tries < mostTries) throw error
    source = null
  }
  const remoteId = known
    ? known.name
    : `unnamed:${hashOf(source ?? head.headers ?? Buffer.from(`${path} ${head.uid}`))}`
  const isNew = await inMunicipality(box.municipalityId, async (tx) => {
    const body = {
      print,
      path,
      uid: head.uid,
      validity: place.validity,
      unitId: place.unitId,
      size,
      isCut,
      ...(source === null && { head: head.headers?.toString('utf8').slice(0, 4000) ?? '' })
    }
    const kept = await reading.port.keep(tx, [{ remoteId, kind: source ? 'letter' : 'unreadable', sender: null, body }])
    for (const id of kept) if (source) await tx.insertInto('mail_raw').values({ raw_id: id, source }).execute()
    await moveOn(tx, box, path, head.uid)
    return kept.length > 0
  })
  reading.tries.delete(head.uid)
  await settleOnServer(reading, head.uid)
  return isNew
}

/** The letter itself, without marking it as read; null: it is not there (any more). */
export async function sourceOf(client: ImapFlow, uid: number, most: number): Promise<Buffer | null> {
  const fetched = await client.fetchOne(
    String(uid),
    { uid: true, source: { start: 0, maxLength: most } },
    { uid: true }
  )
  return fetched ? (fetched.source ?? null) : null
}

async function passBy({ box, path }: Reading, uid: number): Promise<false> {
  await inMunicipality(box.municipalityId, (tx) => moveOn(tx, box, path, uid))
  return false
}

async function moveOn(tx: Tx, box: Box, path: string, uid: number): Promise<void> {
  await tx
    .updateTable('mail_folder')
    .set({ last_uid: uid })
    .where('channel_id', '=', box.channelId)
    .where('path', '=', path)
    .where('last_uid', '<', uid)
    .execute()
}

/** Now that it is safe. What fails here stays on the server as it was; that loses nothing. */
async function settleOnServer({ client, box, path }: Reading, uid: number): Promise<void> {
  const { afterwards, movedTo } = box.settings
  if (afterwards === 'leave') return
  try {
    if (afterwards === 'move' && movedTo && movedTo !== path)
      await client.messageMove(String(uid), movedTo, { uid: true })
    else await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  } catch (error) {
    logger.warn('a letter that is safe could not be marked on the server: {fault}', {
      channel: box.channelId,
      fault: faultOf(error)
    })
  }
}

/**
 * The name under which a letter is kept: its id. Some devices give every letter the same one: another letter under a known
 * id gets a mark behind it, so that it is not taken for the first.
 */
async function nameFor(tx: Tx, box: Box, messageId: string, print: string): Promise<{ name: string; isHere: boolean }> {
  const marked = `${messageId}#${print}`
  const rows = await tx
    .selectFrom('incoming_raw')
    .select(['remote_id', 'body'])
    .where('channel_id', '=', box.channelId)
    .where('remote_id', 'in', [messageId, marked])
    .execute()
  const first = rows.find((row) => row.remote_id === messageId)
  if (!first) return { name: messageId, isHere: false }
  // A wiped copy remembers only that it was here.
  const firstPrint = (first.body as { print?: string }).print
  if (firstPrint === undefined || firstPrint === print) return { name: messageId, isHere: true }
  return { name: marked, isHere: rows.length > 1 }
}

function identityOf(headers: Buffer): { messageId: string | null; print: string } {
  const text = headers.toString('latin1').replace(/\r?\n[ \t]+/g, ' ')
  const value = (name: string) => new RegExp(`^${name}:(.*)$`, 'im').exec(text)?.[1]?.trim() ?? ''
  const messageId = idsIn(value('message-id'))[0]?.slice(0, 250) ?? null
  return { messageId, print: hashOf(['from', 'date', 'subject'].map(value).join('\n')).slice(0, 12) }
}

function hashOf(what: Buffer | string): string {
  return createHash('sha256').update(what).digest('hex')
}
