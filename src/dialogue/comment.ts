// A comment without an account, from the form below an article.
import { createHmac } from 'node:crypto'
import { citizen } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml, withoutControls } from '#platform/html/plain.ts'
import { hashToken } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { keepAddress } from '#privacy/address.ts'
import { type Assessed, nothingProven } from './comments/assess.ts'
import { type CommentFile, keepFile } from './comments/file.ts'
import { holdReasons, holdUntil } from './comments/holds.ts'
import { releaseCommentJob } from './comments/jobs.ts'
import { knownByLink } from './comments/known.ts'
import { askAddress } from './comments/mail.ts'
import { pauseOf } from './moderation/pause.ts'
import { takeMessage } from './receive.ts'
import type { Target } from './foresight.ts'

export interface CommentInput {
  /** The post's id. */
  post: string
  name: string
  email?: string | null
  text: string
  /** The message that is answered, as shown on the page. */
  parent?: string | null
  /** A field that people do not see; whoever fills it is a program. */
  trap?: string | null
  /** Where it came from; kept apart, sealed, for the time the notice says. Null: unknown. */
  address: string | null
  /** Which version of the notice stood at the form. */
  noticeVersion?: string | null
  /** A private link of an earlier comment, by which the person shows who they are. */
  known?: string | null
  /** What was found out before the transaction (`assess`). Left out: nothing is proven. */
  assessed?: Assessed
  /** What `readFile` made of an attached file, with what its sender says it shows. */
  file?: CommentFile | null
}

export interface Submitted {
  /** For the private link `/k/<token>`; only its hash is stored. */
  token: string
  message: string
  conversation: string
}

export const maxName = 60
export const maxText = 10_000

/**
 * Counts one try to comment from this address. Call it before the transaction.
 * @throws TooMany
 */
export async function limitComments(municipalityId: string, address: string | null): Promise<void> {
  const from = address ?? 'unknown'
  await takeFrom(limitKey(`comment:${municipalityId}`, from), { limit: 8, windowSeconds: 600 })
  await takeFrom(limitKey(`comment-day:${municipalityId}`, from), { limit: 60, windowSeconds: 86_400 })
}

/**
 * Takes a comment in. It appears at once, or waits where the rules say so (`comments/holds.ts`). The same comment sent twice (a double click, a reload) is
 * one comment with one link.
 * @throws Invalid, NotFound (no such post), Refusal `commentsClosed`
 */
export async function submitComment(tx: Tx, input: CommentInput): Promise<Submitted> {
  const comment = checkComment(input)
  const post = await tx
    .selectFrom('post')
    .select(['id', 'state', 'comments', 'comments_reviewed'])
    .where('id', '=', input.post)
    .executeTakeFirst()
  if (!post || post.state !== 'published') throw new NotFound('postNotFound')
  if (post.comments !== 'open') throw new Refusal('commentsClosed')
  const pause = await pauseOf(tx, post.id)
  if (pause) throw new Refusal('moderation.commentsPaused', { until: pause.until.toISOString(), reason: pause.reason })
  const channel = await tx
    .selectFrom('channel')
    .select(['id', 'network'])
    .where('network', '=', 'site')
    .limit(1)
    .executeTakeFirstOrThrow()
  const municipality = await loadMunicipality(tx)
  const { timeZone: zone } = municipality
  const { comments: rules } = municipality.settings
  const known = input.known ? await knownByLink(tx, input.known) : null
  const file = rules.files === 'none' ? null : (input.file ?? null)
  const reasons = holdReasons(rules, {
    text: comment.text,
    good: known?.good ?? null,
    isBlocked: known?.isBlocked ?? false,
    postReviewed: post.comments_reviewed,
    hasFile: file !== null,
    ...(input.assessed ?? nothingProven)
  })
  const until = holdUntil(rules, reasons, now())
  const parent = input.parent ? await shownParent(tx, input.post, input.parent) : null
  const said = [input.post, input.parent ?? '', comment.name, comment.email, comment.text, input.address]
  const token = await privateToken(tx.municipalityId, dayIn(now(), zone), said)
  const linkHash = hashToken(token)
  const received = await takeMessage(
    tx,
    {
      kind: 'message',
      channelId: channel.id,
      network: channel.network,
      remoteId: `comment:${linkHash}`,
      remoteUrl: null,
      author: {
        network: channel.network,
        remoteId: null,
        name: comment.name,
        email: comment.email,
        contactId: known?.contactId ?? null
      },
      inReplyTo: null,
      postId: post.id,
      thread: null,
      html: plainToHtml(comment.text),
      text: comment.text,
      language: null,
      contentWarning: null,
      visibility: 'public',
      emojis: [],
      attachments: [],
      at: now(),
      held: reasons.length > 0,
      holdReasons: reasons,
      holdUntil: until,
      rawId: null,
      linkHash,
      noticeVersion: input.noticeVersion ?? null
    },
    parent,
    citizen
  )
  if (received.outcome === 'new') {
    if (input.address) await keepAddress(tx, received.messageId!, input.address, zone)
    if (file) await keepFile(tx, received.messageId!, file)
    if (until) await releaseCommentJob.send(tx, { m: tx.municipalityId }, { startAfter: until })
    if (comment.email) await askAddress(tx, municipality, received.messageId!, comment.email)
  }
  return { token, message: received.messageId!, conversation: received.conversationId! }
}

