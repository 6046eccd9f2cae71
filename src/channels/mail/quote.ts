/** Parts a letter into what its author says and what it only repeats: earlier letters, and the signature. */

export interface Parted {
  said: string
  /** Empty: nothing is repeated. */
  quoted: string
}

const mostLines = 5000

/** A line with which a mail program begins to repeat what is answered. */
const openings = [
  /^(am|on|le|op|il|el|w dniu|den)\b.{5,250}\b(schrieb|wrote|a écrit|schreef|ha scritto|escribió|napisał\(?a?\)?|skrev)\b.{0,200}:$/iu,
  /^.{3,200}<[^\s<>@]+@[^\s<>]+>\s+(schrieb|wrote)\b.{0,80}:$/iu,
  /^-{2,}\s*(ursprüngliche nachricht|original message|originalnachricht|weitergeleitete nachricht|forwarded message|message d'origine)\s*-{2,}$/iu,
  /^_{10,}$/u
]
const headerLine = /^\*?(von|from|gesendet|sent|datum|date|an|to|betreff|subject|cc)\*?\s?:/iu
/** How telephones sign. */
const gadget = /^(gesendet|von meinem|sent from|diese nachricht wurde von meinem|envoyé de).{0,80}$/iu

/** Parts a plain text. What stands between repeated parts counts as said: people answer below each question. */
export function partText(text: string): Parted {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').slice(0, mostLines)
  const cut = beginningOfQuote(lines)
  let said = lines.slice(0, cut)
  const quoted = lines.slice(cut)
  const signature = said.findLastIndex((line) => /^-- ?$/.test(line))
  // A signature is short; dashes in the middle of a long letter are a line.
  if (signature >= 0 && said.length - signature <= 30) {
    quoted.unshift(...said.slice(signature))
    said = said.slice(0, signature)
  }
  const last = said.findLastIndex((line) => line.trim() !== '')
  if (last > 0 && gadget.test(said[last]!.trim())) {
    quoted.unshift(...said.slice(last))
    said = said.slice(0, last)
  }
  const own = said.join('\n').trim()
  // Who only quotes has said something with it: then it is shown as it is.
  return own === '' ? { said: text.trim(), quoted: '' } : { said: own, quoted: quoted.join('\n').trim() }
}

/** The line from which on everything is repeated. */
function beginningOfQuote(lines: string[]): number {
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    // Programs break the long line, so that "schrieb:" stands on the next.
    const joined = `${line} ${lines[index + 1]?.trim() ?? ''}`.trim()
    const opens = openings.some((one) => one.test(line) || (line !== '' && !line.endsWith(':') && one.test(joined)))
    const isHead =
      headerLine.test(line) &&
      lines.slice(index + 1, index + 5).filter((next) => headerLine.test(next.trim())).length >= 2
    if (!opens && !isHead && !isQuoted(line)) continue
    if (opens || isHead) {
      if (isQuoted(lines.slice(index + 1).find((next) => next.trim() !== '' && next.trim() !== joined) ?? '')) {
        if (onlyQuotedFrom(lines, index + 1)) return index
        continue
      }
      return index
    }
    if (onlyQuotedFrom(lines, index)) return index
  }
  return lines.length
}

function isQuoted(line: string): boolean {
  return line.trimStart().startsWith('>')
}

/** Whether nothing of the author's own follows: only repeated lines, empty ones, and at the end a signature. */
function onlyQuotedFrom(lines: string[], from: number): boolean {
  let unquoted = 0
  for (const line of lines.slice(from)) {
    if (/^-- ?$/.test(line)) return true
    if (isQuoted(line) || line.trim() === '') continue
    // The second half of a broken "… schrieb:".
    if (/(schrieb|wrote).{0,80}:$/iu.test(line.trim()) && unquoted === 0) continue
    unquoted += 1
    if (unquoted > 0) return false
  }
  return true
}

/** Where in HTML mail programs begin to repeat. */
const marks =
  /<(?:blockquote|div|section|hr|span|p)\b[^>]{0,300}(?:class=["']?[^"'>]{0,100}(?:gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote|gmail_extra)|id=["']?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|reply-intro|isForwardContent)|type=["']?cite)/i

/** More of a letter is not kept; what does the cleaning cuts there, too. */
const mostHtml = 200_000

/** Parts HTML the same way; both halves still have to be cleaned. */
export function partHtml(given: string): { said: string; quoted: string } {
  const html = given.slice(0, mostHtml)
  const at = html.search(marks)
  return at <= 0 ? { said: html, quoted: '' } : { said: html.slice(0, at), quoted: html.slice(at) }
}
