import { describe, expect, test } from 'vitest'
import { renderMarkdown } from './markdown.ts'
import { faultOf, payloads } from './payloads.fixture.ts'
import type { Grammar } from './payloads.fixture.ts'
import { plainToHtml } from './plain.ts'
import { sanitiseRemote, textOf } from './sanitise.ts'

const bare = (tags: string): Grammar => Object.fromEntries(tags.split(' ').map((tag) => [tag, {}]))
const web = /^https?:\/\/[^\s"'<>`]+$/

const remote: Grammar = {
  ...bare('p br strong em b i u del blockquote code pre ul ol li'),
  span: { class: /^(invisible|ellipsis|invisible ellipsis|)$/ },
  a: { href: /^(https?:\/\/|mailto:)[^\s"<>]*$/i, rel: /^nofollow noopener ugc$/ }
}
const plain: Grammar = { ...bare('p br'), a: { href: web, rel: /^nofollow ugc noopener$/ } }
const heading = { id: /^zu-[a-z0-9-]+$/ }
const ours: Grammar = {
  ...bare('p br strong em s blockquote pre ul hr li table thead tbody tr'),
  code: { class: /^language-[^\s"<>]+$/ },
  ol: { start: /^\d+$/ },
  th: { scope: /^col$/, style: /^text-align:(left|center|right)$/ },
  td: { style: /^text-align:(left|center|right)$/ },
  div: { class: /^table-scroll$/, role: /^region$/, tabindex: /^0$/, 'aria-label': /^[^"<>]*$/ },
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  a: { href: /^(https?:\/\/|mailto:|tel:|#|\/(?![/\\]))[^\s"<>]*$/, rel: /^external noopener$/, title: /^[^"<>]*$/ },
  img: {
    src: /^\/media\/[\w./-]+$/,
    alt: /^[^"<>]*$/,
    title: /^[^"<>]*$/,
    loading: /^lazy$/,
    decoding: /^async$/,
    width: /^\d+$/,
    height: /^\d+$/
  }
}

describe('hostile texts are inert', () => {
  test('and there are more than sixty of them', () => expect(new Set(payloads).size).toBeGreaterThan(60))

  test.each(payloads)('%j', (payload) => {
    for (const text of [payload, `<p>before ${payload} after</p>`, payload.repeat(3), `> - ${payload}`]) {
      expect(faultOf(sanitiseRemote(text), remote)).toBeNull()
      expect(faultOf(renderMarkdown(text).html, ours)).toBeNull()
      expect(faultOf(plainToHtml(text), plain)).toBeNull()
    }
  })

  test('all of them at once, forwards and backwards', () => {
    for (const text of [payloads.join(''), payloads.toReversed().join('\n\n')]) {
      expect(faultOf(sanitiseRemote(text), remote)).toBeNull()
      expect(faultOf(renderMarkdown(text).html, ours)).toBeNull()
      expect(faultOf(plainToHtml(text), plain)).toBeNull()
    }
  })

  test('the grammar that judges them finds what it must', () => {
    for (const html of [
      '<p>',
      '<script></script>',
      '<p onclick="x"></p>',
      '<a href="javascript:x">x</a>',
      'a < b',
      '<p x=1></p>'
    ])
      expect(faultOf(html, remote)).not.toBeNull()
  })
})

describe('foreign HTML', () => {
  test('keeps what carries meaning', () => {
    const html = '<p>Hallo <strong>Welt</strong><br />neu</p><ul><li>eins</li></ul><blockquote>so</blockquote>'
    expect(sanitiseRemote(html)).toBe(html)
    expect(sanitiseRemote('<h1>Titel</h1><s>alt</s><div>x</div>')).toBe('<p>Titel</p><del>alt</del><p>x</p>')
  })

  test('as Mastodon sends it keeps the shortened link, and loses classes that are ours', () => {
    const link =
      '<p><span class="h-card"><a href="https://a.example/@b" class="u-url mention">@<span>b</span></a></span> ' +
      '<a href="https://x.example/long" target="_blank"><span class="invisible">https://</span><span class="ellipsis">x.example/l</span></a></p>'
    expect(sanitiseRemote(link)).toBe(
      '<p><span><a href="https://a.example/@b" rel="nofollow noopener ugc">@<span>b</span></a></span> ' +
        '<a href="https://x.example/long" rel="nofollow noopener ugc"><span class="invisible">https://</span><span class="ellipsis">x.example/l</span></a></p>'
    )
  })

  test('nested a hundred thousand deep, or endless, ends flat, short and fast', () => {
    const start = performance.now()
    for (const bomb of [
      '<b>'.repeat(100_000),
      '<blockquote>'.repeat(20_000) + 'x',
      '<p>x'.repeat(100_000),
      'x'.repeat(5_000_000)
    ]) {
      const html = sanitiseRemote(bomb)
      expect(faultOf(html, remote)).toBeNull()
      let depth = 0
      let deepest = 0
      for (const [, closing] of html.matchAll(/<(\/?)(?:b|blockquote|p)>/g))
        deepest = Math.max(deepest, (depth += closing ? -1 : 1))
      expect(deepest).toBeLessThanOrEqual(30)
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test('becomes plain text with its paragraphs', () => {
    expect(
      textOf('<p>Eins &amp; zwei&nbsp;&lt;3<br>drei</p><ul><li>a</li><li>b</li></ul><p>&auml;</p><script>x</script>')
    ).toBe('Eins & zwei <3\ndrei\n\na\nb\n\nä')
    expect(textOf('&lt;script&gt;')).toBe('<script>')
    expect(textOf('')).toBe('')
  })
})

describe('Markdown', () => {
  test('has headings with readable ids of their own, below the page’s first level', () => {
    const { html, headings } = renderMarkdown(
      '# Öffnungszeiten & Straßen\n\n## Öffnungszeiten & Straßen\n\n### **Wo**?\n\n## !'
    )
    expect(headings).toEqual([
      { level: 2, id: 'zu-oeffnungszeiten-und-strassen', text: 'Öffnungszeiten & Straßen' },
      { level: 2, id: 'zu-oeffnungszeiten-und-strassen-2', text: 'Öffnungszeiten & Straßen' },
      { level: 3, id: 'zu-wo', text: 'Wo?' },
      { level: 2, id: 'zu-abschnitt', text: '!' }
    ])
    expect(html).toContain('<h2 id="zu-oeffnungszeiten-und-strassen">Öffnungszeiten &amp; Straßen</h2>')
    expect(html).not.toContain('<h1')
  })

  test('counts words and gives the text that a person reads', () => {
    const { text, words } = renderMarkdown(
      'Das *Rathaus* ist **Mo-Fr** ab 8:30 Uhr [offen](/x).\nJa!\n\n- eins\n- `zwei`'
    )
    expect(text).toBe('Das Rathaus ist Mo-Fr ab 8:30 Uhr offen. Ja!\neins\nzwei')
    expect(words).toBe(11)
  })

  test('marks links that leave the site, and only those', () => {
    const { html } = renderMarkdown('[a](/seite) [b](#zu-x) https://x.example/ [c](mailto:a@b.example)')
    expect(html).toContain('<a href="/seite">a</a>')
    expect(html).toContain('<a href="#zu-x">b</a>')
    expect(html).toContain('<a href="https://x.example/" rel="external noopener">https://x.example/</a>')
    expect(html).toContain('<a href="mailto:a@b.example">c</a>')
  })

  test('shows our own images late and with their size, and of others only the text', () => {
    expect(
      renderMarkdown('![Das Rathaus](/media/ab/cd.webp)', { imageSize: () => ({ width: 960, height: 640 }) }).html
    ).toBe(
      '<p><img src="/media/ab/cd.webp" alt="Das Rathaus" loading="lazy" decoding="async" width="960" height="640"></p>\n'
    )
    expect(renderMarkdown('![Ein <b> Bild](https://x.example/a.png)').html).toBe('<p>Ein &lt;b&gt; Bild</p>\n')
    expect(renderMarkdown('[![Bild](/media/a.webp)](/x)').html).toContain('<a href="/x"><img')
  })

  test('puts tables into a box that scrolls and can be reached by keyboard', () => {
    const { html } = renderMarkdown('vor\n\n| a | b |\n| --- | :-: |\n| 1 | 2 |\n\nnach', { tableLabel: 'Table' })
    expect(html).toMatch(
      /<p>vor<\/p>\n<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>[^]*<\/table>\n<\/div>\n<p>nach<\/p>/
    )
    expect(html).toContain('<th scope="col">a</th>')
  })

  test('hostile nesting takes no long time', () => {
    const start = performance.now()
    for (const text of [
      '>'.repeat(20_000),
      '['.repeat(20_000),
      '*a'.repeat(20_000),
      '`'.repeat(20_000),
      '- '.repeat(5000),
      '![['.repeat(5000)
    ])
      renderMarkdown(text)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('plain text of citizens', () => {
  test('keeps paragraphs, lines and addresses', () => {
    expect(plainToHtml('Guten Tag,\r\nwas ist mit <der> Straße?\n\n \n\nSiehe https://x.example/a?b=1&c=2.')).toBe(
      '<p>Guten Tag,<br />was ist mit &lt;der&gt; Straße?</p>\n' +
        '<p>Siehe <a href="https://x.example/a?b=1&amp;c=2" rel="nofollow ugc noopener">https://x.example/a?b=1&amp;c=2</a>.</p>'
    )
    expect(plainToHtml(' \n ')).toBe('')
    expect(plainToHtml('ftp://x.example/ mailto:a@b.example www.x.example')).not.toContain('<a')
  })

  test('loses marks that turn the reading direction', () => {
    expect(plainToHtml('a\u202eb\u2066c\u0000')).toBe('<p>abc</p>')
  })
})
