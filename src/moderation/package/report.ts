// The readable page of a package. Everything somebody wrote stands in it as plain text: opening it runs nothing and asks nobody.
import { escapeHtml } from '#platform/html/plain.ts'
import type { CopiedMessage, EvidenceBody } from '../evidence.ts'

export interface ReportData {
  municipality: string
  reference: string
  step: string
  facts: string
  ground: string
  milder: string
  decidedAt: string
  decidedBy: string
  exportedAt: string
  exportedBy: string
  authority: string
  fileNumber: string
  reason: string
  fingerprint: string
  copies: { id: string; takenAt: string; why: string; hash: string; body: EvidenceBody; files: ReportFile[] }[]
}

export interface ReportFile {
  path: string | null
  source: string
  mime: string
  hash: string | null
  problem: string | null
}

/** The page, in German as the police reads it. */
export function reportPage(data: ReportData): string {
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(data.reference)}: Beweissicherung</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}dt{font-weight:600;margin-top:.5rem}dd{margin:0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;border-left:4px solid #888;padding:.5rem 1rem;background:#f4f4f4}.small{font-size:.875rem;color:#444}</style>
</head><body>
<h1>Beweissicherung ${escapeHtml(data.reference)}</h1>
${list([
  ['Kommune', data.municipality],
  ['Ausgegeben am', data.exportedAt],
  ['Ausgegeben von', data.exportedBy],
  ['An', data.authority],
  ['Aktenzeichen', data.fileNumber],
  ['Wozu', data.reason],
  ['Entscheidung', `${data.step}, ${data.decidedAt}, ${data.decidedBy}`],
  ['Tatsachen', data.facts],
  ['Grund', data.ground],
  ['Mildere Mittel', data.milder],
  ['Schlüssel der Unterschrift', data.fingerprint]
])}
${data.copies.map(copy).join('\n')}
<p class="small">Zum Prüfen: LIESMICH.txt. Uhrzeiten in UTC.</p>
</body></html>
`
}

function copy({ id, takenAt, why, hash, body, files }: ReportData['copies'][number]): string {
  const { message, author, post } = body
  return `<h2>Kopie vom ${escapeHtml(takenAt)}</h2>
${list([
  ['Kennung', id],
  [
    'Anlass',
    { decision: 'Entscheidung', author: 'vom Verfasser gelöscht', server: 'vom anderen Server gelöscht' }[why] ?? why
  ],
  ['Prüfsumme (SHA-256)', hash],
  ['Verfasst von', [message.author || author?.name, author?.handle, author?.email].filter(Boolean).join(', ')],
  ['Konto', author?.remoteId ?? ''],
  ['Profil', author?.profileUrl ?? ''],
  ['Kanal', `${message.channel} (${message.network})`],
  ['Adresse', message.remoteUrl ?? message.remoteId ?? ''],
  ['Geschrieben', message.at],
  ['Eingegangen', message.receivedAt],
  ['Geändert', message.editedAt ?? ''],
  ['Zum Beitrag', post ? `${post.title} (/beitrag/${post.slug}, Fassung ${post.version})` : '']
])}
<h3>Wortlaut</h3>
${message.contentWarning ? `<p>Inhaltswarnung: ${escapeHtml(message.contentWarning)}</p>` : ''}
<pre>${escapeHtml(message.text)}</pre>
<h3>Als HTML</h3>
<pre>${escapeHtml(message.html)}</pre>
${files.length > 0 ? `<h3>Anhänge</h3><ul>${files.map(file).join('')}</ul>` : ''}
${body.context.length > 0 ? `<h3>Umfeld</h3>${body.context.map(around).join('\n')}` : ''}`
}

function file({ path, source, mime, hash, problem }: ReportFile): string {
  const where = path ? `${path} (${mime}, SHA-256 ${hash ?? ''})` : `nicht gesichert: ${problem ?? 'noch nicht geholt'}`
  return `<li>${escapeHtml(where)}<br><span class="small">${escapeHtml(source)}</span></li>`
}

function around(message: CopiedMessage): string {
  return `<p class="small">${escapeHtml(message.author || (message.direction === 'out' ? 'Verwaltung' : ''))}, ${escapeHtml(message.at)}</p>
<pre>${escapeHtml(message.text)}</pre>`
}

function list(lines: [string, string][]): string {
  const shown = lines.filter(([, value]) => value !== '')
  return `<dl>${shown.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`
}
