// What we hold about somebody outside, found by what they are known by: a mail address, a handle, an address of an account,
// a pseudonym. The first three say who it is; of one name there may be many, so a person looks before anything is done.
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { followerId } from './trace.ts'

export type FoundKind =
  'message' | 'answer' | 'note' | 'contact' | 'mail' | 'follower' | 'reaction' | 'report' | 'raw' | 'person'

export interface Found {
  kind: FoundKind
  id: string
  /** Who or where, in the words that are stored. */
  title: string
  text: string
  at: Date | null
  conversation: string | null
  /** Found by something that only one person has; otherwise by a name. */
  isCertain: boolean
}

const most = 2000

/** Everything of a request's terms, in the order of kinds; at most 2,000 of each. @throws NotAllowed */
export async function findTraces(tx: Tx, who: Person, terms: string[]): Promise<Found[]> {
  must(who, 'subject.handle')
  if (terms.length === 0) return []
  const wanted = spellings(terms)
  const contacts = await sql<ContactRow>`
    select id, name, handle, email, remote_id, profile_url, created_at,
      (lower(coalesce(email, '')) = any(${wanted}) or lower(coalesce(handle, '')) = any(${wanted})
        or lower(coalesce(remote_id, '')) = any(${wanted}) or lower(coalesce(profile_url, '')) = any(${wanted})) as sure
    from contact
    where lower(name) = any(${wanted}) or lower(email) = any(${wanted}) or lower(handle) = any(${wanted})
      or lower(remote_id) = any(${wanted}) or lower(profile_url) = any(${wanted})
    order by id limit ${most}`.execute(tx)
  const sure = contacts.rows.filter((row) => row.sure)
  const messages = await messagesOf(tx, contacts.rows, wanted)
  const beside = await besideThem(tx, messages)
  const actors = [...wanted, ...sure.flatMap(({ remote_id }) => (remote_id ? [remote_id.toLowerCase()] : []))]
  const mails = [...wanted, ...sure.flatMap(({ email }) => (email ? [email.toLowerCase()] : []))]
  return [
    ...messages,
    ...beside,
    ...contacts.rows.map((row) => ({
      kind: 'contact' as const,
      id: row.id,
      title: [row.name, row.handle, row.email].filter(Boolean).join(' · '),
      text: row.profile_url ?? '',
      at: row.created_at,
      conversation: null,
      isCertain: row.sure
    })),
    ...(await mailsTo(tx, mails)),
    ...(await followersLike(tx, actors)),
    ...(await reactionsOf(tx, actors)),
    ...(await reportsBy(tx, wanted)),
    ...(await rawsOf(tx, actors)),
    ...(await staffLike(tx, wanted))
  ]
}

interface ContactRow {
  id: string
  name: string
  handle: string | null
  email: string | null
  remote_id: string | null
  profile_url: string | null
  created_at: Date
  sure: boolean
}

/** As typed and as stored: handles stand with and without the sign in front. */
function spellings(terms: string[]): string[] {
  const small = terms.map((term) => term.trim().toLowerCase()).filter(Boolean)
  return [...new Set(small.flatMap((term) => [term, term.replace(/^@/, ''), `@${term.replace(/^@/, '')}`]))]
}

async function messagesOf(tx: Tx, contacts: ContactRow[], wanted: string[]): Promise<Found[]> {
  const sure = new Set(contacts.filter((row) => row.sure).map(({ id }) => id))
  const ids = contacts.map(({ id }) => id)
  const { rows } = await sql<{
    id: string
    author_name: string
    text: string
    at: Date
    conversation_id: string
    contact_id: string | null
  }>`select id, author_name, left(text, 400) as text, at, conversation_id, contact_id from message
    where direction = 'in' and state <> 'deleted'
      and (contact_id = any(${ids}::uuid[]) or lower(author_name) = any(${wanted}))
    order by at desc, id limit ${most}`.execute(tx)
  return rows.map((row) => ({
    kind: 'message',
    id: row.id,
    title: row.author_name,
    text: row.text,
    at: row.at,
    conversation: row.conversation_id,
    isCertain: row.contact_id !== null && sure.has(row.contact_id)
  }))
}

