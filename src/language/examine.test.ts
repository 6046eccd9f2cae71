import { describe, expect, it } from 'vitest'
import { examine } from './examine.ts'
import { scoresOf } from './measure.ts'
import { read } from './reading.ts'
import { languageTexts, reasonText } from './texts.ts'
import { summarise } from './summarise.ts'
import { rules } from './types.ts'
import { wordList } from './word-list.ts'

const sentencesOf = (text: string) => read(text).sentences.map(({ offset, end }) => text.slice(offset, end))
const rulesOf = (text: string) => examine(text).marks.map((mark) => mark.rule)

describe('sentences', () => {
  it.each([
    ['Das Amt ist z. B. am 3. Mai ab 8.30 Uhr offen. Bitte kommen Sie.', 2],
    ['Herr Dr. med. A. Müller wohnt in der Bahnhofstr. 5. Er hilft gern.', 2],
    ['Das gilt bis zum 31.12.2026. Danach nicht mehr.', 2],
    ['Der Umzug war im Jahr 2026. Die Kosten betrugen 1.200 Euro.', 2],
    ['Wir sind im 2. Stock. Der 1. Bauabschnitt beginnt am 14. August und endet am 1. September.', 2],
    ['Mehr auf https://www.musterstadt.de/bauen?a=1. Oder auf musterstadt.de. Bis bald!', 3],
    ['Schreiben Sie an info@stadt.musterstadt.de. Wir antworten.', 2],
    ['„Kommen Sie!“, rief sie. Alle kamen.', 2],
    ['Was tun? Ruhe bewahren! Und warten …', 3],
    ['Es gilt § 5 Abs. 2 Nr. 3 i. V. m. § 7 der Satzung.', 1],
    ['Bitte mitbringen:\n\n- Ausweis\n- Foto\n- Geld\n\nBis dann.', 5],
    ['# Titel ohne Punkt\nErster Satz\ngeht weiter. Zweiter.', 3],
    ['Wir feiern. #StadtFest #Musterstadt', 1],
    ['Sie ist 30. Er auch.', 2],
    ['Das Wasser (vgl. Abb. 3) ist gut, usw. Die Leute trinken es.', 2],
    ['Straßenfest am Sonntag.Alle sind da.', 2],
    ['| Tag | Zeit |\n| --- | --- |\n| Montag | 8 Uhr |', 4],
    ['1. Antrag holen\n2. Antrag ausfüllen\n3. Antrag abgeben', 3],
    ['', 0],
    ['🎉🎉 … !!! --- ***', 0]
  ])('%j has %i', (text, count) => {
    expect(sentencesOf(text)).toHaveLength(count)
  })

  it('positions are those of the text, whatever Markdown stands in it', () => {
    const text = '## Frist\n\n> **Der Antrag** ist [unverzüglich](https://example.org) *einzureichen*, 👍 bitte.'
    const { marks } = examine(text)
    const found = marks.map(({ rule, offset, length }) => [rule, text.slice(offset, offset + length)])
    expect(found).toContainEqual(['officialese', 'unverzüglich'])
    expect(found).toContainEqual(['isTo', 'ist [unverzüglich](https://example.org) *einzureichen'])
  })

  it('Markdown, addresses, pictures and code are no words', () => {
    const { measures } = examine(
      'Das ist **gut**. ![Ein Bild mit Worten](/b.png)\n\n```\nkein Text hier\n```\n\n`code`'
    )
    expect(measures).toMatchObject({ words: 3, sentences: 1 })
  })

  it('words joined by gender signs are one', () => {
    expect(examine('Bürger*innen, Lehrer:innen und Schüler_innen lernen.').measures.words).toBe(5)
  })
})

