// Templates of texts: Markdown with names of values, sections that depend on a value, and gaps that show themselves.

/** Values by name, in groups: `{ contact: { email: '…' } }` is `contact.email` in a template. */
export interface TextValues {
  [name: string]: string | undefined | TextValues
}

export interface FilledText {
  /** From the first line `# …`; empty where the template has none. */
  title: string
  markdown: string
  /** Names of the values that were needed and are not there. */
  missing: string[]
}

/** What stands where a value is missing. */
export const textGaps = { de: '[noch nicht angegeben]', en: '[not given yet]' }

/**
 * Fills a template: `{{a.b}}` (escaped), `{{{a.b}}}` (Markdown), `{{#a.b}}…{{/a.b}}` (if there), `{{^a.b}}…{{/a.b}}`
 * (if not). A missing value becomes `gap`.
 */
export function fillText(source: string, values: TextValues, gap = textGaps.de): FilledText {
  const missing = new Set<string>()
  const section = /\{\{([#^])([\w.]+)\}\}([\s\S]*?)\{\{\/\2\}\}/g
  const choose = (text: string): string =>
    text.replace(section, (_, kind, name, inner) =>
      (kind === '#') === Boolean(valueOf(values, name)) ? choose(inner) : ''
    )
  const filled = choose(source.replace(/^(\{\{[#^/][\w.]+\}\})\n/gm, '$1')).replace(
    /\{\{(\{?)([\w.]+)\}?\}\}/g,
    (_, raw, name) => {
      const value = valueOf(values, name)
      if (!value) missing.add(name)
      return value ? (raw ? value : escapeMarkdown(value)) : escapeMarkdown(gap)
    }
  )
  // A link to a gap leads nowhere; its words remain.
  const nowhere = /\[((?:[^\]\\]|\\.)*)\]\((?:mailto:)?\\\[[^)]*\\\]\)/g
  const [, title = '', body] = /^(?:# (.*)\n)?([\s\S]*)$/.exec(filled.replace(nowhere, '$1'))!
  return { title, markdown: withLineBreaks(body!.trim()), missing: [...missing] }
}

function valueOf(values: TextValues, name: string): string | undefined {
  let at: string | undefined | TextValues = values
  for (const part of name.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at.trim() : undefined
}

function escapeMarkdown(value: string): string {
  return value.replace(/[\\`*_[\]<>#|~]/g, '\\$&')
}

/** Addresses and the like stand on lines of their own: a line break within a paragraph is meant. */
function withLineBreaks(markdown: string): string {
  const block = /^(\s|$|#|[-*+>|]|\d+[.)] )/
  const lines = markdown.replace(/\n{3,}/g, '\n\n').split('\n')
  return lines.map((line, i) => (block.test(line) || block.test(lines[i + 1] ?? '') ? line : `${line}\\`)).join('\n')
}