/** What the house said to them, and about them, in the same conversations. */
async function besideThem(tx: Tx, messages: Found[]): Promise<Found[]> {
  const conversations = [...new Set(messages.flatMap(({ conversation }) => conversation ?? []))]
  if (conversations.length === 0) return []
  const theirs = messages.filter(({ isCertain }) => isCertain).map(({ id }) => id)
  const { rows } = await sql<{
    id: string
    direction: string
    text: string
    at: Date
    conversation_id: string
    unit: string | null
    others: boolean
    to_them: boolean
  }>`select m.id, m.direction, left(m.text, 400) as text, m.at, m.conversation_id, u.name as unit,
      exists (select 1 from message o where o.conversation_id = m.conversation_id and o.direction = 'in'
        and not o.id = any(${theirs}::uuid[])) as others,
      coalesce(m.in_reply_to = any(${theirs}::uuid[]), false) as to_them
    from message m left join unit u on u.id = m.unit_id
    where m.conversation_id = any(${conversations}::uuid[]) and m.direction in ('out', 'note') and m.state <> 'deleted'
    order by m.at desc, m.id limit ${most}`.execute(tx)
  return rows.map((row) => ({
    kind: row.direction === 'out' ? 'answer' : 'note',
    id: row.id,
    title: row.unit ?? '',
    text: row.text,
    at: row.at,
    conversation: row.conversation_id,
    // A note may speak of others, and in a thread of many an answer may be meant for somebody else.
    isCertain: row.direction === 'out' && (row.to_them || !row.others)
  }))
}

async function mailsTo(tx: Tx, addresses: string[]): Promise<Found[]> {
  const { rows } = await sql<{ id: string; recipient: string; subject: string; created_at: Date }>`
    select id, recipient, subject, created_at from outgoing_mail where lower(recipient) = any(${addresses})
    order by created_at desc limit ${most}`.execute(tx)
  return rows.map((row) => ({ ...found('mail', row.id, row.recipient, row.subject), at: row.created_at }))
}

async function followersLike(tx: Tx, actors: string[]): Promise<Found[]> {
  const { rows } = await sql<{ uri: string; handle: string | null; at: Date }>`
    select uri, handle, at from follower where lower(uri) = any(${actors}) or lower(handle) = any(${actors})
    order by uri limit ${most}`.execute(tx)
  return rows.map((row) => ({ ...found('follower', followerId(row.uri), row.handle ?? row.uri, row.uri), at: row.at }))
}

async function reactionsOf(tx: Tx, actors: string[]): Promise<Found[]> {
  const { rows } = await sql<{ id: string; actor: string; kind: string; at: Date }>`
    select id, actor, kind, at from reaction where lower(actor) = any(${actors}) order by at desc limit ${most}`.execute(
    tx
  )
  return rows.map((row) => ({ ...found('reaction', row.id, row.actor, row.kind), at: row.at }))
}

/** Notices of illegal content that they gave. */
async function reportsBy(tx: Tx, wanted: string[]): Promise<Found[]> {
  const { rows } = await sql<{ id: string; name: string; explanation: string; received_at: Date; sure: boolean }>`
    select id, name, left(explanation, 400) as explanation, received_at, coalesce(lower(email) = any(${wanted}), false) as sure
    from report where lower(email) = any(${wanted}) or lower(name) = any(${wanted})
    order by received_at desc limit ${most}`.execute(tx)
  return rows.map((row) => ({
    ...found('report', row.id, row.name, row.explanation),
    at: row.received_at,
    isCertain: row.sure
  }))
}

/** What came from them and became no message. */
async function rawsOf(tx: Tx, actors: string[]): Promise<Found[]> {
  const { rows } = await sql<{ id: string; sender: string; kind: string; received_at: Date }>`
    select id, sender, kind, received_at from incoming_raw
    where message_id is null and lower(sender) = any(${actors}) order by received_at desc limit ${most}`.execute(tx)
  return rows.map((row) => ({ ...found('raw', row.id, row.sender, row.kind), at: row.received_at }))
}

/** Somebody who works or worked here. */
async function staffLike(tx: Tx, wanted: string[]): Promise<Found[]> {
  const { rows } = await sql<{ id: string; name: string; email: string; sure: boolean; left_at: Date | null }>`
    select p.id, p.name, a.email, p.left_at, lower(a.email) = any(${wanted}) as sure
    from person p join account a on a.id = p.account_id
    where lower(p.name) = any(${wanted}) or lower(a.email) = any(${wanted}) order by p.id limit 50`.execute(tx)
  return rows.map((row) => ({ ...found('person', row.id, row.name, row.email), at: row.left_at, isCertain: row.sure }))
}

function found(kind: FoundKind, id: string, title: string, text: string): Found {
  return { kind, id, title, text, at: null, conversation: null, isCertain: true }
}
