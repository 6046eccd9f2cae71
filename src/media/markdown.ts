// How a file stands in the Markdown of a post. Pictures are Markdown's own; a video or document is a link that stands alone
// in its paragraph. So a text stays whole wherever it is read: without us a link to the file remains.
import { pictureUrl } from '#platform/media/images.ts'
import type { MediaItem } from './types.ts'

/** The Markdown that shows a file at its place in the text. */
export function mediaMarkdown(item: Pick<MediaItem, 'kind' | 'token' | 'variants' | 'alt' | 'name' | 'file'>): string {
  if (item.kind === 'image') return `![${escaped(item.alt)}](${pictureUrl(item, 960)})`
  return `[${escaped(item.name) || 'Datei'}](${fileUrl(item)})`
}

/** The address of a video or document. */
export function fileUrl(item: Pick<MediaItem, 'token' | 'kind' | 'file'>): string {
  return `/media/${item.token}/${item.kind === 'video' ? 'video' : 'dokument'}.${item.file?.extension ?? 'pdf'}`
}

function escaped(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&').replace(/\s+/g, ' ')
}
