// What keeps files from being published with a post.
import type { Tx } from '#platform/database/database.ts'
import { today } from './consent.ts'
import { mediaRules } from './rules.ts'

/** A file as it would be published. */
export interface MediaToPublish {
  token?: string
  id?: string
  /** The words at this place; null where the file's own hold. */
  alt: string | null
}

/**
 * The key of what stands in the way, for each file (by its token or id); nothing for those that are fine. Keys without the
 * file itself: `posts.bodyImageMissing`.
 */
export async function mediaProblems(tx: Tx, files: MediaToPublish[]): Promise<{ file: MediaToPublish; key: string }[]> {
  if (files.length === 0) return []
  const ids = files.flatMap((file) => file.id ?? []).slice(0, 500)
  const tokens = files.flatMap((file) => file.token ?? []).slice(0, 500)
  const rules = await mediaRules(tx)
  const day = await today(tx)
  const rows = await tx
    .selectFrom('media')
    .select(['id', 'token', 'kind', 'alt', 'alt_exception', 'licence', 'consent', 'withdrawn_at', 'captions'])
    .select(['captions_exception', 'uploaded_by'])
    .select((select) => [
      select
        .fn<boolean>('coalesce', [
          select('consent_until', '<', select.cast<Date>(select.val(day), 'date')),
          select.val(false)
        ])
        .as('is_over'),
      select
        .fn<boolean>('coalesce', [
          select('consent_revoked_on', '<=', select.cast<Date>(select.val(day), 'date')),
          select.val(false)
        ])
        .as('is_revoked')
    ])
    .where((where) =>
      where.or([
        ...(ids.length > 0 ? [where('id', 'in', ids)] : []),
        ...(tokens.length > 0 ? [where('token', 'in', tokens)] : [])
      ])
    )
    .execute()
  return files.flatMap((file) => {
    const row = rows.find((one) => one.id === file.id || one.token === file.token)
    const key = row ? problemOf(row, file, rules) : 'posts.bodyImageMissing'
    return key ? [{ file, key }] : []
  })
}

interface Row {
  kind: string
  alt: string
  alt_exception: string | null
  licence: string | null
  consent: string
  withdrawn_at: Date | null
  captions: unknown
  captions_exception: string | null
  is_over: boolean
  is_revoked: boolean
}

function problemOf(
  row: Row,
  file: MediaToPublish,
  rules: { licenceRequired: boolean; consentRequired: boolean }
): string | null {
  if (row.withdrawn_at || row.is_over || row.is_revoked) return 'media.inUseWithdrawn'
  const words = (file.alt ?? row.alt).trim()
  if (row.kind === 'image' && !words && !row.alt_exception) return file.id ? 'posts.altMissing' : 'posts.bodyAltMissing'
  const captions = row.captions as unknown[]
  if (row.kind === 'video' && captions.length === 0 && !row.captions_exception?.trim()) return 'media.captionsMissing'
  if (rules.licenceRequired && !row.licence) return 'media.licenceMissing'
  if (row.consent === 'asked' || (rules.consentRequired && row.consent === 'unsaid')) return 'media.consentMissing'
  return null
}
