// What goes out when something is said: a `publication` row per channel, made in the transaction of the change. The
// sending itself comes later, in `send.ts`.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { Refusal } from '#platform/refusal.ts'
import { channelStops, type ChannelStop } from './stops.ts'
import { networkOf, networksForPosts } from './networks.ts'
import { sendJob } from './send.ts'

export interface PostToSend {
  id: string
  unitId: string
  /** Null: every live channel of the unit and of those above it. */
  channelIds: string[] | null
}

export interface ChannelRef {
  id: string
  network: string
  name: string
  unitId: string
}

export interface ChannelOption extends ChannelRef {
  /** Goes there unless somebody says otherwise. */
  byDefault: boolean
  /** Why nothing can be published there right now: its concept is missing or withdrawn, or it is a candidate's. */
  stopped: ChannelStop | null
}

/** The live channels a post of this unit may go to; the own site is always among those it does. */
export async function channelsForPost(tx: Tx, unitId: string): Promise<ChannelOption[]> {
  const rows = await tx
    .withRecursive('above', (db) =>
      db
        .selectFrom('unit')
        .select(['id', 'parent_id'])
        .where('id', '=', unitId)
        .unionAll((db2) =>
          db2.selectFrom('unit').innerJoin('above', 'above.parent_id', 'unit.id').select(['unit.id', 'unit.parent_id'])
        )
    )
    .selectFrom('channel')
    .leftJoin('above', 'above.id', 'channel.unit_id')
    .select([
      'channel.id',
      'channel.network',
      'channel.name',
      'channel.unit_id',
      'channel.account_kind',
      'above.id as above_id'
    ])
    .where('channel.state', '=', 'live')
    .where('channel.network', 'in', networksForPosts())
    .orderBy(sql`channel.network <> 'site'`)
    .orderBy('channel.name')
    .limit(200)
    .execute()
  const stops = await channelStops(tx, rows)
  return rows.map((row) => {
    const stopped = stops.get(row.id) ?? null
    return {
      id: row.id,
      network: row.network,
      name: row.name,
      unitId: row.unit_id,
      byDefault: row.network === 'site' || (row.above_id !== null && !stopped),
      stopped
    }
  })
}

/** The channels this post goes to, with those that were promised it and have been stopped since. */
export async function chosenChannels(tx: Tx, post: PostToSend): Promise<ChannelOption[]> {
  const options = await channelsForPost(tx, post.unitId)
  const promised = post.channelIds ?? (await plannedChannels(tx, post.id))
  return options.filter(
    (one) =>
      one.network === 'site' ||
      (post.channelIds ? promised.includes(one.id) : one.byDefault || (one.stopped && promised.includes(one.id)))
  )
}

async function plannedChannels(tx: Tx, postId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('publication')
    .select('channel_id')
    .where('post_id', '=', postId)
    .where('state', '=', 'planned')
    .limit(200)
    .execute()
  return rows.map((row) => row.channel_id)
}

/**
 * The channels that were meant for this post (chosen, or planned when it was scheduled or approved) and that nothing can go
 * to now: paused or closed. (Those that lack a concept are `stopped`, see `chosenChannels`.)
 */
export async function outOfReach(tx: Tx, post: PostToSend): Promise<ChannelRef[]> {
  const reached = new Set((await chosenChannels(tx, post)).map((one) => one.id))
  const meant = [...(post.channelIds ?? []), ...(await plannedChannels(tx, post.id))].filter((id) => !reached.has(id))
  if (meant.length === 0) return []
  const rows = await tx
    .selectFrom('channel')
    .select(['id', 'name', 'network', 'unit_id'])
    .where('id', 'in', meant)
    .where('network', 'in', networksForPosts())
    .where('network', '<>', 'site')
    .orderBy('name')
    .limit(200)
    .execute()
  return rows.map(({ id, name, network, unit_id: unitId }) => ({ id, name, network, unitId }))
}

/** Shows where a scheduled post will go. Nothing of it is sent before `announcePost` makes it due. */
export async function planPost(tx: Tx, post: PostToSend, versionNumber: number, at: Date): Promise<void> {
  const channels = await chosenChannels(tx, post)
  await unplanPost(tx, post.id)
  for (const channel of channels) {
    await tx
      .insertInto('publication')
      .values({
        id: newId(),
        channel_id: channel.id,
        post_id: post.id,
        version_number: versionNumber,
        state: 'planned',
        key: keyOf('publish', post.id, versionNumber, channel.id),
        due_at: at
      })
      .execute()
  }
}

/** Takes back what was planned and never sent. */
export async function unplanPost(tx: Tx, postId: string): Promise<void> {
  await tx.deleteFrom('publication').where('post_id', '=', postId).where('state', '=', 'planned').execute()
}

/**
 * Makes the version due on its channels; where a channel is stopped, or has vanished since it was planned, that is noted at
 * the post and can be retried later.
 * @throws Refusal `concepts.siteStopped`: what may not stand on the own site stands nowhere
 */
export async function announcePost(tx: Tx, post: PostToSend, versionNumber: number): Promise<void> {
  const channels = await chosenChannels(tx, post)
  if (channels.some((one) => one.network === 'site' && one.stopped)) throw new Refusal('concepts.siteStopped', {}, 409)
  const missing = await outOfReach(tx, post)
  await unplanPost(tx, post.id)
  for (const { id } of missing) {
    const refused = 'channel-out-of-reach'
    await add(tx, { channelId: id, postId: post.id, versionNumber, purpose: 'publish', refused })
  }
  for (const { id, stopped } of channels) {
    const refused = stopped ? { refused: stopped } : {}
    await add(tx, { channelId: id, postId: post.id, versionNumber, purpose: 'publish', ...refused })
  }
}

