/** The head of a letter: addresses, ids, and what its headers say of who or what wrote it. */
import type { HeaderLines } from 'mailparser'

/** The values of a header, unfolded, in the order in which they stand. */
export function valuesOf(lines: HeaderLines, name: string): string[] {
  return lines
    .filter(({ key }) => key === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n[ \t]+/g, ' ')
        .trim()
    )
}

/** The ids in `Message-ID`, `In-Reply-To` or `References`, without their brackets, at most fifty, the last ones. */
export function idsIn(value: string | string[] | undefined | null): string[] {
  const text = [value ?? ''].flat().join(' ')
  const ids = [...text.matchAll(/<([^<>\s]{3,300})>/g)].map((match) => match[1]!)
  return [...new Set(ids)].slice(-50)
}

/** What is only `Re:`, `AW:`, `[list]` and spaces taken off a subject. */
export function bareSubject(subject: string): string {
  return subject
    .replace(
      /^(\s*(re|aw|antw?|antwort|fwd?|wg|sv|rv|tr|automatische antwort|automatic reply)\s*(\[\d+\])?\s*:\s*)+/i,
      ''
    )
    .replace(/\s*\[#[a-z0-9]{10,20}\]/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Why a letter was not written by a person; null: nothing says so. */
export type Automatic = 'reply' | 'list' | 'bounce' | 'program' | null

/** Whether a program wrote it, by what RFC 3834 and the usual programs say of themselves. */
export function automaticOf(lines: HeaderLines, from: string): Automatic {
  const first = (name: string) => (valuesOf(lines, name)[0] ?? '').toLowerCase()
  if (/^multipart\/report\b/.test(first('content-type')) && /report-type="?delivery-status/.test(first('content-type')))
    return 'bounce'
  if (/^multipart\/report\b/.test(first('content-type'))) return 'reply'
  if (
    /^(mailer-daemon|postmaster)@/.test(from) ||
    (first('return-path') === '<>' && /mail(er)?[-.]?(daemon|delivery)/.test(from))
  )
    return 'bounce'
  const submitted = first('auto-submitted')
  if (submitted && !/^no\b/.test(submitted)) return /replied/.test(submitted) ? 'reply' : 'program'
  const precedence = first('precedence')
  if (/auto[_-]?reply/.test(precedence)) return 'reply'
  const speaks = [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponse',
    'x-auto-reply-from',
    'x-mail-autoreply',
    'x-vacation'
  ]
  if (speaks.some((name) => first(name) !== '')) return 'reply'
  if (
    /^(automatische antwort|abwesenheitsnotiz|abwesend|out of office|automatic reply)\b/i.test(
      valuesOf(lines, 'subject')[0] ?? ''
    )
  )
    return 'reply'
  if (
    ['list-id', 'list-post', 'list-unsubscribe'].some((name) => first(name) !== '') ||
    /^(list|bulk|junk)$/.test(precedence)
  )
    return 'list'
  if (first('return-path') === '<>') return 'program'
  return /^(no-?reply|donotreply|do-not-reply|nicht-?antworten|noreply[-_.].*)@/.test(from) ? 'program' : null
}

/** What the town's own server found out about the sender. */
export interface SenderCheck {
  sender: 'proven' | 'forged' | 'unproven'
  proofs: { spf: string; dkim: string; dmarc: string } | null
}

const longestResults = 8000
const mostResults = 50

/**
 * Reads `Authentication-Results`, but only the topmost of the own server: everybody can write such a header, and a server
 * that adds its own takes forged ones of its name out (RFC 8601). DMARC decides, or a signature of the sender's own domain.
 */
export function senderCheckOf(lines: HeaderLines, authservId: string, fromDomain: string): SenderCheck {
  const unproven: SenderCheck = { sender: 'unproven', proofs: null }
  if (!authservId) return unproven
  // Anybody can write such a header, as long as they like: looking for the end of a comment must not take its square.
  const values = valuesOf(lines, 'authentication-results').map((value) => value.slice(0, longestResults))
  const own = values.slice(0, mostResults).find(
    (value) =>
      value
        .replace(/\([^)]*\)/g, '')
        .split(';')[0]!
        .trim()
        .split(/\s+/)[0]!
        .toLowerCase() === authservId
  )
  if (!own) return unproven
  const results = own
    .replace(/\([^)]*\)/g, ' ')
    .split(';')
    .slice(1)
    .map((part) => part.trim().toLowerCase())
  const of = (method: string) =>
    results.filter((part) => part.startsWith(`${method}=`)).map((part) => /^\w+=(\w+)/.exec(part)?.[1] ?? 'none')
  const verdict = (method: string) => (of(method).includes('pass') ? 'pass' : (of(method)[0] ?? 'none'))
  const proofs = { spf: verdict('spf'), dkim: verdict('dkim'), dmarc: verdict('dmarc') }
  const signedByOwn = results.some((part) => {
    const signer = /^dkim=pass\b.*\bheader\.(?:d|i)=@?([^\s;]+)/.exec(part)?.[1]?.split('@').at(-1)
    return signer !== undefined && isSameHouse(signer, fromDomain)
  })
  const sentByOwn = results.some((part) => {
    const sender = /^spf=pass\b.*\bsmtp\.mailfrom=([^\s;]+)/.exec(part)?.[1]?.split('@').at(-1)
    return sender !== undefined && isSameHouse(sender, fromDomain)
  })
  if (proofs.dmarc === 'fail') return { sender: 'forged', proofs }
  return { sender: proofs.dmarc === 'pass' || signedByOwn || sentByOwn ? 'proven' : 'unproven', proofs }
}

/** Who vouches is the sender's domain, or the one it lies below; never the other way round: subdomains are given away. */
function isSameHouse(voucher: string, from: string): boolean {
  return voucher === from || (voucher.includes('.') && from.endsWith(`.${voucher}`))
}
