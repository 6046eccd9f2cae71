import type { Tx } from '#platform/database/database.ts'
import { NotFound, Stale } from '#platform/refusal.ts'

/** Takes the post for this transaction. @throws NotFound */
export async function lockPost(tx: Tx, id: string) {
  const post = await tx.selectFrom('post').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!post) throw new NotFound()
  return post
}

export type PostRow = Awaited<ReturnType<typeof lockPost>>

/** @throws Stale with the other's text when somebody saved since `revision` */
export function refuseIfStale(post: PostRow, revision: number): void {
  if (post.draft_revision === revision) return
  throw new Stale('posts.stale', {
    revision: post.draft_revision,
    title: post.draft_title,
    lead: post.draft_lead,
    body: post.draft_body
  })
}