/** Carries a new version to every channel where the post was sent; what has not gone out yet goes out corrected. */
export async function announceCorrection(tx: Tx, post: PostToSend, versionNumber: number): Promise<void> {
  for (const sent of await standing(tx, post.id)) {
    if (sent.state === 'due' || sent.state === 'waiting') {
      // Nobody has seen it yet: it goes out right at once.
      await tx.updateTable('publication').set({ version_number: versionNumber }).where('id', '=', sent.id).execute()
      continue
    }
    await supersede(tx, post.id, sent.channel_id)
    await add(tx, {
      channelId: sent.channel_id,
      postId: post.id,
      versionNumber,
      purpose: 'correct',
      targetId: sent.id,
      ...(!networkOf(sent.network).correct && { refused: 'cannot-correct' })
    })
  }
}

export interface AnnouncedAgain {
  channelId: string
  publicationId: string | null
  /** Null: the network cannot correct, somebody has to look there. */
  told: boolean
}

/**
 * Sends the version that stands there once more, because something in it is no longer shown (a picture that was withdrawn).
 * What has not gone out yet goes out without it by itself. The occasion makes it happen once.
 */
export async function announceAgain(
  tx: Tx,
  postId: string,
  versionNumber: number,
  occasion: string
): Promise<AnnouncedAgain[]> {
  const announced: AnnouncedAgain[] = []
  for (const sent of await standing(tx, postId)) {
    if (sent.state === 'due' || sent.state === 'waiting' || sent.network === 'site') continue
    const told = Boolean(networkOf(sent.network).correct)
    const publicationId = told
      ? await add(tx, {
          channelId: sent.channel_id,
          postId,
          versionNumber,
          purpose: 'correct',
          targetId: sent.id,
          occasion
        })
      : null
    announced.push({ channelId: sent.channel_id, publicationId, told })
  }
  return announced
}

/** Takes the post back wherever it was sent, and stops what has not gone out. */
export async function announceWithdrawal(tx: Tx, post: PostToSend, versionNumber: number): Promise<void> {
  await unplanPost(tx, post.id)
  for (const sent of await standing(tx, post.id)) {
    if (sent.state === 'due' || sent.state === 'waiting') {
      await tx.updateTable('publication').set({ state: 'withdrawn' }).where('id', '=', sent.id).execute()
      continue
    }
    await supersede(tx, post.id, sent.channel_id)
    await add(tx, {
      channelId: sent.channel_id,
      postId: post.id,
      versionNumber,
      purpose: 'withdraw',
      targetId: sent.id,
      ...(!networkOf(sent.network).withdraw && { refused: 'cannot-withdraw' })
    })
  }
}

/** The publications of a post that stand, or may stand, somewhere: the latest per channel that no withdrawal ended. */
async function standing(tx: Tx, postId: string) {
  const rows = await tx
    .selectFrom('publication')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .select(['publication.id', 'publication.channel_id', 'publication.state', 'channel.network'])
    .where('publication.post_id', '=', postId)
    .where('publication.purpose', '=', 'publish')
    .where('publication.state', 'in', ['due', 'waiting', 'sending', 'unknown', 'sent'])
    .orderBy('publication.created_at', 'desc')
    .orderBy('publication.id', 'desc')
    .limit(500)
    .forUpdate('publication')
    .execute()
  const latest = new Map<string, (typeof rows)[number]>()
  for (const row of rows) if (!latest.has(row.channel_id)) latest.set(row.channel_id, row)
  return [...latest.values()]
}

/** An older change that has not gone out would, if sent later, undo the newer one. */
async function supersede(tx: Tx, postId: string, channelId: string): Promise<void> {
  await tx
    .updateTable('publication')
    .set({ state: 'withdrawn', problem: 'superseded' })
    .where('post_id', '=', postId)
    .where('channel_id', '=', channelId)
    .where('purpose', '=', 'correct')
    .where('state', 'in', ['due', 'waiting', 'refused'])
    .execute()
}

export interface NewPublication {
  channelId: string
  purpose: 'publish' | 'correct' | 'withdraw' | 'answer'
  postId?: string | null
  versionNumber?: number | null
  messageId?: string | null
  targetId?: string
  /** The network cannot do it: noted for people, never tried. */
  refused?: string
  /** Why the same version is sent again: part of the key. */
  occasion?: string
}

/** Adds a publication and its job; null when it was there. The key makes it happen once, whoever asks twice. */
export async function add(tx: Tx, one: NewPublication): Promise<string | null> {
  const id = newId()
  const added = await tx
    .insertInto('publication')
    .values({
      id,
      channel_id: one.channelId,
      post_id: one.postId ?? null,
      version_number: one.versionNumber ?? null,
      message_id: one.messageId ?? null,
      purpose: one.purpose,
      state: one.refused ? 'refused' : 'due',
      problem: one.refused ?? null,
      key:
        keyOf(one.purpose, one.messageId ?? one.postId ?? '', one.versionNumber ?? 0, one.channelId) +
        (one.occasion ? `:${one.occasion}` : ''),
      target_id: one.targetId ?? null,
      due_at: now(),
      created_at: now()
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added && !one.refused) await sendJob.send(tx, { m: tx.municipalityId, id }, { group: one.channelId })
  return added?.id ?? null
}

function keyOf(purpose: string, subject: string, version: number, channelId: string): string {
  return `${purpose}:${subject}:${version}:${channelId}`
}
