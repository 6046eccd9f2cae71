// What the marks and measures are called and why, in both languages. Never "Leichte Sprache": that needs readers who test it.
import type { Language } from './shared.ts'
import type { Mark, MarkData, Rule } from './types.ts'

export type Level = 'good' | 'fair' | 'hard'
type Reason = string | ((data: MarkData) => string)

interface Texts {
  rules: Record<Rule, string>
  reasons: Record<string, Reason>
  levels: Record<Level, string>
  readability: (level: string) => string
  words: (count: number) => string
  sentences: (count: number) => string
  marks: (count: number) => string
  tooShort: string
  stays: (exception: string) => string
  say: (wording: string) => string
  surface: string
}

const de: Texts = {
  rules: {
    sentenceLength: 'Langer Satz',
    subordinateClauses: 'Mehrere Nebensätze',
    passive: 'Passiv',
    isTo: '„ist zu“',
    nominalStyle: 'Hauptwortstil',
    functionVerb: 'Gestrecktes Verb',
    genitiveChain: 'Genitivkette',
    doubleNegation: 'Doppelte Verneinung',
    longCompound: 'Langes Wort',
    abbreviation: 'Abkürzung',
    brackets: 'Klammer',
    officialese: 'Amtsdeutsch',
    whatToDo: 'Was muss ich tun?'
  },
  reasons: {
    'sentenceLength.long': ({ count }) => `${count} Wörter. Machen Sie zwei Sätze daraus.`,
    'sentenceLength.nearlyLong': ({ count }) => `${count} Wörter. Bis 15 liest es sich leichter.`,
    subordinateClauses: ({ count }) => `${count} Nebensätze. Ein Gedanke, ein Satz.`,
    passive: 'Wer tut es? Nennen Sie die Person oder das Amt.',
    isTo: 'Wer muss es tun? Besser: „Bitte …“ oder „Sie müssen …“.',
    nominalStyle: ({ count }) => `${count} Verben stecken in Hauptwörtern. Sagen Sie, wer was tut.`,
    functionVerb: 'Ein Verb genügt.',
    genitiveChain: 'Mehrere Genitive hintereinander. Teilen Sie auf, zum Beispiel mit „von“ oder einem Verb.',
    doubleNegation: 'Zweimal verneint. Sagen Sie, was gilt.',
    longCompound: ({ count }) => `${count} Buchstaben. Ein Bindestrich oder zwei Wörter helfen.`,
    'abbreviation.short': 'Ausgeschrieben liest es sich leichter.',
    'abbreviation.unexplained': 'Nicht alle kennen das. Schreiben Sie es beim ersten Mal aus.',
    brackets: ({ count }) => `${count} Wörter in der Klammer unterbrechen den Satz. Ein eigener Satz ist besser.`,
    whatToDo: 'Es gibt eine Pflicht oder Frist. Sagen Sie den Lesenden, was sie tun müssen: „Bitte schicken Sie …“.',
    'officialese.house': 'Steht auf der Liste des Hauses.',
    'officialese.stiff': 'Klingt nach Papier.',
    'officialese.nominal': 'Im Hauptwort steckt ein Verb.',
    'officialese.wordy': 'Geht kürzer.',
    'officialese.foreign': 'Nicht alle kennen dieses Wort.',
    'officialese.legal': 'Rechtssprache. Geht es einfacher?',
    'officialese.empty': 'Sagt wenig. Weglassen oder genauer werden.',
    'officialese.outdated': 'Veraltet.',
    'officialese.impersonal': 'Sprechen Sie die Menschen an.',
    'officialese.technical': 'Fachwort. Wie sagen es die Leute?',
    'officialese.harsh': 'Klingt streng.',
    'officialese.explain': 'Dieser Rechtsbegriff bleibt. Erklären Sie ihn in einer Klammer.'
  },
  levels: { good: 'gut', fair: 'mittel', hard: 'schwer' },
  readability: (level) => `Lesbarkeit ${level}`,
  words: (count) => (count === 1 ? '1 Wort' : `${count.toLocaleString('de')} Wörter`),
  sentences: (count) => (count === 1 ? '1 Satz' : `${count.toLocaleString('de')} Sätze`),
  marks: (count) => (count === 1 ? '1 Hinweis' : `${count.toLocaleString('de')} Hinweise`),
  tooShort: 'Für Lesbarkeitswerte zu kurz: Sie gelten ab 100 Wörtern.',
  stays: (exception) => `Ausnahme: ${exception}`,
  say: (wording) => `Besser: ${wording}`,
  surface: 'Die Formeln sehen nur die Oberfläche: Wörter, Silben, Sätze. Ob ein Text stimmt und hilft, sehen sie nicht.'
}

