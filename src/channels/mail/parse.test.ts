// Letters as they come: taken apart without harm, whatever they hold.
import { describe, expect, test } from 'vitest'
import { payloads } from '#platform/html/payloads.fixture.ts'
import { letter } from './box.fixture.ts'
import { readBounce } from './bounce.ts'
import { parseLetter } from './parse.ts'
import { partHtml, partText } from './quote.ts'

const authservId = 'mx.musterstadt.example'
const parse = async (source: string | Buffer, isCut = false) => parseLetter(Buffer.from(source), { authservId, isCut })
const html = (body: string) => letter({ text: body, headers: { 'Content-Type': 'text/html; charset=utf-8' } })

describe('a bad letter', () => {
  test('nested thirty levels deep still says its words', async () => {
    let inner = 'Content-Type: text/plain; charset=utf-8\r\n\r\nGanz innen.\r\n'
    for (let level = 0; level < 30; level += 1)
      inner = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${inner}\r\n--b${level}--\r\n`
    const { letter: read } = await parse(
      `From: a@b.example\r\nMessage-ID: <n@b.example>\r\nMIME-Version: 1.0\r\n${inner}`
    )
    expect(read.text).toBe('Ganz innen.')
  })

  test('with thirty letters within letters keeps the first as a file, unopened', async () => {
    let inner = letter({ text: 'Ganz innen.' })
    for (let level = 0; level < 30; level += 1)
      inner = letter({
        text: `--x${level}\r\nContent-Type: text/plain\r\n\r\nEbene ${level}\r\n--x${level}\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--x${level}--`,
        headers: { 'Content-Type': `multipart/mixed; boundary="x${level}"` }
      })
    const { letter: read, files } = await parse(inner)
    expect(read.text).toBe('Ebene 29')
    expect(files).toHaveLength(1)
  })

  test.each([
    ['charset=utf-9-nonsense', Buffer.from('Grüße', 'utf8')],
    ['charset=utf-8', Buffer.from('Grüße', 'latin1')],
    ['charset="iso-8859-1; x=\xff"', Buffer.from('Grüße', 'latin1')]
  ])('with a broken charset (%s) is read as far as it goes', async (charset, bytes) => {
    const head = letter({ text: '', headers: { 'Content-Type': `text/plain; ${charset}` } })
    const { letter: read } = await parse(Buffer.concat([Buffer.from(head), bytes]))
    expect(read.text).toMatch(/^Gr.{1,4}e$/)
    expect(read.text.isWellFormed()).toBe(true)
    expect(read.text).not.toContain('\0')
  })

  test('that is only HTML loses scripts, styles, forms and pictures from elsewhere, and keeps its words', async () => {
    const { letter: read } = await parse(
      html(
        '<style>body{}</style><h1>Hallo</h1><p onclick="x()">Ein <b>Wort</b> <a href="javascript:x()">hier</a></p>' +
          '<img src="https://spy.example/pixel.gif"><script>alert(1)</script><form action="https://e.example"><input></form>'
      )
    )
    expect(read.html).not.toMatch(/script|style|onclick|javascript:|<img|<form|spy/i)
    expect(read.text).toBe('Hallo\n\nEin Wort hier')
  })

  test('full of attacks is harmless', async () => {
    for (const payload of payloads) {
      const { letter: read } = await parse(html(payload))
      for (const tag of read.html.match(/<[^>]*>/g) ?? [])
        expect(tag).toMatch(
          /^<\/?(p|br|a|span|strong|em|b|i|u|del|blockquote|code|pre|ul|ol|li)( (href="(https?|mailto):[^"]*"|rel="[^"]*"|class="[a-z ]*"))* ?\/?>$/
        )
    }
  })

  test('without any words is a letter without words, and winmail.dat is named as such', async () => {
    const { letter: empty } = await parse(letter({ text: '' }))
    expect(empty).toMatchObject({ text: '', envelope: { remarks: ['empty'] } })
    const { files } = await parse(
      letter({
        text: '--w\r\nContent-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Disposition: attachment; filename="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEAAA==\r\n--w--',
        headers: { 'Content-Type': 'multipart/mixed; boundary=w' }
      })
    )
    expect(files.map(({ name }) => name)).toEqual(['winmail.dat'])
  })

  test('with a head of several megabytes is refused, not read', async () => {
    await expect(parse(letter({ headers: { 'X-Long': 'x'.repeat(3_000_000) } }))).rejects.toThrow()
  })

  test('to a thousand people names a few, and how many', async () => {
    const to = Array.from({ length: 1000 }, (_, index) => `p${index}@viele.example`).join(',\r\n ')
    const { letter: read } = await parse(letter({ to }))
    expect(read.envelope).toMatchObject({ toCount: 1000 })
    expect(read.envelope.to).toHaveLength(20)
  })

  test('that is cut off gives its text and no half file', async () => {
    const whole = letter({
      text: `--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSiehe Film.\r\n--c\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${'QUJD'.repeat(500_000)}`,
      headers: { 'Content-Type': 'multipart/mixed; boundary=c' }
    })
    const { letter: read, files } = await parse(Buffer.from(whole).subarray(0, 100_000), true)
    expect(read).toMatchObject({ text: 'Siehe Film.', envelope: { remarks: ['cut'] } })
    expect(files).toEqual([])
  })

  test('that is made to be searched for ever is read at once', async () => {
    const begun = performance.now()
    expect(readBounce('', '', `${'\n'.repeat(25_000)}${' '.repeat(25_000)}`)).toBeNull()
    const results = `Authentication-Results: elsewhere; ${'('.repeat(300_000)}\r\n`
    await parse(results + letter({ text: 'Hallo' }))
    partHtml('<p class='.repeat(500_000))
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  test('that is no letter at all does no harm', async () => {
    for (const nonsense of ['', '\0\0\0', 'kein Kopf', ': : :\r\n\r\n', 'From: \r\nTo: <<>>@@\r\n\r\nx'])
      expect((await parse(nonsense)).letter.from.address).toBe('')
  })
})

describe('the sender', () => {
  const from = 'Erika <erika@post.example>'
  const check = async (...results: string[]) => {
    const lines = results.map((result) => `Authentication-Results: ${result}\r\n`).join('')
    return (await parse(lines + letter({ from }))).letter.envelope
  }
  test('is proven by what the own server found out, and by nobody else', async () => {
    expect(
      await check(`${authservId}; spf=pass smtp.mailfrom=x@post.example; dkim=pass header.d=post.example; dmarc=pass`)
    ).toMatchObject({
      sender: 'proven',
      proofs: { spf: 'pass', dkim: 'pass', dmarc: 'pass' }
    })
    expect(await check('mx.elsewhere.example; dmarc=pass header.from=post.example')).toMatchObject({
      sender: 'unproven',
      proofs: null
    })
    expect(
      await check(`${authservId} 1; dkim=pass header.d=spam.example; spf=pass smtp.mailfrom=spam.example`)
    ).toMatchObject({ sender: 'unproven' })
    expect(await check(`${authservId}; dkim=pass header.i=@evil.post.example`)).toMatchObject({ sender: 'unproven' })
    expect(await check(`${authservId}; dmarc=fail (p=reject)`)).toMatchObject({ sender: 'forged' })
    expect(await check()).toMatchObject({ sender: 'unproven' })
  })
  test('is not believed from a header that lies below the own server’s', async () => {
    expect(await check(`${authservId}; dmarc=fail`, `${authservId}; dmarc=pass`)).toMatchObject({ sender: 'forged' })
  })
})

describe('who wrote it', () => {
  test.each([
    [{ 'Auto-Submitted': 'auto-replied (vacation)' }, 'reply'],
    [{ 'Auto-Submitted': 'auto-generated' }, 'program'],
    [{ 'Auto-Submitted': 'no' }, null],
    [{ 'X-Autoreply': 'yes' }, 'reply'],
    [{ Precedence: 'auto_reply' }, 'reply'],
    [{ 'List-Id': '<news.example>' }, 'list'],
    [{ Precedence: 'bulk' }, 'list'],
    [{ 'Return-Path': '<>' }, 'program'],
    [{}, null]
  ])('%j: %s', async (headers, automatic) => {
    expect((await parse(letter({ headers: headers as Record<string, string> }))).letter.automatic).toBe(automatic)
  })
  test('is seen at the subject of an absence note and at addresses nobody reads', async () => {
    expect((await parse(letter({ subject: 'Abwesenheitsnotiz: Re: Freibad' }))).letter.automatic).toBe('reply')
    expect((await parse(letter({ from: 'no-reply@shop.example' }))).letter.automatic).toBe('program')
  })
})

describe('what is repeated', () => {
  test.each([
    ['Danke!\n\nAm 02.11.2026 um 10:00 schrieb Bürgerbüro <b@m.example>:\n> Hallo\n> Ende', 'Danke!'],
    ['Danke!\n\nAm Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Bürgerbüro Musterstadt\n<b@m.example>:\n\n> Hallo', 'Danke!'],
    ['Danke!\n\nOn Mon, Nov 2, 2026 at 10:00 AM Town <b@m.example> wrote:\n> Hi', 'Danke!'],
    ['Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Amt\nGesendet: heute\nAn: mich\nBetreff: Frage\n\nText', 'Ja.'],
    ['Ja.\n\nVon: Amt <a@m.example>\nGesendet: Montag\nAn: Erika\nBetreff: AW: Frage\n\nText', 'Ja.'],
    ['Frage?\n\n-- \nErika Muster\nHauptstr. 1', 'Frage?'],
    ['Kurz.\n\nVon meinem iPhone gesendet', 'Kurz.'],
    ['> Wann?\nMontag.\n> Wo?\nIm Rathaus.', '> Wann?\nMontag.\n> Wo?\nIm Rathaus.'],
    ['Nur ein Satz von: mir an: dich', 'Nur ein Satz von: mir an: dich']
  ])('%j', (text, said) => {
    const parted = partText(text)
    expect(parted.said).toBe(said)
    // Nothing is lost, only folded.
    expect((parted.said + parted.quoted).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })
  test('is parted from HTML, too', () => {
    expect(partHtml('<p>Danke</p><div class="gmail_quote">Am …</div>')).toEqual({
      said: '<p>Danke</p>',
      quoted: '<div class="gmail_quote">Am …</div>'
    })
    expect(partHtml('<p>Danke</p>').quoted).toBe('')
  })
})
