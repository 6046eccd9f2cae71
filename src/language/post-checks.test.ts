import { expect, it } from 'vitest'
import { checkPost, isSaidBeside, postReason } from './post-checks.ts'

const found = (text: string) =>
  checkPost({ text, hasContactBeside: true }).map(({ reason, offset, length }) => [
    reason,
    text.slice(offset, offset + length)
  ])

it.each([
  ['Komm zum #tagderoffenentür', [['hashtag.small', '#tagderoffenentür']]],
  ['#WOCHENMARKT am Samstag', [['hashtag.capitals', '#WOCHENMARKT']]],
  ['#TagDerOffenenTür #Fulda #Stadtfest2026 #rathaus', []],
  ['Mehr [hier](https://example.org).', [['linkText.empty', 'hier']]],
  ['[https://example.org/a/b](https://example.org/a/b)', [['linkText.address', 'https://example.org/a/b']]],
  ['Der [Antrag auf Wohngeld](https://example.org) ist da. ![hier](/bild.png)', []],
  ['Wir 🎉 feiern heute', [['emoji.inSentence', '🎉']]],
  ['Wir feiern! 🎉🎈👨‍👩‍👧', []],
  ['Wir feiern! 🎉🎈🥳🎂🍰', [['emoji.many', '🎂']]],
  ['📍 Treffpunkt am Brunnen', []],
  ['𝗛𝗲𝘂𝘁𝗲 ist Markt', [['fancyLetters', '𝗛𝗲𝘂𝘁𝗲']]],
  ['ACHTUNG Glatteis', [['capitals', 'ACHTUNG']]],
  ['Der ÖPNV, die EU und die UNESCO', []],
  ['', []]
] as const)('%j', (text, expected) => {
  expect(found(text)).toEqual(expected)
})

it('fancy letters and capitals are turned into ordinary ones', () => {
  const [fancy, loud] = checkPost({ text: '𝗛𝗲𝘂𝘁𝗲 GESPERRT', hasContactBeside: true })
  expect([fancy?.replacement, loud?.replacement]).toEqual(['Heute', 'Gesperrt'])
})

it('a post names a way besides the network', () => {
  const rules = (text: string) => checkPost({ text }).map((mark) => mark.rule)
  expect(rules('Schreibt uns eine Direktnachricht.')).toEqual(['contact'])
  for (const way of [
    'Tel. 0661 102-0',
    'info@musterstadt.de',
    'www.musterstadt.de',
    'Kommen Sie ins Rathaus.',
    'Ruf uns an!'
  ])
    expect(rules(way)).toEqual([])
})

it('text in a picture stands beside it too', () => {
  const images = [{ showsText: true, textBeside: false }]
  expect(checkPost({ text: 'Plakat. Tel. 115', images }).map((mark) => mark.reason)).toEqual(['textInImage'])
  expect(checkPost({ text: 'Plakat. Tel. 115', images: [{ showsText: true, textBeside: true }] })).toEqual([])
})

it('each reason has its words', () => {
  const text = '#tagderoffenentür #WOCHENMARKT [hier](a) [https://a.de](a) a 🎉 b 🎉🎉🎉 𝗛𝗲𝘂𝘁𝗲 ACHTUNG'
  for (const mark of checkPost({ text, images: [{ showsText: true, textBeside: false }] }))
    for (const language of ['de', 'en'] as const) expect(postReason(mark, language)).not.toBe(mark.reason)
})

it('a text of the longest kind is read in one go', () => {
  for (const unit of ['[', '](', '🎉', '#a', '𝗛', 'A', '0661 ', 'ruf ', '@'])
    expect(checkPost({ text: unit.repeat(50_000) })).toBeInstanceOf(Array)
})

it('what is to be read in a picture counts as said when half of the words that describe it are', () => {
  expect(isSaidBeside('Plakat: Brückenfest am Sonntag', 'Am Sonntag ist Brückenfest.')).toBe(true)
  expect(isSaidBeside('Plakat: Brückenfest am Sonntag, Eintritt frei', 'Kommen Sie am Sonntag!')).toBe(false)
  expect(isSaidBeside('', 'Irgendein Text')).toBe(false)
})
