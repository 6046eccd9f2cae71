import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { laender } from '#municipality/laender.ts'
import { readSettings } from '#municipality/settings.ts'
import type { Municipality } from '#municipality/types.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { installation } from '#platform/installation.ts'
import { fillText } from '#platform/html/template.ts'
import { filledText } from './texts.ts'
import type { TextKey } from './texts.ts'

const folder = join(installation(), 'content', 'texts')
const keys: TextKey[] = ['imprint', 'privacy', 'comment-notice', 'accessibility', 'netiquette', 'licence']
const languages = ['de', 'en'] as const

const person = {
  name: 'Kim Muster',
  address: 'Marktplatz 1\n00000 Musterstadt',
  email: 'kim_m@example.org',
  phone: '0'
}
const town: Municipality = {
  id: '00000000-0000-7000-8000-000000000000',
  name: 'Musterstadt',
  kind: 'stadt',
  land: 'DE-NW',
  ars: null,
  ags: null,
  siteHost: 'www.example.org',
  handleDomain: 'example.org',
  timeZone: 'Europe/Berlin',
  language: 'de',
  coatOfArms: null,
  settings: readSettings({
    contact: { ...person, name: 'Stadt Musterstadt' },
    imprint: { representative: 'Katrin Vogel', responsible: 'Aylin Demir', responsibleAddress: 'Marktplatz 1' },
    privacyOfficer: person,
    accessibilityContact: person
  })
}
const namesIn = (text: string) => [...new Set(text.match(/\{\{[{#^]?[\w.]+\}?\}\}/g))].sort()
const extra = {
  site: {
    privacyPath: '/datenschutz',
    netiquettePath: '/spielregeln',
    accessibilityFormPath: '/barriere'
  },
  accessibility: { createdOn: '1. Mai', reviewedOn: '1. Mai' },
  page: { title: 'Freibad', url: 'https://www.example.org/freibad' },
  updated: '1. Mai'
}

describe('filling a template', () => {
  it('puts values in, harmlessly, and keeps those that are Markdown', () => {
    const { markdown } = fillText('{{a.b}} {{{c}}}', { a: { b: '*x* <b> [y](z)' }, c: '**y**' })
    expect(markdown).toBe('\\*x\\* \\<b\\> \\[y\\](z) **y**')
  })

  it('shows a part only where its value is there, or only where it is not', () => {
    const source = 'a\n{{#x}}\nb {{x}}\n{{/x}}\n{{^x}}\nc\n{{/x}}\nd'
    expect(fillText(source, { x: '1' }).markdown).toBe('a\\\nb 1\\\nd')
    expect(fillText(source, {}).markdown).toBe('a\\\nc\\\nd')
  })

  it('names what is missing and takes the title from the first line', () => {
    expect(fillText('# T\n\n{{a}} {{b.c}}', { a: ' ' }, 'gap')).toEqual({
      title: 'T',
      markdown: 'gap gap',
      missing: ['a', 'b.c']
    })
  })
})

it('a link to what is missing is no link', () => {
  expect(fillText('[{{a}}](mailto:{{a}}) [Formular]({{b}})', {}, '[fehlt]').markdown).toBe('\\[fehlt\\] Formular')
})

describe('the texts that ship', () => {
  it('are there in both languages with the same values', () => {
    for (const language of languages)
      expect(readdirSync(join(folder, language)).sort()).toEqual(keys.map((key) => `${key}.md`).sort())
    for (const key of keys) {
      const [de, en] = languages.map((language) => readFileSync(join(folder, language, `${key}.md`), 'utf8'))
      expect(namesIn(en!), key).toEqual(namesIn(de!))
      expect(de!.match(/^#+ /gm)?.length, key).toBe(en!.match(/^#+ /gm)?.length)
    }
  })

  it('use only values that the README explains', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    for (const language of languages)
      for (const key of keys)
        for (const [, name] of readFileSync(join(folder, language, `${key}.md`), 'utf8').matchAll(
          /\{\{[{#^/]?([\w.]+)/g
        )) {
          const parts = name!.split('.')
          const ends = parts.map((_, i) => (i === 0 ? name! : `.${parts.slice(i).join('.')}`))
          expect(
            ends.some((end) => readme.includes(`\`${end}\``)),
            name
          ).toBe(true)
        }
  })

  it('come out whole for a town that filled in its settings, in every Land', () => {
    for (const land of laender())
      for (const language of languages)
        for (const key of keys) {
          const text = filledText({ ...town, land: land.key }, key, language, extra)
          expect(text.missing, `${land.key} ${key}`).toEqual([])
          expect(text.markdown).not.toMatch(/\{\{|\}\}|undefined|null/)
        }
  })

  it('keep addresses on lines of their own', () => {
    const { html } = renderMarkdown(filledText(town, 'imprint', 'de', extra).markdown)
    expect(html).toMatch(/Stadt Musterstadt<br>\s*Marktplatz 1<br>\s*00000 Musterstadt/)
    expect(html).toContain('mailto:kim_m@example.org')
  })

  it('are written without "du"', () => {
    for (const key of keys)
      expect(readFileSync(join(folder, 'de', `${key}.md`), 'utf8')).not.toMatch(/\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Ee]uch)\b/)
  })
})
