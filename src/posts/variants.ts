// What the channels say of a post: kept while somebody writes, checked all together, fixed with each version.
import { createHash } from 'node:crypto'
import { type ChannelOption, type ChannelRef, chosenChannels, outOfReach } from '#channels/announce.ts'
import { type Master, type Part, type VariantProblem, variantRules, type VariantText } from '#channels/shared.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { PostRow } from './lock.ts'
import { limits, type VariantInput } from './types.ts'

export interface StoredVariant extends VariantInput {
  /** The post changed since somebody last wrote this. */
  isBehind: boolean
}

/** The variants somebody wrote, at most one for each channel. */
export async function variantsOf(tx: Tx, post: { id: string; revision: number }): Promise<StoredVariant[]> {
  const rows = await tx.selectFrom('post_variant').selectAll().where('post_id', '=', post.id).limit(500).execute()
  return rows.map((row) => ({
    channelId: row.channel_id,
    detached: row.detached,
    title: row.title,
    text: row.text,
    warning: row.warning,
    isBehind: row.detached && row.source_revision < post.revision
  }))
}

/**
 * Keeps what stands in the tabs of the composer. A variant that follows the post and has no warning needs no row. Answers
 * whether anything is said differently than before.
 * @throws Invalid when a text is longer than its field
 */
export async function keepVariants(
  tx: Tx,
  postId: string,
  variants: VariantInput[],
  revision: { before: number; after: number; wroteText: boolean }
): Promise<boolean> {
  checkLengths(variants)
  const stored = await tx.selectFrom('post_variant').selectAll().where('post_id', '=', postId).limit(500).execute()
  let changed = false
  for (const variant of variants.slice(0, 200)) {
    const had = stored.find((row) => row.channel_id === variant.channelId)
    const isPlain = !variant.detached && !variant.warning.trim()
    if (isPlain) {
      if (!had) continue
      changed = true
      await tx
        .deleteFrom('post_variant')
        .where('post_id', '=', postId)
        .where('channel_id', '=', variant.channelId)
        .execute()
      continue
    }
    const values = {
      detached: variant.detached,
      title: variant.detached ? variant.title.trim() : '',
      text: variant.detached ? variant.text.trim() : '',
      warning: variant.warning.trim()
    }
    const isSame =
      had &&
      had.detached === values.detached &&
      had.title === values.title &&
      had.text === values.text &&
      had.warning === values.warning
    if (isSame) {
      // The post was saved without another word in it: the variant is no more behind than it was.
      if (revision.wroteText || had.source_revision !== revision.before) continue
      await tx
        .updateTable('post_variant')
        .set({ source_revision: revision.after })
        .where('post_id', '=', postId)
        .where('channel_id', '=', variant.channelId)
        .execute()
      continue
    }
    const written = { ...values, source_revision: revision.after, changed_at: now() }
    // The channel may have vanished since the form was loaded: then there is nothing to keep.
    const channel = await tx.selectFrom('channel').select('id').where('id', '=', variant.channelId).executeTakeFirst()
    if (!channel) continue
    changed = true
    await tx
      .insertInto('post_variant')
      .values({ post_id: postId, channel_id: variant.channelId, ...written })
      .onConflict((conflict) => conflict.columns(['municipality_id', 'post_id', 'channel_id']).doUpdateSet(written))
      .execute()
  }
  if (changed) await noteDigest(tx, postId)
  return changed
}

/** An approval is given for these words, too: the post carries them as one value. */
async function noteDigest(tx: Tx, postId: string): Promise<void> {
  const rows = await tx
    .selectFrom('post_variant')
    .select(['channel_id', 'detached', 'title', 'text', 'warning'])
    .where('post_id', '=', postId)
    .orderBy('channel_id')
    .limit(500)
    .execute()
  const digest = rows.length === 0 ? '' : createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  await tx.updateTable('post').set({ variant_digest: digest }).where('id', '=', postId).execute()
}

function checkLengths(variants: VariantInput[]): void {
  const problems: Record<string, string> = {}
  for (const { channelId, title, text, warning } of variants) {
    if (title.length > limits.title || text.length > limits.variant || warning.length > limits.warning) {
      problems[`variant:${channelId}`] = 'posts.tooLong'
    }
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}

interface ChannelVariant {
  channel: ChannelOption
  detached: boolean
  variant: VariantText
  parts: Part[]
  problems: VariantProblem[]
}

/** What each of the post's channels would say, and what is in its way. */
export async function variantsToSend(tx: Tx, post: PostRow, correction: string | null): Promise<ChannelVariant[]> {
  const master: Master = {
    title: post.draft_title,
    lead: post.draft_lead,
    body: post.draft_body,
    form: post.fediverse_form === 'note' ? 'note' : 'article',
    correction: correction && correction.length > 200 ? `${correction.slice(0, 199).trimEnd()}…` : correction,
    language: post.language
  }
  const stored = await tx.selectFrom('post_variant').selectAll().where('post_id', '=', post.id).limit(500).execute()
  const channels = await chosenChannels(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids })
  return channels.flatMap((channel) => {
    const rules = variantRules(channel.network)
    if (!rules.adapts) return []
    const own = stored.find((row) => row.channel_id === channel.id)
    const warning = rules.hasWarning(master.form) ? (own?.warning ?? '') : ''
    const variant = own?.detached ? { title: own.title, text: own.text, warning } : { ...rules.derive(master), warning }
    const problems = rules.check(variant, master)
    return [{ channel, detached: own?.detached ?? false, variant, parts: rules.split(variant, master), problems }]
  })
}

/**
 * What would fail, by the field of its tab. All channels are looked at before any of them gets anything.
 * @example Object.assign(problems, await variantProblems(tx, post))
 */
export async function variantProblems(tx: Tx, post: PostRow): Promise<Record<string, string>> {
  const failing = (await variantsToSend(tx, post, null)).flatMap(({ channel, problems }) => {
    const error = problems.find((one) => one.kind === 'error')
    return error ? [[`variant:${channel.id}`, `variants.${error.key}`] as const] : []
  })
  return Object.fromEntries(failing)
}

/** Fixes with a version what each channel says of it. */
export async function fixVariants(tx: Tx, post: PostRow, version: number, correction: string | null): Promise<void> {
  const form = post.fediverse_form
  for (const { channel, detached, variant, parts } of await variantsToSend(tx, post, correction)) {
    await tx
      .insertInto('sent_variant')
      .values({
        post_id: post.id,
        version_number: version,
        channel_id: channel.id,
        detached,
        form,
        parts: JSON.stringify(parts),
        warning: variant.warning,
        at: now()
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** What is in the way of a person who publishes now: chosen channels that nothing can go to. */
export async function reachProblems(tx: Tx, post: PostRow): Promise<Record<string, string>> {
  const missing = await outOfReach(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids })
  return Object.fromEntries(missing.map(({ id }) => [`variant:${id}`, 'variants.outOfReach']))
}

/** The channels meant for a post that exists, if it belonged to this unit, that nothing can go to. */
export async function meantOutOfReach(tx: Tx, postId: string, unitId: string): Promise<ChannelRef[]> {
  const row = await tx.selectFrom('post').select('channel_ids').where('id', '=', postId).executeTakeFirst()
  return row ? outOfReach(tx, { id: postId, unitId, channelIds: row.channel_ids }) : []
}
