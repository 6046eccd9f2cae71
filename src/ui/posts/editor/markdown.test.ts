import { expect, test } from 'vitest'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { toDocument, toMarkdown } from './markdown.ts'

const samples = [
  'Der Markt zieht um.\n\n## Warum\n\nWeil gebaut wird.',
  '# Eins\n\n### Drei **fett** und *kursiv* und ***beides***',
  '- a\n- b\n  - c\n  - d\n    1. x\n    2. y\n- e\n\n  zweiter Absatz\n',
  '1. eins\n2. zwei\n\n   Absatz\n3. drei',
  '3. drei\n4. vier',
  '> Zitat\n> weiter\n>\n> - Liste',
  '> > doppelt\n\n> einfach',
  '| a | b |\n| --- | :-: |\n| 1 \\| 2 | `x` |\n| **f** | [l](https://x.de) |',
  '| Tag | Zeit |\n| :-- | --: |\n| Montag | 8–12 Uhr |\n|  | nach Vereinbarung |',
  'Er sagte „Ja“ – und ‚nein‘ … z.\u00a0B. 5 * 3 * 2 und a_b_c und snake_case',
  '<b>roh</b> & <script>alert(1)</script> &amp; &lt; 3 < 5 > 2',
  'Schmidt & Co. und &amp;copy; bleiben, was sie sind',
  'Zeile eins  \nZeile zwei\\\nZeile drei',
  '![Ein Bild](/media/abcdefgh/960.webp)',
  'Text ![Ein \\[schönes\\] Bild](/media/abcdefgh/960.webp) mittendrin',
  '[Link](https://x.de/a_(b)?c=d&e=f "Titel") https://auto.de <https://x.de>',
  '[**fetter Link**](/seite) und [Post](mailto:a@b.de) und [Anruf](tel:+49123)',
  '`code` und ``mit ` drin``\n\n```js\nlet x = "&amp;" < 1\n```',
  '---\n\nText\n\n***',
  '1\\. kein Listenpunkt\n\n\\- auch nicht\n\n\\# nein\n\n\\> kein Zitat\n\n\\+ plus\n\n1. Mai ist Feiertag',
  'Preis: 5 € + 3 | 4',
  '~~weg~~ und ~ tilde',
  'Stern * allein, \\* maskiert, Unterstrich _ allein, [eckig] und [x] (y), ![ausruf]',
  'ein\n\n\n\nzwei',
  '- [ ] offen\n- [x] fertig',
  'a\n===\n\nb\n---',
  '**fett*kursiv*fett** x**y**z',
  '**„Zitat“** und *„so“*',
  '#hashtag und #TagDerOffenenTür',
  '| a |\n|---|\n| x |',
  'C:\\Ordner\\Datei und \\\\ zwei',
  'a&nbsp;nbsp &copy; &euro; &bdquo;Hallo&ldquo;',
  'Am 1. Mai, 3. Absatz, Nr. 5.\nNeue Zeile'
]

/** Every list of loose items becomes a tight one in the editor: the only difference that is meant. */
const tight = (html: string) =>
  html
    .replace(/<li>\s*<p>([^]*?)<\/p>/g, '<li>$1')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\n(?=<)/g, '')

test.each(samples)('shows the same after the way through the editor: %j', (sample) => {
  const once = toMarkdown(toDocument(sample))
  expect(tight(renderMarkdown(once).html)).toBe(tight(renderMarkdown(sample).html))
  expect(toMarkdown(toDocument(once))).toBe(once)
})

test('any mixture of samples and of their pieces is stable from the first way on', () => {
  const random = generator(7)
  for (let round = 0; round < 400; round++) {
    const pick = () => samples[Math.floor(random() * samples.length)]!
    const piece = (text: string) => text.slice(Math.floor(random() * text.length))
    const text = [pick(), piece(pick()), pick(), piece(pick())].join(random() < 0.5 ? '\n\n' : '\n')
    const once = toMarkdown(toDocument(text))
    const twice = toMarkdown(toDocument(once))
    expect(toMarkdown(toDocument(twice)), JSON.stringify(text)).toBe(twice)
    expect(renderMarkdown(twice).text, JSON.stringify(text)).toBe(renderMarkdown(once).text)
  }
})

test('signs that people type stay readable in the Markdown', () => {
  for (const text of [
    'Schmidt & Co.',
    'snake_case',
    'a < b und c > d',
    'Mo–Fr, z. B. um 8 Uhr',
    'Frage? Ja!',
    '5 % + 3'
  ]) {
    expect(toMarkdown({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })).toBe(text)
  }
})

function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}
