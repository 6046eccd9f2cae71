// Whose words a draft holds: everybody who changed it since it was last approved or went public.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Who } from '#people/types.ts'

/** Notes that somebody changed the text. */
export async function noteAuthor(tx: Tx, who: Who, postId: string): Promise<void> {
  if (who.kind !== 'person') return
  await tx
    .insertInto('text_author')
    .values({ post_id: postId, person_id: who.id, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Their ids; whoever began the post is among them while nobody is noted. */
export async function authorsOf(tx: Tx, post: { id: string; author_id: string | null }): Promise<string[]> {
  const rows = await tx
    .selectFrom('text_author')
    .select('person_id')
    .where('post_id', '=', post.id)
    .limit(500)
    .execute()
  if (rows.length > 0) return rows.map((row) => row.person_id)
  return post.author_id ? [post.author_id] : []
}

/** From here on a new text begins. */
export async function forgetAuthors(tx: Tx, postId: string): Promise<void> {
  await tx.deleteFrom('text_author').where('post_id', '=', postId).execute()
}