interface Checked {
  name: string
  email: string | null
  text: string
}

/** The fields as they are stored. @throws Invalid with a message for each field */
export function checkComment(input: Pick<CommentInput, 'name' | 'text' | 'email' | 'trap'>): Checked {
  const name = clean(input.name).replace(/\s+/g, ' ')
  const text = clean(input.text)
    .replace(/\r\n?/g, '\n')
    .replace(/\n{4,}/g, '\n\n\n')
  const email = clean(input.email ?? '')
  const faults = {
    ...(name === '' && { name: 'commentNameMissing' }),
    ...([...name].length > maxName && { name: 'commentNameTooLong' }),
    ...(email !== '' &&
      !/^[^\s@<>"',;:()[\]\\]{1,64}@[^\s@<>"',;:()[\]\\]+\.[^\s@.]{2,63}$/.test(email) && {
        email: 'commentEmailWrong'
      }),
    ...(email.length > 254 && { email: 'commentEmailWrong' }),
    ...(text === '' && { text: 'commentTextMissing' }),
    ...(text.length > maxText && [...text].length > maxText && { text: 'commentTooLong' }),
    ...(input.trap && { trap: 'commentTrap' })
  }
  if (Object.keys(faults).length > 0)
    throw new Invalid(faults, 'invalid', {
      maxText,
      maxName,
      length: Array.from(text.slice(0, 200_000)).length
    })
  return { name, text, email: email === '' ? null : email }
}

function clean(text: string): string {
  return withoutControls(text.toWellFormed()).normalize('NFC').trim()
}

/** The message a comment answers: it must stand visibly below the same post. */
async function shownParent(tx: Tx, postId: string, parentId: string): Promise<Target> {
  if (!/^[0-9a-f-]{36}$/.test(parentId)) throw new Invalid({ parent: 'parentNotFound' })
  const row = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['message.id', 'message.conversation_id'])
    .where('message.id', '=', parentId)
    .where('conversation.post_id', '=', postId)
    .where('message.visibility', 'in', ['public', 'unlisted'])
    .where('message.state', 'in', ['visible', 'sending', 'sent', 'failed'])
    .where('message.direction', 'in', ['in', 'out'])
    .executeTakeFirst()
  if (!row) throw new Invalid({ parent: 'parentNotFound' })
  return { messageId: row.id, conversationId: row.conversation_id, postId, filing: null }
}

/**
 * The secret of the private link. Nobody without the day's key can guess it, and the same comment sent twice on one day
 * gives the same one: the answer to a double click's second request shows the link too. The address is in it, so that two
 * people with the same words have two links; it goes with the day's key, for every address could be tried with a key that
 * stays, and the hash of the link stays with the comment.
 */
export async function privateToken(
  municipalityId: string,
  day: string,
  said: (string | number | null)[]
): Promise<string> {
  return createHmac('sha256', await keys().dayKey(municipalityId, day))
    .update('comment link ')
    .update(JSON.stringify([municipalityId, day, ...said]))
    .digest()
    .subarray(0, 24)
    .toString('base64url')
}
