/** How an answer finds back to its conversation: by ids, by a signed address, by a token in the subject. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Tx } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'
import { now } from '#platform/clock/clock.ts'
import { domainOf } from './settings.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz234567'
const idLength = 26
const proofLength = 12

/** The id of our letter for a publication; the same at every try, and not to be guessed. */
export function ownMessageId(publicationId: string, address: string): string {
  return `${publicationId}@${domainOf(address)}`
}

/** The publication that one of our ids names, if it can be one. */
export function publicationIn(messageId: string): string | null {
  return /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/.exec(messageId)?.[1] ?? null
}

/**
 * The address to answer to: `box+CONVERSATION.PROOF@…`. Whoever has it was written to. Null where it would be too long.
 */
export function replyAddress(address: string, municipalityId: string, conversationId: string): string | null {
  const local = address.slice(0, address.lastIndexOf('@'))
  const signed = `${local}+${encode(Buffer.from(conversationId.replaceAll('-', ''), 'hex'))}${proofOf(municipalityId, conversationId)}`
  return signed.length > 64 ? null : `${signed}@${domainOf(address)}`
}

/** The conversation that one of the addresses is signed for. */
export function conversationInAddresses(addresses: string[], municipalityId: string): string | null {
  for (const address of addresses) {
    const tag = /\+([a-z2-7]{38})@/.exec(address)?.[1]
    if (!tag) continue
    const conversation = decode(tag.slice(0, idLength))
    if (conversation && isEqual(tag.slice(idLength), proofOf(municipalityId, conversation))) return conversation
  }
  return null
}

/** The token of a conversation, for the subject. */
export async function tokenOf(tx: Tx, conversationId: string): Promise<string> {
  const token = encode(mac(`subject ${tx.municipalityId} ${conversationId}`)).slice(0, proofLength)
  await tx
    .insertInto('mail_token')
    .values({ token, conversation_id: conversationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return token
}

/** The conversation whose token stands in a subject. */
export async function conversationInSubject(tx: Tx, subject: string): Promise<string | null> {
  const token = /\[#([a-z2-7]{12})\]/i.exec(subject)?.[1]?.toLowerCase()
  if (!token) return null
  const row = await tx.selectFrom('mail_token').select('conversation_id').where('token', '=', token).executeTakeFirst()
  return row?.conversation_id ?? null
}

/** What an answer names as the thread: the letters of the conversation on this network, the asked one last. */
export async function referencesFor(tx: Tx, conversationId: string, asked: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('message')
    .innerJoin('channel', 'channel.id', 'message.channel_id')
    .select('message.remote_id')
    .where('message.conversation_id', '=', conversationId)
    .where('channel.network', '=', 'mail')
    .where('message.remote_id', 'is not', null)
    .where('message.direction', '<>', 'note')
    .where('message.received_at', '<=', now())
    .orderBy('message.received_at', 'desc')
    .limit(10)
    .execute()
  const ids = rows
    .toReversed()
    .map((row) => bareId(row.remote_id ?? ''))
    .filter((id) => id.includes('@') && id !== asked)
  return asked.includes('@') ? [...ids, asked] : ids
}

/** A remote id without the mark that tells two letters of one id apart. */
export function bareId(remoteId: string): string {
  return remoteId.replace(/#[0-9a-f]{12}$/, '')
}

function proofOf(municipalityId: string, conversationId: string): string {
  return encode(mac(`address ${municipalityId} ${conversationId}`)).slice(0, proofLength)
}

function mac(text: string): Buffer {
  return createHmac('sha256', keys().derive('mail-threads')).update(text).digest()
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Base 32 in small letters: addresses may lose their capitals on the way. */
function encode(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  const length = Math.ceil((bytes.length * 8) / 5)
  bits <<= BigInt(length * 5 - bytes.length * 8)
  let text = ''
  for (let at = length - 1; at >= 0; at -= 1) text += letters[Number((bits >> BigInt(at * 5)) & 31n)]
  return text
}

function decode(text: string): string | null {
  let bits = 0n
  for (const letter of text) bits = (bits << 5n) | BigInt(letters.indexOf(letter))
  const hex = (bits >> BigInt(idLength * 5 - 128)).toString(16).padStart(32, '0')
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null
}
