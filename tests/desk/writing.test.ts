import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readForDesk } from '#posts/desk-queries.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }
const text = '#field-body-rich'

async function open(page: Page, to = '/desk/posts/new'): Promise<void> {
  await page.goto(town().origin + to)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(town().origin + to)
  await page.waitForLoadState('networkidle')
  await page.locator(text).waitFor()
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** Pastes as a browser does, with what a program puts on the clipboard. */
async function paste(page: Page, html: string, plain: string, selector = text): Promise<void> {
  await page.evaluate(
    ([where, asHtml, asText]) => {
      const data = new DataTransfer()
      if (asHtml) data.setData('text/html', asHtml)
      data.setData('text/plain', asText!)
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.querySelector(where!)!.dispatchEvent(event)
    },
    [selector, html, plain] as const
  )
}

/** The Markdown the form would send; the editor writes it a moment after the last key, so poll. */
const body = (page: Page) => (): Promise<string> => page.locator('#field-body').inputValue()

test('a text is written with the keyboard alone and kept as Markdown', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await open(page)
  await page.fill('#field-title', 'Der Markt zieht um')
  await page.locator(text).focus()
  await page.keyboard.type('Der Markt zieht um.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('## Warum')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Weil ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('gebaut')
  await page.keyboard.press('Control+b')
  await page.keyboard.type(' wird, z. B. 5 * 3 & mehr:')
  await page.keyboard.press('Enter')
  // The bar is one stop of the tab key; within it the arrows lead on.
  await page.keyboard.press('Shift+Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-tool'))).toBe('h2')
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Liste')
  await page.keyboard.press('Enter')
  await page.keyboard.type('eins')
  await page.keyboard.press('Enter')
  await page.keyboard.type('zwei')
  const expected = 'Der Markt zieht um.\n\n## Warum\n\nWeil **gebaut** wird, z. B. 5 \\* 3 & mehr:\n\n- eins\n- zwei'
  await expect.poll(() => page.locator('#field-body').inputValue()).toBe(expected)
  expect(await faults(page)).toEqual([])
  await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1)!
  await expect.poll(async () => (await town().act((tx) => readForDesk(tx, town().editor, id))).body).toBe(expected)
  await page.reload()
  await page.locator(`${text} strong`, { hasText: 'gebaut' }).waitFor()
  await page.getByRole('button', { name: 'Markdown anzeigen' }).click()
  expect(await page.inputValue('#field-body')).toBe(expected)
  await page.getByRole('button', { name: 'Markdown anzeigen' }).click()
  await page.locator(`${text} h2`, { hasText: 'Warum' }).waitFor()
  expect(opened.complaints).toEqual([])
})

