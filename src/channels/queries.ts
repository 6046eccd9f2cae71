// Reading: where something of ours stands, and how the channels are.
import type { ExpressionBuilder, NotNull } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tx } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.ts'
import type { AccountKind } from './account-kind.ts'

export type PublicationState = 'planned' | 'due' | 'sending' | 'sent' | 'refused' | 'waiting' | 'unknown' | 'withdrawn'

export interface PublicationRow {
  id: string
  channelId: string
  channelName: string
  network: string
  purpose: 'publish' | 'correct' | 'withdraw' | 'answer' | 'moderate'
  state: PublicationState
  remoteUrl: string | null
  problem: string | null
  attempts: number
  versionNumber: number | null
  dueAt: Date
  sentAt: Date | null
  messageId: string | null
}

/** Everything that was or will be sent for a post, newest first, at most 200. */
export async function publicationsOfPost(tx: Tx, postId: string): Promise<PublicationRow[]> {
  const rows = await select(tx).where('publication.post_id', '=', postId).execute()
  return rows.map(toRow)
}

function select(tx: Tx) {
  return tx
    .selectFrom('publication')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .selectAll('publication')
    .select(['channel.name as channel_name', 'channel.network'])
    .orderBy('publication.created_at', 'desc')
    .orderBy('publication.id', 'desc')
    .limit(200)
}

function toRow(row: Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]): PublicationRow {
  return {
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    network: row.network,
    purpose: row.purpose as PublicationRow['purpose'],
    state: row.state as PublicationState,
    remoteUrl: row.remote_url,
    problem: row.problem,
    attempts: row.attempts,
    versionNumber: row.version_number,
    dueAt: row.due_at,
    sentAt: row.sent_at,
    messageId: row.message_id
  }
}

export interface Elsewhere {
  name: string
  network: string
  url: string
  /** Whose account it is, where it is not the office's. */
  holder: string | null
}

/**
 * Where else a published post stands for everybody to see: not the own site, only what has an address. To be selected with
 * the post itself, at most 20.
 */
export function elsewhereOf(post: ExpressionBuilder<DB, 'post'>) {
  return jsonArrayFrom(
    post
      .selectFrom('publication')
      .innerJoin('channel', 'channel.id', 'publication.channel_id')
      .select(['channel.name', 'channel.network', 'channel.account_holder as holder', 'publication.remote_url as url'])
      .whereRef('publication.post_id', '=', 'post.id')
      .where('publication.purpose', '=', 'publish')
      .where('publication.state', '=', 'sent')
      .where('publication.remote_url', 'is not', null)
      .where('channel.network', '<>', 'site')
      .where('channel.account_kind', '<>', 'candidate')
      .orderBy('channel.name')
      .limit(20)
      .$narrowType<{ url: NotNull }>()
  )
}

export interface ChannelRow {
  id: string
  network: string
  name: string
  unitId: string
  state: 'preparing' | 'live' | 'paused' | 'closed'
  health: 'unknown' | 'good' | 'warning' | 'broken'
  healthNote: string | null
  checkedAt: Date | null
  account: { kind: AccountKind; holder: string | null }
}

/** All channels, at most 500. */
export async function listChannels(tx: Tx): Promise<ChannelRow[]> {
  const rows = await tx.selectFrom('channel').selectAll().orderBy('network').orderBy('name').limit(500).execute()
  return rows.map((row) => ({
    id: row.id,
    network: row.network,
    name: row.name,
    unitId: row.unit_id,
    state: row.state as ChannelRow['state'],
    health: row.health as ChannelRow['health'],
    healthNote: row.health_note,
    checkedAt: row.checked_at,
    account: { kind: row.account_kind as AccountKind, holder: row.account_holder }
  }))
}

/** The channels with which something is wrong, for the dot at the top of the desk. */
export async function troubledChannels(tx: Tx): Promise<ChannelRow[]> {
  return (await listChannels(tx)).filter(
    (one) => one.state !== 'closed' && (one.health === 'warning' || one.health === 'broken')
  )
}
