/** Takes a letter apart: what it says, what it repeats, who and what wrote it, and its files, not yet checked. */
import type { AddressObject, Attachment, ParsedMail } from 'mailparser'
import type { Envelope } from '#channels/contract.ts'
import { plainToHtml, withoutControls } from '#platform/html/plain.ts'
import { sanitiseRemote, textOf } from '#platform/html/sanitise.ts'
import { type Bounce, readBounce } from './bounce.ts'
import { type Automatic, automaticOf, idsIn, senderCheckOf, valuesOf } from './headers.ts'
import { partHtml, partText } from './quote.ts'
import { domainOf } from './settings.ts'

/** What is kept of a letter once it is understood. */
export interface Letter {
  messageId: string | null
  inReplyTo: string[]
  references: string[]
  from: { name: string; address: string }
  /** Where an answer should go, when it says another address. */
  replyTo: string | null
  /** Every address that it was sent to, as far as a signed one may be among them. */
  recipients: string[]
  date: string | null
  text: string
  html: string
  quoted: string
  automatic: Automatic
  bounce: Bounce | null
  envelope: Envelope
}

export interface LetterFile {
  name: string
  bytes: Buffer
  /** It stands within the text. */
  isInline: boolean
}

const maxText = 100_000
const maxFiles = 30
const maxRecipients = 20

/**
 * @param isCut only the beginning of a letter that is too large: what may be half is left out
 * @throws what the parser throws on a letter that is none
 */
export async function parseLetter(
  source: Buffer,
  { authservId, isCut = false }: { authservId: string; isCut?: boolean }
): Promise<{ letter: Letter; files: LetterFile[] }> {
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(source, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
    keepCidLinks: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
    maxHeadSize: 1024 * 1024,
    maxChildNodes: 1000
  })
  const from = addressesOf(mail.from)[0] ?? { name: '', address: '' }
  const automatic = automaticOf(mail.headerLines, from.address)
  const parts = isCut ? mail.attachments.filter(isReport) : mail.attachments
  const bounce = automatic === 'bounce' ? bounceOf(parts, mail.text ?? '') : null
  const files = parts.filter((part) => !(bounce && isReport(part)))
  const { text, html, quoted, isEmpty } = wordsOf(mail)
  const to = [...addressesOf(mail.to), ...addressesOf(mail.cc)]
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => valuesOf(mail.headerLines, name))
  const remarks = [
    ...(isCut ? ['cut'] : []),
    ...(automatic === 'list' ? ['list'] : []),
    ...(files.length > maxFiles ? ['files'] : []),
    ...(isEmpty ? ['empty'] : [])
  ]
  const letter: Letter = {
    messageId: idsIn(mail.messageId)[0] ?? null,
    inReplyTo: idsIn(mail.inReplyTo),
    references: idsIn(mail.references),
    from,
    replyTo: addressesOf(mail.replyTo)[0]?.address ?? null,
    recipients: [...to.map(({ address }) => address), ...delivered.map((one) => one.toLowerCase())].slice(0, 100),
    date: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date.toISOString() : null,
    text,
    html,
    quoted,
    automatic,
    bounce,
    envelope: {
      subject: storable(mail.subject ?? '')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 300),
      from: from.address,
      to: to.slice(0, maxRecipients).map(({ address }) => address),
      toCount: to.length,
      ...senderCheckOf(mail.headerLines, authservId, domainOf(from.address)),
      remarks
    }
  }
  return {
    letter,
    files: files.slice(0, maxFiles).map((part) => ({
      name: storable(part.filename ?? '')
        .replace(/[\\/\r\n\t]+/g, ' ')
        .trim()
        .slice(0, 150),
      bytes: part.content,
      isInline: part.contentDisposition === 'inline' || part.related === true
    }))
  }
}

/** Plain text where there is one, else what is left of HTML once it is harmless. */
function wordsOf(mail: ParsedMail): { text: string; html: string; quoted: string; isEmpty: boolean } {
  const plain = storable(mail.text ?? '').slice(0, maxText)
  if (plain.trim() !== '') {
    const { said, quoted } = partText(plain)
    return { text: said, html: plainToHtml(said), quoted, isEmpty: false }
  }
  if (!mail.html) return { text: '', html: '', quoted: '', isEmpty: true }
  const { said, quoted } = partHtml(storable(mail.html))
  const html = sanitiseRemote(said)
  const text = textOf(html)
  if (text.trim() === '') {
    const whole = sanitiseRemote(storable(mail.html))
    return { text: textOf(whole), html: whole, quoted: '', isEmpty: textOf(whole).trim() === '' }
  }
  return { text, html, quoted: textOf(quoted), isEmpty: false }
}

function bounceOf(parts: Attachment[], text: string): Bounce | null {
  const of = (type: RegExp) => parts.find(({ contentType }) => type.test(contentType))?.content.toString('latin1') ?? ''
  return readBounce(
    of(/^message\/(global-)?delivery-status/),
    of(/^(message\/(rfc822|global)|text\/rfc822-headers)/),
    text
  )
}

function isReport({ contentType }: Attachment): boolean {
  return /^(message\/|text\/rfc822-headers)/.test(contentType)
}

/** The addresses of a header, in groups too, small letters, only what can be one. */
function addressesOf(given: AddressObject | AddressObject[] | undefined): { name: string; address: string }[] {
  const found: { name: string; address: string }[] = []
  for (const { value } of [given ?? []].flat())
    for (const one of value.flatMap((entry) => entry.group ?? [entry])) {
      const address = (one.address ?? '').trim().toLowerCase()
      if (/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(address))
        found.push({
          name: storable(one.name ?? '')
            .replace(/\s+/g, ' ')
            .trim()
            .slice(0, 200),
          address
        })
    }
  return found
}

/** Without what a database cannot keep: NUL, halves of signs. */
function storable(text: string): string {
  return withoutControls(text).toWellFormed()
}
