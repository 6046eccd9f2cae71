// The concepts that ship (content/concepts): a text per section and kind of channel, filled with what the product knows.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillText, textGaps, type TextValues } from '#platform/html/template.ts'
import { installation } from '#platform/installation.ts'

export interface SectionKind {
  id: string
  title: string
  /** What the section must answer, for whoever writes it. */
  hint: string
}

/** A section of a concept as it is read. */
export interface Section {
  id: string
  title: string
  /** Markdown. */
  text: string
}

export interface Platform {
  name: string
  instrument: string
  provider?: string
  /** Data may leave the European Economic Area. */
  outside?: boolean
}

/** What stands in a text where the product does not know enough; a concept with such a gap cannot be adopted. */
export const gap = textGaps.de

let kinds: SectionKind[] | null = null
let platforms: Record<string, Platform> | null = null
const texts = new Map<string, Map<string, string>>()

/** The sections of every concept, in their order. */
export function sectionKinds(): SectionKind[] {
  kinds ??= JSON.parse(readContent('sections.json')) as SectionKind[]
  return kinds
}

/** What is known of a network; of one that nobody described, its id. */
export function platformOf(network: string): Platform {
  platforms ??= (JSON.parse(readContent('networks.json')) as { networks: Record<string, Platform> }).networks
  return platforms[network] ?? { name: network, instrument: 'base' }
}

/** The shipped text of every section for a channel on this network. */
export function shippedSections(network: string, values: TextValues): Section[] {
  const { instrument } = platformOf(network)
  return sectionKinds().map(({ id, title }) => {
    const source = textsOf(network).get(id) ?? textsOf(instrument).get(id) ?? textsOf('base').get(id) ?? ''
    return { id, title, text: unbroken(fillText(source, values, gap).markdown) }
  })
}

/** `## id` begins a section. */
function textsOf(name: string): Map<string, string> {
  const known = texts.get(name)
  if (known) return known
  const found = new Map<string, string>()
  for (const part of /^[a-z-]+$/.test(name) ? readContent(`${name}.md`).split(/^## /m).slice(1) : []) {
    const [id = '', ...lines] = part.split('\n')
    found.set(id.trim(), lines.join('\n').trim())
  }
  texts.set(name, found)
  return found
}

/** A place that knew no value leaves a space before the full stop or at the end of a line. */
function unbroken(text: string): string {
  return text
    .replace(/ +$/gm, '')
    .replace(/ {2,}(?=\S)/g, ' ')
    .replace(/ \./g, '.')
}

function readContent(file: string): string {
  try {
    return readFileSync(join(installation(), 'content/concepts', file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
