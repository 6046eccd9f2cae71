// The copy that is kept before anything is removed: what was said, by whom, among what, and when, as one text whose hash is a
// link of a chain.
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { addLink, sha256 } from './chain.ts'
import { fetchEvidenceJob } from './fetch-evidence.ts'

/** Messages before and after that make plain what was meant. */
const contextBefore = 10
const contextAfter = 5

/** The copy as its JSON text holds it. */
export interface EvidenceBody {
  format: 'ortsgespraech-evidence-1'
  takenAt: string
  municipality: string
  conversation: string
  message: CopiedMessage & {
    remoteId: string | null
    remoteUrl: string | null
    network: string
    channel: string
    receivedAt: string
    language: string | null
    contentWarning: string | null
    attachments: { url: string; mime: string; alt: string }[]
    emojis: unknown[]
    linkHash: string | null
    noticeVersion: string | null
  }
  author: {
    name: string
    handle: string | null
    profileUrl: string | null
    remoteId: string | null
    email: string | null
    emailConfirmedAt: string | null
  } | null
  post: { id: string; slug: string; title: string; version: number } | null
  context: CopiedMessage[]
}

export interface CopiedMessage {
  id: string
  direction: string
  state: string
  visibility: string
  author: string
  text: string
  html: string
  at: string
  editedAt: string | null
  inReplyTo: string | null
}

/**
 * Keeps a copy of a message as it is now; a copy that says the same already is enough. Answers its id.
 * Call it before anything is changed, with the conversation locked.
 */
export async function takeEvidence(
  tx: Tx,
  who: Who,
  input: { message: string; why: 'decision' | 'author' | 'server' }
): Promise<string> {
  const body = await bodyOf(tx, input.message)
  const same = await sameCopy(tx, body)
  if (same) return same
  const text = JSON.stringify(body)
  const hash = sha256(text)
  const id = newId()
  await tx
    .insertInto('evidence')
    .values({
      id,
      message_id: input.message,
      conversation_id: body.conversation,
      why: input.why,
      taken_at: now(),
      taken_by: who.kind === 'person' ? who.id : null,
      body: text,
      hash
    })
    .execute()
  await addLink(tx, id, 'copy', hash)
  await copyFile(tx, id, input.message)
  if (body.message.attachments.length > 0) await fetchEvidenceJob.send(tx, { m: tx.municipalityId, evidence: id })
  record(tx, who, 'evidence.taken', id, { message: input.message, why: input.why })
  return id
}

/** A file that came with a comment of the site lies here; it goes with the comment, so the copy gets one of its own. */
async function copyFile(tx: Tx, evidenceId: string, messageId: string): Promise<void> {
  const file = await tx.selectFrom('comment_file').selectAll().where('message_id', '=', messageId).executeTakeFirst()
  if (!file) return
  const hash = sha256(file.bytes)
  await tx
    .insertInto('evidence_file')
    .values({
      evidence_id: evidenceId,
      number: 0,
      source: 'comment',
      name: file.alt,
      mime: file.mime,
      bytes: file.bytes,
      hash,
      fetched_at: now()
    })
    .execute()
  await addLink(tx, evidenceId, 'file', hash)
}

async function bodyOf(tx: Tx, messageId: string): Promise<EvidenceBody> {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('channel', 'channel.id', 'm.channel_id')
    .leftJoin('contact', 'contact.id', 'm.contact_id')
    .leftJoin('post', 'post.id', 'c.post_id')
    .leftJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .selectAll('m')
    .select(['c.network', 'channel.name as channel_name', 'c.post_id', 'post.slug', 'v.title', 'v.number'])
    .select(['contact.name', 'contact.handle', 'contact.profile_url', 'contact.remote_id as author_address'])
    .select(['contact.email', 'contact.email_confirmed_at'])
    .where('m.id', '=', messageId)
    .executeTakeFirstOrThrow()
  return {
    format: 'ortsgespraech-evidence-1',
    takenAt: now().toISOString(),
    municipality: tx.municipalityId,
    conversation: row.conversation_id,
    message: {
      ...copied(row),
      remoteId: row.remote_id,
      remoteUrl: row.remote_url,
      network: row.network,
      channel: row.channel_name,
      receivedAt: row.received_at.toISOString(),
      language: row.language,
      contentWarning: row.content_warning,
      attachments: row.attachments as unknown as EvidenceBody['message']['attachments'],
      emojis: row.emojis as unknown as unknown[],
      linkHash: row.link_hash,
      noticeVersion: row.notice_version
    },
    author: row.contact_id
      ? {
          name: row.name ?? '',
          handle: row.handle,
          profileUrl: row.profile_url,
          remoteId: row.author_address,
          email: row.email,
          emailConfirmedAt: row.email_confirmed_at?.toISOString() ?? null
        }
      : null,
    post:
      row.post_id && row.slug
        ? { id: row.post_id, slug: row.slug, title: row.title ?? '', version: row.number ?? 0 }
        : null,
    context: await contextOf(tx, row)
  }
}

async function contextOf(
  tx: Tx,
  message: { id: string; conversation_id: string; received_at: Date }
): Promise<CopiedMessage[]> {
  const around = (side: '<' | '>=', limit: number) =>
    tx
      .selectFrom('message')
      .selectAll()
      .where('conversation_id', '=', message.conversation_id)
      .where('direction', 'in', ['in', 'out'])
      .where('id', '<>', message.id)
      .where('received_at', side, message.received_at)
      .orderBy('received_at', side === '<' ? 'desc' : 'asc')
      .limit(limit)
      .execute()
  const [before, after] = [await around('<', contextBefore), await around('>=', contextAfter)]
  return [...before.toReversed(), ...after].map(copied)
}

function copied(row: {
  id: string
  direction: string
  state: string
  visibility: string
  author_name: string
  text: string
  html: string
  at: Date
  edited_at: Date | null
  in_reply_to: string | null
}): CopiedMessage {
  return {
    id: row.id,
    direction: row.direction,
    state: row.state,
    visibility: row.visibility,
    author: row.author_name,
    text: row.text,
    html: row.html,
    at: row.at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    inReplyTo: row.in_reply_to
  }
}

/** A copy of exactly these words is here already: nothing more is kept than is needed. */
async function sameCopy(tx: Tx, body: EvidenceBody): Promise<string | null> {
  const rows = await tx
    .selectFrom('evidence')
    .select(['id', 'body'])
    .where('message_id', '=', body.message.id)
    .orderBy('taken_at', 'desc')
    .limit(1)
    .execute()
  const last = rows[0]
  if (!last) return null
  const { message } = JSON.parse(last.body) as EvidenceBody
  const isSame =
    message.html === body.message.html &&
    message.text === body.message.text &&
    message.contentWarning === body.message.contentWarning &&
    JSON.stringify(message.attachments) === JSON.stringify(body.message.attachments)
  return isSame ? last.id : null
}
