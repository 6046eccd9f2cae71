// What is shown of a text whose files may have been withdrawn since: the text stays as it was told, the file does not.
import type { Tx } from '#platform/database/database.ts'
import { tokensIn } from './use.ts'

const notes = {
  de: {
    picture: 'Dieses Bild wurde zurückgezogen.',
    video: 'Dieses Video wurde zurückgezogen.',
    file: '(zurückgezogen)'
  },
  en: { picture: 'This picture was withdrawn.', video: 'This video was withdrawn.', file: '(withdrawn)' }
}

/**
 * Takes withdrawn files out of our own rendered HTML. A note stands in their place, or nothing where there is no room for one
 * (in other networks).
 */
export async function withoutWithdrawn(
  tx: Tx,
  texts: string[],
  language: string,
  place: 'page' | 'elsewhere' = 'page'
): Promise<string[]> {
  const tokens = [...new Set(texts.flatMap(tokensIn))]
  if (tokens.length === 0) return texts
  const rows = await tx
    .selectFrom('media')
    .select('token')
    .where('token', 'in', tokens.slice(0, 2000))
    .where('withdrawn_at', 'is not', null)
    .execute()
  if (rows.length === 0) return texts
  const gone = new Set(rows.map((row) => row.token))
  return texts.map((html) => replaced(html, gone, language === 'en' ? 'en' : 'de', place))
}

function replaced(html: string, gone: Set<string>, language: 'de' | 'en', place: 'page' | 'elsewhere'): string {
  const words = notes[language]
  const note = (text: string): string =>
    place === 'page' ? `<span class="media-withdrawn" role="note">${text}</span>` : ''
  const isGone = (piece: string): boolean => tokensIn(piece).some((token) => gone.has(token))
  return html
    .replace(/<figure class="video">.*?<\/figure>/gs, (piece) =>
      isGone(piece) ? `<p>${note(words.video)}</p>` : piece
    )
    .replace(/<img [^>]*>/g, (piece) => (isGone(piece) ? note(words.picture) : piece))
    .replace(/<a [^>]*>(.*?)<\/a>/gs, (piece, text: string) => (isGone(piece) ? `${text} ${words.file}` : piece))
}