test('links say where they lead, pictures come with words, tables are made and taken away', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await open(page)
  await page.locator(text).focus()
  await page.keyboard.press('Control+k')
  await page.fill('#field-link-words', 'hier')
  await page.getByText('Nennen Sie das Ziel.').waitFor()
  expect(await faults(page)).toEqual([])
  await page.fill('#field-link-words', 'Öffnungszeiten des Freibads')
  await page.fill('#field-link-address', 'kein link')
  await page.keyboard.press('Enter')
  await page.getByText('keine Adresse, zu der ein Link').waitFor()
  await page.fill('#field-link-address', 'freibad.example/zeiten')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.locator('#field-body').inputValue())
    .toBe('[Öffnungszeiten des Freibads](https://freibad.example/zeiten)')

  await page.locator(text).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Bild in den Text setzen' }).click()
  const picture = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#06c' } })
    .png()
    .toBuffer()
  await page.setInputFiles('#picture-in-text', { name: 'bild.png', mimeType: 'image/png', buffer: picture })
  await page.fill('#field-picture-words', 'Ein blaues [Becken]')
  await page.getByRole('dialog').getByRole('button', { name: 'In den Text einsetzen' }).click()
  await page.locator(`${text} img[alt="Ein blaues [Becken]"]`).waitFor()
  await expect.poll(body(page)).toMatch(/!\[Ein blaues \\\[Becken\\\]\]\(\/media\/[\w-]+\/\d+\.webp\)/)

  await page.locator(text).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Tabelle einfügen' }).click()
  await page.keyboard.type('Tag')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Zeit | Ort')
  await page.getByRole('button', { name: 'Zeile darunter einfügen' }).waitFor()
  expect(await faults(page)).toEqual([])
  await expect.poll(body(page)).toMatch(/\| Tag\s*\| Zeit \\\| Ort\s*\|/)
  await page.getByRole('button', { name: 'Tabelle entfernen' }).click()
  await expect.poll(() => page.locator('#field-body').inputValue()).not.toContain('Tag')
  expect(opened.complaints).toEqual([])
})

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;font-family:"Calibri"} --></style></head>
<body lang=DE style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='mso-list:none'><span style='mso-fareast-font-family:"Times New Roman"'>Markt</span><o:p></o:p></h1>
<p class=MsoNormal style='margin-bottom:0cm'>Der <st1:place w:st="on">Wochenmarkt</st1:place> zieht
<b style='mso-bidi-font-weight:normal'>um</b>, z.&nbsp;B.&nbsp;&nbsp; bald<span class=msoIns><ins cite="mailto:Anna">, ab Mai</ins></span><span
class=msoDel><del cite="mailto:Anna">, ab April</del></span>.<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[A1]</a></span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;</span></span></span><![endif]>Obst<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span><![endif]>Äpfel<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Gemüse<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Erstens<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td style='border:solid'><p class=MsoNormal>Tag</p></td><td><p class=MsoNormal>Zeit</p></td></tr>
<tr><td><p class=MsoNormal>Mo</p></td><td><p class=MsoNormal>8–12</p></td></tr></table>
<p class=MsoNormal><img width=200 src="data:image/png;base64,${'A'.repeat(3_000_000)}"><o:p>&nbsp;</o:p></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Bitte prüfen</p></div></div>
<!--EndFragment--></body></html>`

test.each([
  [
    'Word',
    word,
    '## Markt\n\nDer Wochenmarkt zieht **um**, z.\u00a0B. bald, ab Mai.\n\n- Obst\n  - Äpfel\n- Gemüse\n\n1. Erstens\n\n| Tag | Zeit |\n| --- | ---- |\n| Mo  | 8–12 |',
    true
  ],
  [
    'Google Docs',
    `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-size:16pt">Freibad</span></h2><p dir="ltr"><span style="font-weight:700">Fett</span><span style="font-weight:400"> und </span><span style="font-style:italic">kursiv</span></p><ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>eins</span></p></li></ul><p><a href="https://www.google.com/url?q=https://bad.example/&amp;sa=D"><span>Zum Bad</span></a></p></b>`,
    '## Freibad\n\n**Fett** und *kursiv*\n\n- eins\n\n[Zum Bad](https://bad.example/)',
    false
  ],
  [
    'LibreOffice',
    `<!DOCTYPE html><html><head><title></title><meta name="generator" content="LibreOffice 24.2 (Linux)"/><style>p { line-height: 115% }</style></head><body lang="de-DE"><p class="western" style="margin-bottom: 0cm"><font face="Liberation Serif"><font size="3">Ein <b>Satz</b> mit <strike>Rest</strike>.</font></font></p><ol start="3"><li><p>drei</p></li></ol></body></html>`,
    'Ein **Satz** mit ~~Rest~~.\n\n3. drei',
    false
  ],
  [
    'a web page',
    `<div class="nav"><nav><a href="/x">Menü</a></nav></div><div><div onclick="x()">Erster <a href="javascript:alert(1)">Absatz</a><script>alert(1)</script></div><div>Zweiter<br>Satz</div><img src="https://tracker.example/p.gif" width="1"><table><tr><td>Nur Layout</td></tr></table><p style="display:none">versteckt</p></div>`,
    'Erster Absatz\n\nZweiter  \nSatz\n\nNur Layout',
    false
  ]
])('what comes from %s comes out clean', slow, async (_name, html, markdown, losesPictures) => {
  await using opened = await openPage()
  const { page } = opened
  await open(page)
  await page.locator(text).focus()
  await paste(page, html, 'x')
  await expect.poll(() => page.locator('#field-body').inputValue()).toBe(markdown)
  expect(await page.getByText('Ein Bild wurde nicht übernommen').count()).toBe(losesPictures ? 1 : 0)
  expect(opened.complaints).toEqual([])
})

test('two million characters are refused with words, and nothing typed is lost', slow, async () => {
  await using opened = await openPage()
  const { page } = opened
  await open(page)
  await page.fill('#field-title', 'Lang')
  await page.locator(text).focus()
  await page.keyboard.type('Schon geschrieben.')
  const long = 'Ein langer Satz. '.repeat(125_000)
  await paste(page, `<p>${long}</p>`, long)
  await page.getByText(/Das Eingefügte hat 2\.125\.000 Zeichen, ein Beitrag fasst 100\.000/).waitFor()
  // The editor itself, too: it would show at once what the form gets a moment later.
  expect(await page.locator(text).innerText()).toBe('Schon geschrieben.')
  await expect.poll(body(page)).toBe('Schon geschrieben.')
  await page.getByRole('button', { name: 'Verstanden' }).click()
  await page.getByRole('button', { name: 'Markdown anzeigen' }).click()
  await paste(page, '', long, '#field-body')
  await page.getByText(/Das Eingefügte hat 2\.125\.000 Zeichen/).waitFor()
  await expect.poll(body(page)).toBe('Schon geschrieben.')
  expect(opened.complaints).toEqual([])
})

test('without a script two million characters come back with a message, the title stays', slow, async () => {
  const session = await town().get('/desk/sign-in')
  expect(session.status).toBe(200)
  await using opened = await openPage({ javaScriptEnabled: false })
  const { page } = opened
  await page.goto(`${town().origin}/desk/posts/new`)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.fill('#field-title', 'Sehr lang')
  await page.fill('#field-body', 'Wort '.repeat(400_000))
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.getByText('zu lang').first().waitFor()
  expect(await page.inputValue('#field-title')).toBe('Sehr lang')
  expect((await page.inputValue('#field-body')).length).toBe(2_000_000)
})
