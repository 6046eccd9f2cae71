/** Turns a letter that was kept into a message: takes it apart first, outside of any transaction, then finds its place. */
import type { Incoming, IncomingMessage, RawIncoming, Unprepared } from '#channels/contract.ts'
import { Quarantine, Unprepared as Lack } from '#channels/contract.ts'
import { keepFiles } from '#dialogue/files.ts'
import { findTargets } from '#dialogue/foresight.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { escapeHtml } from '#platform/html/plain.ts'
import { sourceOf } from './folder.ts'
import { openImap, wholeBytes } from './imap.ts'
import { bareSubject } from './headers.ts'
import { type Letter, parseLetter } from './parse.ts'
import { boxOf } from './settings.ts'
import { conversationInAddresses, conversationInSubject, publicationIn } from './thread.ts'

/** What is kept of a letter as its raw copy. */
interface Body {
  print: string
  path: string
  uid: number
  validity: number
  unitId: string | null
  size: number
  isCut: boolean
  letter?: Letter
  /** Ids of the files that were kept. */
  files?: string[]
}

/** Names the letter's place among the conversations. @throws Unprepared until it is taken apart */
export async function understandLetter(tx: Tx, raw: RawIncoming): Promise<Incoming[] | 'done'> {
  const body = raw.body as Body
  const { letter } = body
  if (!letter) throw new Lack('letter')
  // From here on the letter's parts are what is kept; a picture's place would live on in the whole.
  await tx.deleteFrom('mail_raw').where('raw_id', '=', raw.id).execute()
  if (letter.bounce) return bounced(tx, raw, letter.bounce)
  const answers = await answered(tx, letter)
  const { name, address } = letter.from
  const { text, html } = withSubject(letter, answers !== null)
  const message: IncomingMessage = {
    kind: 'message',
    channelId: raw.channelId,
    network: 'mail',
    remoteId: raw.remoteId,
    remoteUrl: null,
    author: {
      network: 'mail',
      remoteId: address || null,
      name: name || address || '?',
      handle: address || null,
      email: address || null
    },
    inReplyTo: null,
    answers,
    thread: null,
    html,
    text,
    language: null,
    contentWarning: null,
    visibility: 'direct',
    emojis: [],
    attachments: [],
    at: letter.date ? new Date(letter.date) : raw.receivedAt,
    held: false,
    rawId: raw.id,
    unitId: body.unitId,
    isAutomatic: letter.automatic !== null || (await isOwnAddress(tx, address)),
    quoted: letter.quoted,
    envelope: {
      ...letter.envelope,
      answerTo: letter.replyTo && letter.replyTo !== address ? letter.replyTo : null,
      ids: [...letter.references, ...letter.inReplyTo].slice(-20)
    },
    files: body.files ?? []
  }
  // The link that was mailed stands in what the answer quotes, never in a subject, which more people see.
  // The link that a colleague was sent stands in what the answer repeats.
  const token = /\/rueckfrage\/([\w-]{20,100})/.exec(letter.quoted)?.[1]
  // An absence note is no answer, and would use the token up.
  if (token && letter.automatic === null) return [{ kind: 'reply', token, text: letter.text, otherwise: message }]
  return [message]
}

/**
 * Takes the letter apart and checks its files. @throws Quarantine when it cannot be read; what else it throws passes
 */