describe('measures', () => {
  it('no score below 100 words', () => {
    const text = 'Das ist ein kurzer Satz. '
    expect(examine(text.repeat(19)).measures).toMatchObject({ words: 95, scores: null })
    expect(examine(text.repeat(20)).measures.scores).not.toBeNull()
  })

  it('the formulas give what they give by hand', () => {
    // 100 words, 10 sentences, 180 syllables, 30 long words, 50 of one syllable, 20 of three and more.
    const counts = { words: 100, sentences: 10, syllables: 180, longWords: 30, oneSyllable: 50, threeSyllables: 20 }
    const { fleschAmstad, wienerSachtextformel, lix } = scoresOf(counts)
    expect(fleschAmstad).toBeCloseTo(64.7)
    expect(wienerSachtextformel.map((value) => Number(value.toFixed(3)))).toEqual([6.923, 7.036, 6.717, 6.451])
    expect(lix).toBeCloseTo(40)
  })

  it('a line says how a text reads, or how long it is', () => {
    expect(summarise('Wir bauen die Brücke neu.', 'de')).toBe('5 Wörter · 1 Satz')
    expect(summarise('Wir bauen die Brücke neu. '.repeat(25), 'de')).toBe('Lesbarkeit gut · 125 Wörter')
    const hard =
      'Hinsichtlich der Inanspruchnahme verwaltungsrechtlicher Beratungsdienstleistungen erfolgt die Sicherstellung der Finanzierung durch Haushaltsmittelbereitstellung. '
    expect(summarise(hard.repeat(10), 'en')).toBe('Readability hard · 120 words')
  })
})

describe('marks', () => {
  it.each([
    ['Die Straße wird gesperrt.', 'passive'],
    ['Weil die Straße gesperrt wird, fährt der Bus nicht.', 'passive'],
    ['Der Antrag kann online gestellt werden.', 'passive'],
    ['Die Gebühr ist zu entrichten.', 'isTo'],
    ['Die Gebühr, die zu zahlen ist, steht im Brief.', 'isTo'],
    ['Die Nutzung der Halle (nur mit gültigem Ausweis und Foto) ist frei.', 'brackets'],
    ['Das Gutachten der Kommission der Landesregierung liegt vor.', 'genitiveChain'],
    ['Kein Zutritt ohne Ausweis.', 'doubleNegation'],
    ['Die Informationsveranstaltung beginnt.', 'longCompound'],
    ['Die UVPG-Prüfung läuft, sagt das RPKS.', 'abbreviation'],
    ['Sie nehmen die Hilfe in Anspruch.', 'functionVerb']
  ] as const)('%j: %s', (text, rule) => {
    expect(rulesOf(text)).toContain(rule)
  })

  it.each([
    ['Die Stadt wird schöner.', 'passive'],
    ['Wir werden die Straße sperren.', 'passive'],
    ['Die Straße ist gesperrt.', 'passive'],
    ['Die Stelle ist schwer zu finden.', 'isTo'],
    ['Das Amt ist zu bestimmten Zeiten offen.', 'isTo'],
    ['Das Bild ist im Rathaus zu sehen.', 'isTo'],
    ['Es ist schön, Sie zu sehen.', 'isTo'],
    ['Der öffentliche Nahverkehr (ÖPNV) fährt. Der ÖPNV ist gut.', 'abbreviation'],
    ['Die Friedrich-Ebert-Straße ist frei.', 'longCompound'],
    ['Das ist nicht unbedingt nötig.', 'doubleNegation'],
    ['Am Montag der Woche der Wahl.', 'genitiveChain'],
    ['Wir nehmen zur Niederschrift auf, was Sie sagen.', 'officialese'],
    ['Das Ermessen (ein Spielraum) bleibt.', 'officialese'],
    ['Es droht eine Ersatzvornahme. Das heißt: Wir schneiden die Hecke.', 'officialese'],
    ['Es wird der Plan, den das Amt gemacht hat.', 'passive'],
    ['Keine Wörter NUR IN GROSSBUCHSTABEN.', 'abbreviation']
  ] as const)('%j: no %s', (text, rule) => {
    expect(rulesOf(text)).not.toContain(rule)
  })

  it('a replacement fits where it is put', () => {
    const apply = (text: string, rule: string) => {
      const mark = examine(text).marks.find((mark) => mark.rule === rule && mark.replacement !== undefined)
      return mark && text.slice(0, mark.offset) + mark.replacement + text.slice(mark.offset + mark.length)
    }
    expect(apply('Unverzüglich melden!', 'officialese')).toBe('Sofort melden!')
    expect(apply('Zwei Lichtzeichenanlagen sind aus.', 'officialese')).toBe('Zwei Ampeln sind aus.')
    expect(apply('Sie können Hilfe in Anspruch nehmen.', 'functionVerb')).toBe('Sie können Hilfe nutzen.')
    expect(apply('Bitte versuchen Sie, Hilfe in Anspruch zu nehmen.', 'functionVerb')).toBe(
      'Bitte versuchen Sie, Hilfe zu nutzen.'
    )
    expect(apply('Das gilt ggf. auch hier.', 'abbreviation')).toBe('Das gilt vielleicht auch hier.')
    expect(apply('Eine Informationsveranstaltung folgt.', 'longCompound')).toBe(
      'Eine Informations-Veranstaltung folgt.'
    )
    expect(apply('Die Anhörung läuft.', 'officialese')).toBe('Die Anhörung (wir fragen Sie nach Ihrer Sicht) läuft.')
  })

  it('the text that explains a mark is there in both languages', () => {
    for (const language of ['de', 'en'] as const) {
      const texts = languageTexts(language)
      for (const rule of rules) expect(texts.rules[rule]).toBeTruthy()
      for (const reason of Object.keys(texts.reasons))
        expect(reasonText({ rule: 'officialese', reason, data: { count: 3 } }, language)).not.toContain('undefined')
    }
    expect(JSON.stringify(languageTexts('de'))).not.toMatch(/leichte sprache/i)
  })

  it('a rule can be switched off', () => {
    expect(examine('Die Straße wird gesperrt.', { without: ['passive'] }).marks).toEqual([])
  })
})

