// Videos and documents that a text links, for rendering it.
import type { Tx } from '#platform/database/database.ts'
import type { LinkedFile } from '#platform/html/markdown.ts'
import { pictureUrl, type StoredVariant } from '#platform/media/images.ts'
import type { Captions, ServedFile } from '#platform/media/served.ts'
import { tokensIn } from './use.ts'

const languages: Record<string, string> = {
  de: 'Deutsch',
  en: 'English',
  tr: 'Türkçe',
  ar: 'العربية',
  uk: 'Українська',
  ru: 'Русский',
  pl: 'Polski',
  fr: 'Français'
}

/** What stands behind the links of a text to our own videos and documents. */
export async function linkedFiles(tx: Tx, text: string): Promise<(href: string) => LinkedFile | undefined> {
  const tokens = tokensIn(text)
  const rows =
    tokens.length === 0
      ? []
      : await tx
          .selectFrom('media')
          .select(['token', 'kind', 'file', 'width', 'height', 'duration_ms', 'variants', 'captions'])
          .where('token', 'in', tokens.slice(0, 500))
          .where('kind', 'in', ['video', 'document'])
          .where('withdrawn_at', 'is', null)
          .execute()
  const files = new Map(rows.map((row) => [row.token, row]))
  return (href) => {
    const row = files.get(href.split('/')[2] ?? '')
    const file = row?.file as ServedFile | null | undefined
    if (!row || !file || !href.endsWith(`.${file.extension}`)) return undefined
    const variants = row.variants as unknown as StoredVariant[]
    return {
      kind: row.kind === 'video' ? 'video' : 'document',
      type: file.type,
      note: [row.kind === 'video' ? 'Video' : 'PDF', lengthOf(row.duration_ms), sizeOf(file.bytes)]
        .filter(Boolean)
        .join(', '),
      width: row.width,
      height: row.height,
      poster: variants.length > 0 ? pictureUrl({ token: row.token, variants }, 960, 'jpg') : null,
      captions: (row.captions as unknown as Captions[]).map(({ language }) => ({
        language,
        label: languages[language] ?? language,
        src: `/media/${row.token}/${language}.vtt`
      }))
    }
  }
}

function sizeOf(bytes: number): string {
  const mb = bytes / 1_048_576
  if (mb < 1) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${mb.toLocaleString('de', { maximumFractionDigits: 1 })} MB`
}

function lengthOf(ms: number | null): string {
  if (!ms) return ''
  const seconds = Math.max(1, Math.round(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} Min.`
}
