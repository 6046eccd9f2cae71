/** The practice network: one message of at most 5,000 signs, no threads. */
import { firstParagraph, graphemes } from '../text/shared.ts'
import type { VariantRules } from '../shared.ts'

const most = 5000

export const practiceVariant: VariantRules = {
  adapts: true,
  looks: 'plain',
  hasWarning: () => false,
  limit: () => most,
  count: graphemes,
  derive: (master) => ({ title: master.title.trim(), text: firstParagraph(master), warning: '' }),
  split: ({ title, text }, { correction }) => [
    { title, text, correction: correction ?? '', hasLink: true, count: graphemes(title) + graphemes(text) }
  ],
  check({ title, text }) {
    if (!title.trim() && !text.trim()) return [{ kind: 'error', key: 'empty', count: 0 }]
    const over = graphemes(title) + graphemes(text) - most
    return over > 0 ? [{ kind: 'error', key: 'tooLong', count: over }] : []
  }
}
