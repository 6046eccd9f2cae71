// Exactly what stood at the comment form, by its version: every comment remembers one, and it can be read years later.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'

export interface ShownNotice {
  version: string
  language: string
  markdown: string
  /** The municipality's edition it was filled from; null: the shipped text, confirmed by nobody. */
  edition: number | null
  firstAt: Date
}

const kept = new Set<string>()
const mostKept = 20_000

/** Keeps a notice that is being shown; once for each text, whoever shows it. */
export async function keepShown(
  tx: Tx,
  notice: { version: string; language: string; markdown: string; edition: number | null }
): Promise<void> {
  const key = `${tx.municipalityId} ${notice.version}`
  if (kept.has(key)) return
  const { version, language, markdown, edition } = notice
  await tx
    .insertInto('notice_shown')
    .values({ version, language, markdown, edition, first_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  if (kept.size > mostKept) kept.clear()
  kept.add(key)
}

/** The version a form names, if it ever stood here; else the one that was shown last, for a form is only a form. */
export async function versionOf(tx: Tx, named: string | null | undefined): Promise<string | null> {
  const known = named && (await shownNotice(tx, named))
  if (known) return known.version
  const last = await tx
    .selectFrom('notice_shown')
    .select('version')
    .orderBy('first_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.version ?? named ?? null
}

/** What a version said; null when it never stood here. */
export async function shownNotice(tx: Tx, version: string): Promise<ShownNotice | null> {
  const row = await tx.selectFrom('notice_shown').selectAll().where('version', '=', version).executeTakeFirst()
  return row
    ? {
        version: row.version,
        language: row.language,
        markdown: row.markdown,
        edition: row.edition,
        firstAt: row.first_at
      }
    : null
}

/** Every notice that stood here, the newest first, with how many comments remember it. */
export async function shownNotices(tx: Tx): Promise<(Omit<ShownNotice, 'markdown'> & { comments: number })[]> {
  const rows = await tx
    .selectFrom('notice_shown as n')
    .select(['n.version', 'n.language', 'n.edition', 'n.first_at'])
    .select((select) =>
      select
        .selectFrom('message as m')
        .select(select.fn.countAll<number>().as('count'))
        .whereRef('m.notice_version', '=', 'n.version')
        .as('comments')
    )
    .orderBy('n.first_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    version: row.version,
    language: row.language,
    edition: row.edition,
    firstAt: row.first_at,
    comments: Number(row.comments ?? 0)
  }))
}
