/** The own site shows the post itself. */
import type { VariantRules } from '../shared.ts'

export const siteVariant: VariantRules = {
  adapts: false,
  looks: 'site',
  hasWarning: () => false,
  limit: () => null,
  count: (text) => [...text].length,
  derive: ({ title, lead }) => ({ title, text: lead, warning: '' }),
  split: () => [],
  check: () => []
}
