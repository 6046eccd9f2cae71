/** Plain text of citizens, shown as HTML. */
import MarkdownIt from 'markdown-it'

const { linkify } = new MarkdownIt()
linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })

/** Escapes a text for HTML, in content as well as in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A text without invisible control characters and without marks that turn the direction of what follows. */
export function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are meant
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
}

/** A citizen's text as paragraphs and line breaks; addresses that begin with http:// or https:// become links. */
export function plainToHtml(text: string): string {
  return withoutControls(text)
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => `<p>${withLinks(paragraph).replaceAll('\n', '<br />')}</p>`)
    .join('\n')
}

function withLinks(text: string): string {
  let html = ''
  let end = 0
  for (const match of linkify.match(text) ?? []) {
    if (!/^https?:\/\//i.test(match.url) || !URL.canParse(match.url)) continue
    const shown = escapeHtml(text.slice(match.index, match.lastIndex))
    html += `${escapeHtml(text.slice(end, match.index))}<a href="${escapeHtml(match.url)}" rel="nofollow ugc noopener">${shown}</a>`
    end = match.lastIndex
  }
  return html + escapeHtml(text.slice(end))
}
