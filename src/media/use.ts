// Where files stand: in drafts (version 0) and in what the public was told.
import { sql } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'

/** The tokens of the library's files that a text (Markdown or our HTML) shows or links. */
export function tokensIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\/media\/([\w-]{8,64})\//g)].map((match) => match[1]!))]
}

/** Notes which files a draft (0) or a version shows; for a draft this replaces what was noted before. */
export async function noteUse(
  tx: Tx,
  postId: string,
  version: number,
  shown: { body: string; imageId: string | null }
): Promise<void> {
  const tokens = tokensIn(shown.body).slice(0, 500)
  await tx.deleteFrom('media_use').where('post_id', '=', postId).where('version_number', '=', version).execute()
  await tx
    .insertInto('media_use')
    .columns(['media_id', 'post_id', 'version_number'])
    .expression((from) =>
      from
        .selectFrom('media')
        .select(['media.id', sql<string>`${postId}::uuid`.as('post_id'), sql<number>`${version}::integer`.as('number')])
        .where((where) =>
          where.or([
            where('media.id', '=', shown.imageId),
            ...(tokens.length > 0 ? [where('media.token', 'in', tokens)] : [])
          ])
        )
    )
    .execute()
}

/** Fills in what was written before uses were noted, in all municipalities. Done again it changes nothing. */
export async function fillUses(): Promise<void> {
  for (const id of await municipalityIds())
    await inMunicipality(id, async (tx) => {
      const shown = sql`(m.id = v.image_id or position('/media/' || m.token || '/' in v.body) > 0)`
      await sql`insert into media_use (media_id, post_id, version_number)
        select m.id, v.post_id, v.number from media m join post_version v on ${shown}
        on conflict do nothing`.execute(tx)
      await sql`insert into media_use (media_id, post_id, version_number)
        select m.id, v.id, 0 from media m
        join (select id, image_id, draft_body as body from post where state <> 'withdrawn') v on ${shown}
        on conflict do nothing`.execute(tx)
    })
}

export interface Use {
  postId: string
  title: string
  state: 'draft' | 'in_review' | 'scheduled' | 'published' | 'withdrawn'
  /** 0: only in the draft. */
  versions: number[]
  inDraft: boolean
  isShownNow: boolean
}

/** Where a file stands, the newest posts first, at most 200. */
export async function usesOf(tx: Tx, mediaId: string): Promise<Use[]> {
  const rows = await tx
    .selectFrom('media_use')
    .innerJoin('post', 'post.id', 'media_use.post_id')
    .select(['post.id', 'post.draft_title', 'post.state', 'post.version_number'])
    .select(sql<number[]>`array_agg(media_use.version_number order by media_use.version_number)`.as('versions'))
    .where('media_use.media_id', '=', mediaId)
    .groupBy(['post.municipality_id', 'post.id'])
    .orderBy('post.id', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    postId: row.id,
    title: row.draft_title,
    state: row.state as Use['state'],
    versions: row.versions.filter((number) => number > 0),
    inDraft: row.versions.includes(0),
    isShownNow: row.state === 'published' && row.versions.includes(row.version_number)
  }))
}