export async function prepareLetter(municipalityId: string, raw: RawIncoming, _lack: Unprepared): Promise<unknown> {
  const body = raw.body as Body
  const { settings, secret, source } = await inMunicipality(municipalityId, async (tx) => {
    const channel = await tx
      .selectFrom('channel')
      .select(['settings', 'secret'])
      .where('id', '=', raw.channelId)
      .executeTakeFirstOrThrow()
    const kept = await tx.selectFrom('mail_raw').select('source').where('raw_id', '=', raw.id).executeTakeFirst()
    return { ...channel, source: kept?.source ?? null }
  })
  const box = boxOf({ municipalityId, channelId: raw.channelId, settings, secret })
  const bytes = source ?? (await fetchedAgain(box, body))
  const parsed = await parseLetter(bytes, { authservId: box.settings.authservId, isCut: body.isCut }).catch(
    (error: unknown) => {
      throw new Quarantine(`the letter cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  )
  const files = await keepFiles(municipalityId, raw.id, parsed.files)
  return { ...body, letter: parsed.letter, files } satisfies Body
}

/** A letter that the server could not give at first. */
async function fetchedAgain(box: ReturnType<typeof boxOf>, body: Body): Promise<Buffer> {
  const client = await openImap(box)
  try {
    const opened = await client.mailboxOpen(body.path, { readOnly: true })
    const source =
      Number(opened.uidValidity) === body.validity
        ? await sourceOf(client, body.uid, body.isCut ? 1024 * 1024 : wholeBytes)
        : null
    if (!source) throw new Quarantine('the letter is no longer in the box')
    return source
  } finally {
    client.close()
  }
}

/** Which conversation a letter belongs to, and which message it answers. Null: it begins one. */
async function answered(tx: Tx, letter: Letter): Promise<{ conversationId: string; messageId: string | null } | null> {
  // The nearest first.
  const ids = [...letter.inReplyTo, ...letter.references.toReversed()]
  for (const id of ids) {
    const publication = publicationIn(id)
    const own = publication && (await ownMessage(tx, publication))
    if (own) return own
  }
  const named =
    conversationInAddresses(letter.recipients, tx.municipalityId) ??
    (await conversationInSubject(tx, letter.envelope.subject))
  const standing = named && (await standingAs(tx, named))
  if (standing) return { conversationId: standing, messageId: null }
  // The ids of others can be guessed: by them only somebody comes back in who spoke there before.
  const targets = await findTargets(tx, 'mail', ids.slice(0, 20))
  for (const id of ids) {
    const target = targets.get(id)
    if (!target?.conversationId || !target.messageId) continue
    const spoke = await tx
      .selectFrom('message')
      .innerJoin('contact', 'contact.id', 'message.contact_id')
      .select('message.id')
      .where('message.conversation_id', '=', target.conversationId)
      .where('contact.network', '=', 'mail')
      .where('contact.remote_id', '=', letter.from.address)
      .limit(1)
      .executeTakeFirst()
    if (spoke) return { conversationId: target.conversationId, messageId: target.messageId }
  }
  return null
}

/** The conversation itself, or the one it was merged into. */
async function standingAs(tx: Tx, id: string): Promise<string | null> {
  for (let at: string = id, steps = 0; steps < 10; steps += 1) {
    const row = await tx.selectFrom('conversation').select('merged_into').where('id', '=', at).executeTakeFirst()
    if (!row) return null
    if (!row.merged_into) return at
    at = row.merged_into
  }
  return null
}

/** Also before its sending is noted: an answer can be quicker than we. */
async function ownMessage(
  tx: Tx,
  publicationId: string
): Promise<{ conversationId: string; messageId: string } | null> {
  const row = await tx
    .selectFrom('publication')
    .innerJoin('message', 'message.id', 'publication.message_id')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .select(['message.id', 'message.conversation_id'])
    .where('publication.id', '=', publicationId)
    .where('channel.network', '=', 'mail')
    .executeTakeFirst()
  return row ? { conversationId: row.conversation_id, messageId: row.id } : null
}

/** A letter of ours came back. One that was not ours is nobody's message to the town. */
async function bounced(tx: Tx, raw: RawIncoming, bounce: NonNullable<Letter['bounce']>): Promise<Incoming[] | 'done'> {
  for (const id of bounce.ids) {
    const publication = publicationIn(id)
    const own = publication && (await ownMessage(tx, publication))
    if (!own) continue
    const problem = [bounce.status, bounce.said].filter(Boolean).join(' ') || 'returned'
    return [
      {
        kind: 'failure',
        channelId: raw.channelId,
        messageId: own.messageId,
        problem,
        isFinal: bounce.isFinal,
        at: raw.receivedAt
      }
    ]
  }
  return 'done'
}

/** A box of this town wrote it itself, or somebody says so: nothing answers it by itself. */
async function isOwnAddress(tx: Tx, address: string): Promise<boolean> {
  const rows = await tx.selectFrom('channel').select('settings').where('network', '=', 'mail').limit(200).execute()
  return rows.some(({ settings }) => (settings as { address?: string }).address?.toLowerCase() === address)
}

/** What a conversation is about stands in the subject of its first letter. */
function withSubject(letter: Letter, isAnswer: boolean): { text: string; html: string } {
  const subject = bareSubject(letter.envelope.subject)
  if (isAnswer || subject === '') return { text: letter.text, html: letter.html }
  return {
    text: `${subject}\n\n${letter.text}`.trim(),
    html: `<p><strong>${escapeHtml(subject)}</strong></p>\n${letter.html}`
  }
}
