// What a municipality settles about comments: for all of them, and for those on one post.
import { type CommentRules, readSettings } from '#municipality/settings.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'

/** Changes some of the rules; the others stay. @throws NotAllowed, Invalid */
export async function settleComments(tx: Tx, who: Who, part: Partial<CommentRules>): Promise<void> {
  must(who, 'comments.settle')
  const row = await tx.selectFrom('municipality').select('settings').forUpdate().executeTakeFirstOrThrow()
  const before = readSettings(row.settings)
  const words = part.holdWords && [...new Set(part.holdWords.map((word) => word.trim()).filter(Boolean))]
  const wanted = { ...part, ...(words && { holdWords: words }) }
  const after = readSettings({ ...before, comments: { ...before.comments, ...wanted } })
  const problems: Record<string, string> = {}
  for (const [name, value] of Object.entries(wanted))
    if (JSON.stringify(after.comments[name as keyof CommentRules]) !== JSON.stringify(value))
      problems[name] = name === 'holdWords' ? 'holdWordsTooMany' : 'numberOutside'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  await tx
    .updateTable('municipality')
    .set({ settings: JSON.stringify(after) })
    .execute()
  record(tx, who, 'municipality.settings-changed', tx.municipalityId, { settings: ['comments'] })
}

/** From now on every comment on this post waits for a look, or the usual rules hold again. @throws NotAllowed, NotFound */
export async function reviewCommentsOf(tx: Tx, who: Who, input: { post: string; isReviewed: boolean }): Promise<void> {
  // Staff paste the whole address.
  const slug = /(?:\/beitrag\/)?([^/?#\s]+)\/?(?:[?#].*)?$/.exec(input.post.trim())?.[1] ?? ''
  const post = await tx
    .selectFrom('post')
    .select(['id', 'unit_id', 'comments_reviewed'])
    .where((where) =>
      /^[0-9a-f-]{36}$/.test(input.post) ? where('id', '=', input.post) : where('slug', '=', slug.slice(0, 200))
    )
    .executeTakeFirst()
  if (!post) throw new NotFound('postNotFound')
  must(who, 'message.moderate', post.unit_id)
  if (post.comments_reviewed === input.isReviewed) return
  await tx.updateTable('post').set({ comments_reviewed: input.isReviewed }).where('id', '=', post.id).execute()
  record(tx, who, 'post.comments-reviewed', post.id, { isReviewed: input.isReviewed })
}

/** The posts of which every comment is read, at most 200. */
export async function reviewedPosts(tx: Tx): Promise<{ id: string; slug: string; title: string }[]> {
  return tx
    .selectFrom('post')
    .innerJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .select(['post.id', 'post.slug', 'v.title'])
    .where('post.comments_reviewed', '=', true)
    .orderBy('v.title')
    .limit(200)
    .execute()
}