const en: Texts = {
  rules: {
    sentenceLength: 'Long sentence',
    subordinateClauses: 'Several subordinate clauses',
    passive: 'Passive',
    isTo: '"ist zu"',
    nominalStyle: 'Nominal style',
    functionVerb: 'Stretched verb',
    genitiveChain: 'Chain of genitives',
    doubleNegation: 'Double negation',
    longCompound: 'Long word',
    abbreviation: 'Abbreviation',
    brackets: 'Brackets',
    officialese: 'Officialese',
    whatToDo: 'What must I do?'
  },
  reasons: {
    'sentenceLength.long': ({ count }) => `${count} words. Make two sentences of it.`,
    'sentenceLength.nearlyLong': ({ count }) => `${count} words. Up to 15 read more easily.`,
    subordinateClauses: ({ count }) => `${count} subordinate clauses. One thought, one sentence.`,
    passive: 'Who does it? Name the person or the office.',
    isTo: 'Who must do it? Better: "Bitte …" or "Sie müssen …".',
    nominalStyle: ({ count }) => `${count} verbs hide in nouns. Say who does what.`,
    functionVerb: 'A verb is enough.',
    genitiveChain: 'Several genitives in a row. Split them up, with "von" or a verb.',
    doubleNegation: 'Denied twice. Say what holds.',
    longCompound: ({ count }) => `${count} letters. A hyphen or two words help.`,
    'abbreviation.short': 'It reads more easily in full.',
    'abbreviation.unexplained': 'Not everybody knows it. Write it in full the first time.',
    brackets: ({ count }) => `${count} words in brackets break the sentence. A sentence of its own is better.`,
    whatToDo: 'There is a duty or a deadline. Tell readers what they must do: "Bitte schicken Sie …".',
    'officialese.house': 'On the list of the house.',
    'officialese.stiff': 'Sounds like paper.',
    'officialese.nominal': 'A verb hides in the noun.',
    'officialese.wordy': 'Can be shorter.',
    'officialese.foreign': 'Not everybody knows this word.',
    'officialese.legal': 'Legal language. Is there a simpler way?',
    'officialese.empty': 'Says little. Leave it out or be precise.',
    'officialese.outdated': 'Outdated.',
    'officialese.impersonal': 'Speak to the people.',
    'officialese.technical': 'Technical term. What do people call it?',
    'officialese.harsh': 'Sounds harsh.',
    'officialese.explain': 'This legal term stays. Explain it in brackets.'
  },
  levels: { good: 'good', fair: 'fair', hard: 'hard' },
  readability: (level) => `Readability ${level}`,
  words: (count) => (count === 1 ? '1 word' : `${count.toLocaleString('en-GB')} words`),
  sentences: (count) => (count === 1 ? '1 sentence' : `${count.toLocaleString('en-GB')} sentences`),
  marks: (count) => (count === 1 ? '1 hint' : `${count.toLocaleString('en-GB')} hints`),
  tooShort: 'Too short for readability scores: they hold from 100 words on.',
  stays: (exception) => `Exception: ${exception}`,
  say: (wording) => `Better: ${wording}`,
  surface:
    'The formulas see the surface only: words, syllables, sentences. They cannot see whether a text is right or helps.'
}

const all: Record<Language, Texts> = { de, en }

/** The texts of a language. */
export function languageTexts(language: Language): Texts {
  return all[language]
}

/** Why a passage is marked; a house's own reason key that has no text shows the rule's name. */
export function reasonText(mark: Pick<Mark, 'rule' | 'reason' | 'data'>, language: Language): string {
  const reason = all[language].reasons[mark.reason] ?? all[language].rules[mark.rule]
  return typeof reason === 'function' ? reason(mark.data ?? {}) : reason
}
