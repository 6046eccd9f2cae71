/**
 * What our actors say: posts, corrections, withdrawals, answers. Saying is writing an activity; other servers hear of it
 * after the commit. The publication's id is the activity's, so saying it twice says it once.
 */
import { SendLater, SendRefused, type Outgoing, type Remote } from '#channels/contract.ts'
import { type Master, type Part, variantRules } from '#channels/shared.ts'
import { answerObject, postObjects, tombstone } from '#channels/fediverse/objects.ts'
import { withoutWithdrawn } from '#media/shown.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { FetchRefused } from '#platform/fetch/fetch.ts'
import { pictureSize, picturesOf, pictureUrl } from '#platform/media/images.ts'
import { postPath, topicPath } from '#posts/slug.ts'
import { actorOfChannel, type OwnActor } from './actors.ts'
import { objectAddress } from './addresses.ts'
import { fetchActor, type RemoteActor } from './author.ts'
import { audienceOf, emit } from './emit.ts'
import { homeOf, type Home } from './home.ts'
import { partId, partsOf } from './thread.ts'
import { Gone } from './loader.ts'
import type { Visibility } from './noteJson.ts'
import type { SigningKey } from './signing.ts'

/** Publishes a version of a post: one object, or a thread in which each answers the one before. */
export async function publish(municipalityId: string, channelId: string, outgoing: Outgoing): Promise<Remote> {
  return inMunicipality(municipalityId, async (tx) => {
    const home = await homeOf(tx)
    const actor = await actorOfChannel(tx, home, channelId)
    const { publicationId, postId } = outgoing
    const addresses = (index: number): string => objectAddress(home.origin, partId(publicationId, index))
    const objects = await postAs(tx, home, actor, channelId, outgoing, addresses)
    for (const [index, object] of objects.entries()) {
      const what = { type: 'Create', object, objectId: String(object.id), visibility: 'public' as const, postId }
      await emit(tx, home, actor, { ...what, id: partId(publicationId, index) })
    }
    return { id: objectAddress(home.origin, publicationId), url: String(objects[0]!.url) }
  })
}

/**
 * Carries a new version to everybody who has the old one. A thread may have become longer, then the rest is said for the
 * first time, or shorter, then the rest is taken back.
 */
export async function correct(
  municipalityId: string,
  channelId: string,
  remote: Remote,
  outgoing: Outgoing
): Promise<Remote> {
  return inMunicipality(municipalityId, async (tx) => {
    const home = await homeOf(tx)
    const actor = await actorOfChannel(tx, home, channelId)
    const { publicationId, postId } = outgoing
    const standing = await partsOf(tx, remote.id, postId)
    // What was taken back once never comes back under its address: others keep a tombstone there.
    const addresses = (index: number): string =>
      standing[index] ?? objectAddress(home.origin, partId(publicationId, index))
    const objects = await postAs(tx, home, actor, channelId, outgoing, addresses)
    const inboxes = await reached(tx, remote.id)
    for (const [index, object] of objects.entries()) {
      const objectId = String(object.id)
      const type = standing.includes(objectId) ? 'Update' : 'Create'
      const what = { type, object, objectId, visibility: 'public' as const, postId, inboxes }
      await emit(tx, home, actor, { ...what, id: partId(publicationId, index) })
    }
    const kept = new Set(objects.map((object) => String(object.id)))
    for (const [index, objectId] of standing.entries()) {
      if (kept.has(objectId)) continue
      const what = {
        type: 'Delete',
        object: tombstone(objectId, 'Note', now()),
        objectId,
        visibility: 'public' as const
      }
      await emit(tx, home, actor, { ...what, id: partId(publicationId, index), inboxes, postId })
    }
    return { id: remote.id, url: String(objects[0]!.url) }
  })
}

/** Takes something back everywhere, of a thread the last first. */
export async function withdraw(
  municipalityId: string,
  channelId: string,
  remote: Remote,
  outgoing: Outgoing
): Promise<void> {
  await inMunicipality(municipalityId, async (tx) => {
    const home = await homeOf(tx)
    const actor = await actorOfChannel(tx, home, channelId)
    const said = await tx
      .selectFrom('activity')
      .select(['body', 'visibility'])
      .where('object_id', '=', remote.id)
      .where('kind', '=', 'Create')
      .limit(1)
      .executeTakeFirst()
    const formerType = (said?.body as { object?: { type?: string } } | undefined)?.object?.type ?? 'Note'
    const inboxes = await reached(tx, remote.id)
    const parts = await partsOf(tx, remote.id, outgoing.postId)
    for (const [index, objectId] of [...parts.entries()].toReversed()) {
      await emit(tx, home, actor, {
        id: partId(outgoing.publicationId, index),
        type: 'Delete',
        object: tombstone(objectId, formerType, now()),
        objectId,
        visibility: (said?.visibility as Visibility | undefined) ?? 'public',
        inboxes,
        postId: outgoing.postId,
        messageId: outgoing.messageId
      })
    }
  })
}