describe('what must I do?', () => {
  it.each([
    'Der Antrag ist bis zum 31. März einzureichen. Später eingehende Anträge finden keine Berücksichtigung.',
    'Die Frist endet am 15. Mai.',
    'Hundehalter sind zur Anmeldung verpflichtet.',
    'Anträge nimmt das Sozialamt bis zum 3. April entgegen. Es gibt 20 Plätze.'
  ])('%j leaves it open', (text) => {
    expect(rulesOf(text).filter((rule) => rule === 'whatToDo')).toHaveLength(1)
  })

  it.each([
    'Der Antrag ist bis zum 31. März einzureichen. Bitte schicken Sie ihn an das Sozialamt.',
    'Die Frist endet am 15. Mai. Melden Sie Ihr Kind bis dahin an.',
    'Wer einen Hund hält, muss ihn anmelden. Die Frist beträgt zwei Wochen.',
    'Die Straße ist bis zum 14. August gesperrt.',
    'Es ist mit Staus zu rechnen.',
    'Kommst du? Die Frist läuft, du meldest dich im Jugendhaus.'
  ])('%j does not', (text) => {
    expect(rulesOf(text)).not.toContain('whatToDo')
  })
})

describe('the house', () => {
  it('adds its own words and allows shipped ones', () => {
    const words = wordList({
      add: [
        { find: 'Servicepoint|Servicepoints', say: 'Schalter', apply: true, reason: 'foreign', severity: 'warning' }
      ],
      allow: ['sofern']
    })
    const [mark, ...others] = examine('Der Servicepoint hilft, sofern er offen ist.', { words }).marks
    expect(mark).toMatchObject({
      rule: 'officialese',
      severity: 'warning',
      replacement: 'Schalter',
      offset: 4,
      length: 12
    })
    expect(others).toEqual([])
    expect(rulesOf('Das gilt, sofern es regnet.')).toEqual(['officialese'])
  })

  it('a reason of its own that nobody wrote a text for shows the name of the rule', () => {
    expect(reasonText({ rule: 'officialese', reason: 'officialese.unseres', data: {} }, 'de')).toBe('Amtsdeutsch')
  })
})
