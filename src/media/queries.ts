// Reading the library.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { Crop, CropPlace, StoredVariant } from '#platform/media/images.ts'
import type { Captions, ServedFile } from '#platform/media/served.ts'
import { NotFound } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { tokensIn } from './use.ts'
import type { AltException, Consent, Licence, MediaItem, MediaKind, WithdrawnWhy } from './types.ts'

export const filters = ['without-alt', 'consent-ends', 'unused', 'recall', 'withdrawn', 'retired'] as const
export type MediaFilter = (typeof filters)[number]

export interface MediaListOptions {
  words?: string
  kind?: MediaKind | null
  unitId?: string | null
  filter?: MediaFilter | null
  /** Where the list goes on: the last id of the page before. */
  before?: string | null
  limit?: number
  /** The local day, for what runs out. */
  today: string
}

/** Days before its end in which a consent counts as running out. */
export const endsSoonDays = 30

/** The library, newest first. Whoever may write sees all of it: pictures are shared. @throws NotFound for everybody else */
export async function listMedia(
  tx: Tx,
  who: Who,
  options: MediaListOptions
): Promise<{ items: MediaItem[]; next: string | null }> {
  mustSee(who)
  const limit = Math.min(options.limit ?? 36, 100)
  let query = items(tx).where('media.erased_at', 'is', null)
  if (options.kind) query = query.where('media.kind', '=', options.kind)
  if (options.unitId) query = query.where('media.unit_id', '=', options.unitId)
  if (options.before) query = query.where('media.id', '<', options.before)
  const words = options.words?.trim().slice(0, 200)
  if (words) {
    const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) =>
      where.or(
        (['name', 'alt', 'caption', 'author', 'source'] as const).map((column) =>
          where(`media.${column}`, 'ilike', like)
        )
      )
    )
  }
  if (options.filter === 'without-alt')
    query = query
      .where('media.kind', '=', 'image')
      .where(sql<boolean>`btrim(media.alt) = '' and media.alt_exception is null`)
  if (options.filter === 'consent-ends')
    query = query
      .where('media.withdrawn_at', 'is', null)
      .where(
        sql<boolean>`least(media.consent_until, media.consent_revoked_on) <= ${options.today}::date + ${endsSoonDays}::integer`
      )
  if (options.filter === 'unused')
    query = query.where((where) =>
      where.not(
        where.exists(where.selectFrom('media_use').select('media_id').whereRef('media_use.media_id', '=', 'media.id'))
      )
    )
  if (options.filter === 'recall')
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('media_recall')
          .leftJoin('publication', 'publication.id', 'media_recall.publication_id')
          .select('media_recall.id')
          .whereRef('media_recall.media_id', '=', 'media.id')
          .where((one) =>
            one.or([
              one('media_recall.state', '=', 'person'),
              one.and([one('media_recall.state', '=', 'sent'), one('publication.state', 'in', ['refused', 'unknown'])])
            ])
          )
      )
    )
  // What is withdrawn or retired is in nobody's way unless somebody asks for it.
  if (options.filter === 'withdrawn' || options.filter === 'recall')
    query = query.where('media.withdrawn_at', 'is not', null)
  else if (options.filter === 'retired') query = query.where('media.retired_at', 'is not', null)
  else query = query.where('media.withdrawn_at', 'is', null).where('media.retired_at', 'is', null)
  const rows = await query
    .orderBy('media.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { items: rows.slice(0, limit).map(toItem), next: rows.length > limit ? rows[limit - 1]!.id : null }
}

/** One file with everything. @throws NotFound, also for who may not see the library */
export async function readMedia(tx: Tx, who: Who, id: string): Promise<MediaItem> {
  mustSee(who)
  const row = await items(tx).where('media.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return toItem(row)
}

export interface ShownText {
  id: string
  token: string
  alt: string
  /** The library says why it needs no description: all of it stands in the text. */
  isExcused: boolean
}

/** Those pictures of a draft that show words. */
export async function picturesWithText(tx: Tx, draft: { body: string; imageId: string | null }): Promise<ShownText[]> {
  const rows = await tx
    .selectFrom('media')
    .select(['id', 'token', 'alt', 'alt_exception'])
    .where('shows_text', '=', true)
    .where((where) =>
      where.or([
        where('id', '=', draft.imageId),
        where('token', '=', sql<string>`any(${tokensIn(draft.body)}::text[])`)
      ])
    )
    .limit(500)
    .execute()
  return rows.map(({ id, token, alt, alt_exception }) => ({ id, token, alt, isExcused: alt_exception === 'reason' }))
}

/** @throws NotFound for who has nothing to do with the library */
export function mustSee(who: Who): void {
  if (!may(who, 'media.upload') && !may(who, 'media.withdraw')) throw new NotFound()
}

function items(tx: Tx) {
  return tx
    .selectFrom('media')
    .leftJoin('unit', 'unit.id', 'media.unit_id')
    .leftJoin('person', 'person.id', 'media.uploaded_by')
    .selectAll('media')
    .select(['unit.name as unit_name', 'person.name as person_name'])
    .select([
      sql<string | null>`media.consent_on::text`.as('consent_day'),
      sql<string | null>`media.consent_until::text`.as('until_day'),
      sql<string | null>`media.consent_revoked_on::text`.as('revoked_day')
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof items>['execute']>>[number]

function toItem(row: Row): MediaItem {
  return {
    id: row.id,
    token: row.token,
    kind: row.kind as MediaKind,
    name: row.name,
    mime: row.mime,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    durationMs: row.duration_ms,
    unitId: row.unit_id,
    unitName: row.unit_name,
    uploadedBy: row.person_name,
    createdAt: row.created_at,
    alt: row.alt,
    altException: row.alt_exception as AltException | null,
    altReason: row.alt_reason ?? '',
    caption: row.caption,
    showsText: row.shows_text,
    author: row.author,
    licence: row.licence as Licence | null,
    licenceText: row.licence_text,
    source: row.source,
    consent: row.consent as Consent,
    consentOn: row.consent_day,
    consentScope: row.consent_scope,
    consentReference: row.consent_reference,
    consentUntil: row.until_day,
    consentRevokedOn: row.revoked_day,
    focalX: row.focal_x,
    focalY: row.focal_y,
    crops: row.crops as Partial<Record<CropPlace, Crop>>,
    variants: row.variants as unknown as StoredVariant[],
    file: row.file as ServedFile | null,
    captions: row.captions as unknown as Captions[],
    captionsException: row.captions_exception ?? '',
    hasOriginal: row.original_key !== null,
    isSigned: (row.file as ServedFile | null)?.isSigned === true,
    withdrawnAt: row.withdrawn_at,
    withdrawnWhy: row.withdrawn_why as WithdrawnWhy | null,
    retiredAt: row.retired_at,
    replacedBy: row.replaced_by,
    erasedAt: row.erased_at
  }
}