/** Answers where the question was asked, with a mention and in the visibility of the thread. */
export async function answer(municipalityId: string, channelId: string, outgoing: Outgoing): Promise<Remote> {
  const asked = await inMunicipality(municipalityId, (tx) => questionOf(tx, channelId, outgoing))
  if (asked.said) return asked.said
  const profile = asked.author ? await reach(asked.author, asked.actor.key) : null
  return inMunicipality(municipalityId, async (tx) => {
    const { home, actor, message, question } = asked
    const id = objectAddress(home.origin, outgoing.publicationId)
    const visibility = message.visibility as Visibility
    const to = asked.author ? [asked.author] : []
    const object = answerObject(
      {
        id,
        url: id,
        html: message.html,
        language: message.language ?? home.language,
        inReplyTo: question.remote_id!,
        thread: asked.thread,
        contentWarning: question.content_warning,
        mention: profile && { address: profile.id, handle: profile.handle, url: profile.url },
        at: message.at
      },
      actor.address,
      audienceOf(home, actor, visibility, to)
    )
    const inboxes = profile ? [visibility === 'direct' ? profile.inbox : (profile.sharedInbox ?? profile.inbox)] : []
    const what = { type: 'Create', object, objectId: id, visibility, to, inboxes, messageId: outgoing.messageId }
    await emit(tx, home, actor, { ...what, id: outgoing.publicationId })
    return { id, url: id }
  })
}

/** What became of saying it, after a crash: it is in our outbox, or it never was said. */
export async function find(municipalityId: string, outgoing: Outgoing): Promise<Remote | null> {
  return inMunicipality(municipalityId, (tx) => said(tx, outgoing.publicationId))
}

async function said(tx: Tx, publicationId: string): Promise<Remote | null> {
  const row = await tx
    .selectFrom('activity')
    .select(['object_id', 'body'])
    .where('id', '=', publicationId)
    .executeTakeFirst()
  if (!row?.object_id) return null
  const url = (row.body as { object?: { url?: unknown } }).object?.url
  return { id: row.object_id, url: typeof url === 'string' ? url : row.object_id }
}

