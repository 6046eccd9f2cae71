import slugify from '@sindresorhus/slugify'
import type { Tx } from '#platform/database/database.ts'

/** An address on the site that no other goal has, or ever had. */
export async function freeGoalSlug(tx: Tx, name: string): Promise<string> {
  const bare = slugify(name).slice(0, 60).replace(/-+$/, '') || 'ziel'
  const rows = await tx.selectFrom('goal').select('slug').where('slug', 'like', `${bare}%`).limit(5000).execute()
  const taken = new Set(rows.map((row) => row.slug))
  for (let number = 1; ; number++) {
    const slug = number === 1 ? bare : `${bare}-${number}`
    if (!taken.has(slug)) return slug
  }
}
