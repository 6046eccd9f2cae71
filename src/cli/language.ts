// `ortsgespraech language FILE`: how readable a text is and what may make readers stumble. Nothing leaves the machine.
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { examine } from '#language/examine.ts'
import { summaryOf } from '#language/summarise.ts'
import { languageTexts, reasonText } from '#language/texts.ts'
import type { Examination, Mark } from '#language/types.ts'
import { type House, wordList } from '#language/word-list.ts'
import type { Call } from './commands.ts'
import { Complaint, spoken } from './say.ts'

/** Prints measures and marks of a file, or of what comes in when the file is `-`. @throws Complaint without a readable one */
export async function run(call: Call): Promise<void> {
  const {
    values,
    positionals: [file]
  } = call
  if (file === undefined) {
    throw new Complaint({
      de: 'Welche Datei? So geht es: ortsgespraech language text.md („-“ liest, was hereinkommt)',
      en: 'Which file? For example: ortsgespraech language text.md ("-" reads what comes in)'
    })
  }
  const text = file === '-' ? await readAll(process.stdin) : await contentOf(file)
  const words = wordList(await houseFor(call))
  const examination = examine(text, { words })
  if (values.json) return void console.log(JSON.stringify(withPlaces(text, examination)))
  const lines = [...marksOf(text, examination), '', ...measuresOf(examination)]
  console.log((examination.marks.length > 0 ? lines : lines.slice(1)).join('\n'))
}

/** From a file, or from the settings of a municipality; the database is looked for only then. */
async function houseFor(call: Call): Promise<House | undefined> {
  const { house, municipality } = call.values
  if (typeof house === 'string') return houseOf(house)
  if (typeof municipality !== 'string') return undefined
  const [{ withProgram }, { readSettings }, { municipalityAt }, { houseOf: settled }, { inMunicipality }] =
    await Promise.all([
      import('./with-program.ts'),
      import('./settings.ts'),
      import('#municipality/hosts.ts'),
      import('#municipality/house-words.ts'),
      import('#platform/database/database.ts')
    ])
  return withProgram(readSettings(call), async () => {
    const found = await municipalityAt(municipality)
    if (found) return inMunicipality(found.municipality.id, settled)
    throw new Complaint({
      de: `Unter ${municipality} gibt es hier keine Kommune.`,
      en: `There is no municipality at ${municipality}.`
    })
  })
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const reason = (cause as Error).message
    throw new Complaint(
      { de: `${file} ist nicht zu lesen: ${reason}`, en: `Cannot read ${file}: ${reason}` },
      { cause }
    )
  }
}

async function houseOf(file: string): Promise<House> {
  const complaint = {
    de: `${file}: erwartet wird {"add": [{"find", "say", "reason", "severity"}, …], "allow": ["…"]}, siehe content/language/README.md`,
    en: `${file}: expected {"add": [{"find", "say", "reason", "severity"}, …], "allow": ["…"]}, see content/language/README.md`
  }
  const content = await contentOf(file)
  try {
    const house = JSON.parse(content) as House
    const complete = (house.add ?? []).every((entry) =>
      [entry.find, entry.say, entry.reason, entry.severity].every((field) => typeof field === 'string')
    )
    if (complete && (house.allow ?? []).every((word) => typeof word === 'string')) return house
  } catch (cause) {
    throw new Complaint(complaint, { cause })
  }
  throw new Complaint(complaint)
}

/** `3:14  Passiv  „wird gesperrt“`, the reason below. */
function marksOf(text: string, { marks }: Examination): string[] {
  const language = spoken()
  const texts = languageTexts(language)
  const places = placesOf(text, marks)
  return marks.flatMap((mark, i) => {
    const { line, column } = places[i]!
    const passage = text.slice(mark.offset, mark.offset + mark.length).replace(/\s+/g, ' ')
    const shown = passage.length > 70 ? `${passage.slice(0, 67)}…` : passage
    const wording = mark.replacement ?? mark.data?.say
    return [
      `${line}:${column}  ${texts.rules[mark.rule]}: „${shown}“`,
      `    ${reasonText(mark, language)}${wording ? ` ${texts.say(wording)}` : ''}`,
      ...(mark.data?.exception ? [`    ${texts.stays(mark.data.exception)}`] : [])
    ]
  })
}

function measuresOf(examination: Examination): string[] {
  const language = spoken()
  const texts = languageTexts(language)
  const { scores, words, sentences, wordsPerSentence, longWordShare } = examination.measures
  const figure = (value: number | null) =>
    (value ?? 0).toLocaleString(language === 'de' ? 'de' : 'en-GB', { maximumFractionDigits: 1 })
  const counts = [texts.words(words), texts.sentences(sentences), texts.marks(examination.marks.length)].join(' · ')
  if (!scores) return [counts, texts.tooShort]
  return [
    `${summaryOf(examination, language)} · ${texts.sentences(sentences)} · ${texts.marks(examination.marks.length)}`,
    `Flesch-Amstad ${figure(scores.fleschAmstad)} · Wiener Sachtextformel ${scores.wienerSachtextformel.map(figure).join(' / ')} · LIX ${figure(scores.lix)}`,
    language === 'de'
      ? `${figure(wordsPerSentence)} Wörter je Satz · ${figure(longWordShare)} % lange Wörter`
      : `${figure(wordsPerSentence)} words per sentence · ${figure(longWordShare)} % long words`,
    texts.surface
  ]
}

interface Place {
  line: number
  column: number
}

function withPlaces(text: string, { measures, marks }: Examination) {
  const places = placesOf(text, marks)
  return { measures, marks: marks.map((mark, i) => ({ ...mark, ...places[i]! })) }
}

/** Line and column of each mark; marks come in the order of the text, so one walk through it is enough. */
function placesOf(text: string, marks: readonly Mark[]): Place[] {
  let line = 1
  let start = 0
  return marks.map(({ offset }) => {
    for (let end = text.indexOf('\n', start); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
      line++
      start = end + 1
    }
    return { line, column: offset - start + 1 }
  })
}