async function postAs(
  tx: Tx,
  home: Home,
  actor: OwnActor,
  channelId: string,
  outgoing: Outgoing,
  addresses: (index: number) => string
): Promise<Record<string, unknown>[]> {
  const row = await tx
    .selectFrom('post')
    .innerJoin('post_version', 'post_version.post_id', 'post.id')
    .leftJoin('sent_variant', (join) =>
      join
        .onRef('sent_variant.post_id', '=', 'post_version.post_id')
        .onRef('sent_variant.version_number', '=', 'post_version.number')
        .on('sent_variant.channel_id', '=', channelId)
    )
    .select(['post.id', 'post.slug', 'post.language', 'post.fediverse_form', 'post.published_at'])
    .select(['post_version.title', 'post_version.lead', 'post_version.html', 'post_version.image_id'])
    .select(['post_version.body', 'post_version.correction_note', 'post_version.at', 'post_version.number'])
    .select(['sent_variant.form', 'sent_variant.parts', 'sent_variant.warning'])
    .where('post.id', '=', outgoing.postId)
    .where('post_version.number', '=', outgoing.versionNumber)
    .executeTakeFirst()
  if (!row) throw new SendRefused('the version does not exist')
  const picture = row.image_id ? (await picturesOf(tx, [row.image_id])).get(row.image_id) : undefined
  const [html = ''] = await withoutWithdrawn(tx, [row.html], row.language, 'elsewhere')
  const topics = await tx
    .selectFrom('post_topic')
    .innerJoin('topic', 'topic.id', 'post_topic.topic_id')
    .select(['topic.name', 'topic.slug'])
    .where('post_topic.post_id', '=', row.id)
    .orderBy('topic.name')
    .limit(20)
    .execute()
  const form = (row.form ?? row.fediverse_form) === 'note' ? ('note' as const) : ('article' as const)
  const parts = (row.parts as Part[] | null) ?? derivedParts({ ...row, form, correction: row.correction_note })
  const post = {
    id: addresses(0),
    url: home.origin + postPath(row),
    form,
    parts,
    warning: row.warning ?? '',
    title: parts[0]?.title || row.title,
    lead: parts[0] ? parts[0].text : row.lead,
    // Addresses within the site mean nothing elsewhere.
    // Players are not for other servers: the link below each stays, and the video comes along as an attachment.
    html: html.replace(/<video .*?<\/video>/gs, '').replace(/(src|href)="\/(?!\/)/g, `$1="${home.origin}/`),
    language: row.language,
    publishedAt: row.published_at ?? row.at,
    correctedAt: row.number > 1 ? row.at : null,
    correctionNote: row.correction_note,
    image: picture
      ? {
          url: home.origin + pictureUrl(picture, 1440, 'jpg', 'fediverse'),
          mime: 'image/jpeg',
          alt: picture.alt,
          ...pictureSize(picture, 'fediverse'),
          // Between -1 and 1, upwards positive; a crop by hand has it in its middle.
          focalPoint: picture.crops.fediverse
            ? ([0, 0] as [number, number])
            : ([round(picture.focal_x * 2 - 1), round(1 - picture.focal_y * 2)] as [number, number])
        }
      : null,
    videos: [...html.matchAll(/<video [^>]*aria-label="([^"]*)"[^>]*><source src="([^"]*)" type="([^"]*)"/g)].map(
      ([, name = '', url = '', mime = '']) => ({ name, url: home.origin + url, mime })
    ),
    topics: topics.map((topic) => ({ name: topic.name, url: home.origin + topicPath(topic) }))
  }
  return postObjects(post, actor.address, audienceOf(home, actor, 'public'), addresses)
}

/** For versions from before variants were kept, and for channels that joined later. */
function derivedParts(master: Master): Part[] {
  const rules = variantRules('fediverse')
  return rules.split(rules.derive(master), master)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Every inbox an object was ever sent to: also who left since must hear what became of it. */
async function reached(tx: Tx, objectId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('delivery')
    .innerJoin('activity', 'activity.id', 'delivery.activity_id')
    .select('delivery.inbox')
    .distinct()
    .where('activity.object_id', '=', objectId)
    .where('delivery.state', 'in', ['delivered', 'due'])
    .limit(50_000)
    .execute()
  return rows.map((row) => row.inbox)
}

async function questionOf(tx: Tx, channelId: string, outgoing: Outgoing) {
  const home = await homeOf(tx)
  const actor = await actorOfChannel(tx, home, channelId)
  const message = await tx
    .selectFrom('message')
    .select(['id', 'conversation_id', 'html', 'language', 'at', 'in_reply_to', 'visibility'])
    .where('id', '=', outgoing.messageId)
    .executeTakeFirst()
  if (!message) throw new SendRefused('the answer does not exist')
  const question = await tx
    .selectFrom('message')
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select([
      'message.remote_id',
      'message.visibility',
      'message.content_warning',
      'message.state',
      'message.deleted_by'
    ])
    .select(['contact.remote_id as author', 'conversation.remote_thread'])
    .where('message.conversation_id', '=', message.conversation_id)
    .where('message.direction', '=', 'in')
    .where((where) => (message.in_reply_to ? where('message.id', '=', message.in_reply_to) : where.val(true)))
    .orderBy('message.at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!question?.remote_id) throw new SendRefused('there is nothing to answer')
  // What we deleted ourselves is still there for its author, who is told why.
  if (question.state === 'deleted' && question.deleted_by !== 'moderation')
    throw new SendRefused('what it answers was taken back')
  return {
    home,
    actor,
    message,
    question,
    author: question.author,
    thread: question.remote_thread,
    said: await said(tx, outgoing.publicationId)
  }
}

/** The person's profile as it is now. @throws SendRefused when it is gone, SendLater when its server does not answer */
export async function reach(address: string, key: SigningKey): Promise<RemoteActor> {
  try {
    return await fetchActor(address, key)
  } catch (error) {
    if (error instanceof Gone || error instanceof FetchRefused) throw new SendRefused('the account is gone')
    throw new SendLater('the other server does not answer', new Date(now().getTime() + 5 * 60_000))
  }
}
