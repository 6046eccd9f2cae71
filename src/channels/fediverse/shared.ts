/**
 * What the Fediverse makes of a post. Counted as Mastodon counts: signs as people see them, a link as 23 whatever its
 * length, of a mention only the name (its StatusLengthValidator). Our own server has no limit; the 500 are those of most
 * servers that our followers use.
 */
import type { Part, VariantRules } from '../shared.ts'
import { cutAtSentences, firstParagraph, graphemes } from '../text/shared.ts'

/** What fits into a note everywhere. */
export const noteLength = 500
const linkLength = 23
const near = 450
const mostParts = 25
/** ` (10/25)` */
const numberLength = 8
const gap = 2

const link = 'x'.repeat(linkLength)
const count = (text: string): number =>
  graphemes(
    text
      .replace(/https?:\/\/[^\s<>"]+/gi, (address) => link + (/[.,;:!?)\]'“”"]+$/.exec(address)?.[0] ?? ''))
      .replace(/(?<![\w/])@(\w[\w.-]*)@[\w.-]+\w/g, '@$1')
  )

/** Says of a correction that it is one: without the page around it, nobody would know. */
export function sayCorrection(note: string | null, language: string): string {
  const said = (note ?? '').trim()
  if (!said || /^(berichtig|korrektur|korrigier|correct)/i.test(said)) return said
  return `${language === 'en' ? 'Corrected' : 'Berichtigt'}: ${said}`
}

export const fediverseVariant: VariantRules = {
  adapts: true,
  looks: 'microblog',
  hasWarning: (form) => form === 'note',
  limit: (form) => (form === 'note' ? noteLength : null),
  count,
  derive: (master) => ({
    title: master.title.trim(),
    text: master.form === 'article' ? master.lead.trim() : firstParagraph(master),
    warning: ''
  }),
  split(variant, master) {
    const title = variant.title.trim()
    const correction = sayCorrection(master.correction, master.language)
    const text = variant.text.trim()
    // What stands in the first message besides its text; the warning counts, too.
    const fixed = [title, correction, variant.warning.trim()].filter(Boolean)
    const around = fixed.reduce((sum, one) => sum + count(one) + gap, 0) + linkLength + (text ? gap : 0)
    const whole: Part = { title, text, correction, hasLink: true, count: around + count(text) }
    if (master.form === 'article' || whole.count <= noteLength) return [whole]
    const warned = variant.warning.trim() ? count(variant.warning.trim()) + gap : 0
    const texts = cutAtSentences(text, (index) => noteLength - numberLength - (index === 0 ? around : warned), count)
    return texts.map((piece, index) => {
      const numbered = texts.length > 1 ? `${piece} (${index + 1}/${texts.length})` : piece
      const isFirst = index === 0
      return {
        title: isFirst ? title : '',
        text: numbered,
        correction: isFirst ? correction : '',
        hasLink: isFirst,
        count: count(numbered) + (isFirst ? around : warned)
      }
    })
  },
  check(variant, master) {
    if (!variant.title.trim() && !variant.text.trim()) return [{ kind: 'error', key: 'empty', count: 0 }]
    if (count(variant.warning) > 200)
      return [{ kind: 'error', key: 'warningTooLong', count: count(variant.warning) - 200 }]
    const parts = this.split(variant, master)
    const longest = Math.max(...parts.map((part) => part.count))
    if (master.form === 'article') {
      return longest > noteLength ? [{ kind: 'warning', key: 'followersServers', count: longest - noteLength }] : []
    }
    if (parts.length > mostParts) return [{ kind: 'error', key: 'tooManyParts', count: parts.length }]
    if (longest > noteLength) return [{ kind: 'error', key: 'tooLong', count: longest - noteLength }]
    if (parts.length > 1) return [{ kind: 'warning', key: 'thread', count: parts.length }]
    return longest > near ? [{ kind: 'warning', key: 'nearLimit', count: noteLength - longest }] : []
  }
}
