import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { writePdf } from './pdf.ts'

const text = {
  title: 'Nutzungskonzept: Straße & Größe',
  author: 'Musterstadt',
  language: 'de' as const,
  facts: ['Kanal: Website'],
  sections: [
    { title: '1. Wozu', markdown: 'Ein **Satz** mit [Link](https://example.org).\n\n- eins\n- zwei\n\n1. drei' },
    { title: '2. Lang', markdown: 'Wort und noch ein Wort. '.repeat(900) }
  ],
  foot: 'Seite {page} von {pages}'
}

/** The file's objects, those in compressed streams too. */
function insideOf(file: Buffer): string {
  const parts = [file.toString('latin1')]
  for (let at = file.indexOf('stream\n'); at !== -1; at = file.indexOf('stream\n', at + 7)) {
    try {
      parts.push(inflateSync(file.subarray(at + 7, file.indexOf('endstream', at + 7))).toString('latin1'))
    } catch {
      // Not compressed, or the end of one.
    }
  }
  return parts.join('\n')
}

test('a text becomes a whole file, tagged, in its language, with its title and its fonts', async () => {
  const file = await writePdf(text)
  expect(file.subarray(0, 8).toString()).toBe('%PDF-1.7')
  expect(file.subarray(-6).toString().trim()).toBe('%%EOF')
  const inside = insideOf(file)
  for (const part of [
    '/StructTreeRoot',
    '/Lang (de-DE)',
    '/DisplayDocTitle true',
    '/Marked true',
    '/FontFile2',
    'pdfuaid'
  ])
    expect(inside, part).toContain(part)
  for (const tag of ['Document', 'H1', 'H2', 'Sect', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Link'])
    expect(inside, tag).toMatch(new RegExp(`/S /${tag}\\b`))
  expect(inside).toContain('/URI (https://example.org)')
  expect(inside.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(3)
  expect(inside).not.toContain('/BaseFont /Helvetica')
})

test.each([
  '',
  '# nur ein Kopf',
  '- \n- \n',
  '> Zitat\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  '```\ncode\n```',
  '***'.repeat(2000)
])('whatever was typed becomes a file: %j', async (markdown) => {
  const file = await writePdf({ ...text, sections: [{ title: 'x', markdown }] })
  expect(file.length).toBeGreaterThan(1000)
})
