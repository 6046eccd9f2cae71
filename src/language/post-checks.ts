// Checks of a post as such: what keeps people out who listen, read slowly, or do not use the network.
import type { Language } from './shared.ts'
import type { Severity } from './types.ts'

export const postRules = ['hashtag', 'linkText', 'emoji', 'fancyLetters', 'capitals', 'contact', 'textInImage'] as const
export type PostRule = (typeof postRules)[number]

export interface PostMark {
  rule: PostRule
  severity: Severity
  /** Position in the text; 0 and 0 where the whole post is meant. */
  offset: number
  length: number
  /** Key of the text (`postReason`). */
  reason: string
  replacement?: string
}

export interface Post {
  /** Markdown or plain. */
  text: string
  /** Pictures with words in them, each with whether its words stand in the text or beside it. */
  images?: readonly { showsText: boolean; textBeside: boolean }[]
  /** Contact routes that the page shows beside the text anyway (a footer, a box): then the text needs none. */
  hasContactBeside?: boolean
}

/**
 * Checks a post. Works in time that grows with the text's length.
 * @example checkPost({ text: 'Alles #tagderoffenentür 🎉🎉🎉🎉 [hier](https://example.org)' })
 */
export function checkPost({ text, images = [], hasContactBeside = false }: Post): PostMark[] {
  const marks = [...hashtags(text), ...linkTexts(text), ...emojis(text), ...fancyLetters(text), ...capitals(text)]
  for (const image of images)
    if (image.showsText && !image.textBeside) marks.push({ ...wholePost, rule: 'textInImage', reason: 'textInImage' })
  if (!hasContactBeside && text.trim() && !contact.test(text))
    marks.push({ ...wholePost, severity: 'hint', rule: 'contact', reason: 'contact' })
  return marks.sort((a, b) => a.offset - b.offset)
}

/**
 * Whether the words of a picture stand in a text, judged by its description, which names them: at least half of its words
 * do. All of them would be too much to ask ("Plakat: …" is said of a picture only); a long description alone does not count,
 * because nobody sees it who does not hear it.
 */
export function isSaidBeside(description: string, text: string): boolean {
  const words = (of: string): Set<string> => new Set(of.toLowerCase().match(/\p{L}{3,}/gu))
  const said = words(text)
  const named = [...words(description)]
  return named.length > 0 && named.filter((word) => said.has(word)).length * 2 >= named.length
}

const wholePost = { severity: 'warning', offset: 0, length: 0 } as const

/** From this length on a hashtag is read aloud as one endless word unless capitals part it. */
const longHashtag = 9

function hashtags(text: string): PostMark[] {
  const marks: PostMark[] = []
  for (const match of text.matchAll(/(?<![\p{L}\p{N}/&#])#([\p{L}\p{N}_]{1,100})/gu)) {
    const word = match[1]!
    const isYear = /^\p{L}+\d+$/u.test(word) && word.length <= longHashtag + 4
    if (word.length < longHashtag || isYear || /\p{Ll}[\p{Lu}\p{N}_]/u.test(word)) continue
    marks.push({
      rule: 'hashtag',
      severity: 'warning',
      offset: match.index,
      length: match[0].length,
      reason: word === word.toUpperCase() ? 'hashtag.capitals' : 'hashtag.small'
    })
  }
  return marks
}

const saysNothing =
  /^(?:hier|hier klicken|klicken sie hier|hier geht es weiter|hier geht'?s weiter|link|zum link|weiter|weiterlesen|mehr|mehr lesen|mehr infos?|mehr informationen|mehr dazu|infos?|details|dort|this|here|click here|more|read more|website|webseite|internetseite|homepage|pdf|download|siehe hier|→|>>|»)$/i

/** A link's words: `[…](…)`, found with one look at each character. */
function linkTexts(text: string): PostMark[] {
  const marks: PostMark[] = []
  let open = -1
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\n') open = -1
    else if (text[i] === '[') open = i
    else if (text[i] === ']' && open !== -1) {
      const isPicture = text[open - 1] === '!'
      if (text[i + 1] === '(' && !isPicture) {
        const words = text
          .slice(open + 1, Math.min(i, open + 81))
          .replace(/[*_`]/g, '')
          .trim()
        const reason = saysNothing.test(words.replace(/[.:!…]+$/, ''))
          ? 'linkText.empty'
          : isAddress(words)
            ? 'linkText.address'
            : ''
        if (reason || words === '')
          marks.push({
            rule: 'linkText',
            severity: 'warning',
            offset: open + 1,
            length: Math.max(0, i - open - 1),
            reason: reason || 'linkText.empty'
          })
      }
      open = -1
    }
  }
  return marks
}

/** A bare address is read aloud letter by letter; a short one (`musterstadt.de`) is fine. */
function isAddress(words: string): boolean {
  return /^(?:https?:\/\/|www\.)/i.test(words) || (words.length > 30 && /^\S+\.\S+\/\S+$/.test(words))
}

const emoji =
  /(?:\p{Regional_Indicator}{2}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)(?:\p{EMod}|\uFE0F|\u200D\p{Extended_Pictographic}\uFE0F?){0,8}/gu
const mostEmojis = 3

/** At most three, and none in the middle of a sentence: each is read aloud by its name. */
function emojis(text: string): PostMark[] {
  const found = [...text.matchAll(emoji)]
  const marks: PostMark[] = []
  for (const [i, match] of found.entries()) {
    const at = { rule: 'emoji', severity: 'hint', offset: match.index, length: match[0].length } as const
    if (i === mostEmojis) marks.push({ ...at, severity: 'warning', reason: 'emoji.many' })
    else if (i < mostEmojis && isInSentence(text, match.index, match.index + match[0].length))
      marks.push({ ...at, reason: 'emoji.inSentence' })
  }
  return marks
}

/** Letters follow in the same line, and no sentence ended before. */
function isInSentence(text: string, from: number, to: number): boolean {
  const after = text.slice(to, to + 40)
  const before = text.slice(Math.max(0, from - 4), from).trimEnd()
  return /^[^\n.!?]*?\p{Ll}/u.test(after) && /[\p{L}\p{N},]$/u.test(before)
}

// Mathematical alphabets, circled and full-width letters, small capitals: letters in disguise.
const fancy = /[\u{1D400}-\u{1D7FF}\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\u{1F130}-\u{1F189}\u1D00-\u1D25]{1,200}/gu

function fancyLetters(text: string): PostMark[] {
  const marks: PostMark[] = []
  for (const match of text.matchAll(fancy)) {
    const plain = match[0].normalize('NFKD')
    marks.push({
      rule: 'fancyLetters',
      severity: 'warning',
      offset: match.index,
      length: match[0].length,
      reason: 'fancyLetters',
      ...(plain !== match[0] && /^[\p{L}\p{N}]+$/u.test(plain) && { replacement: plain })
    })
  }
  return marks
}

/** Words of capitals only, from six letters on; shorter ones are abbreviations, and hashtags have their own rule. */
function capitals(text: string): PostMark[] {
  const marks: PostMark[] = []
  for (const match of text.matchAll(/(?<![\p{L}\p{N}#/._@-])\p{Lu}{6,60}(?![\p{L}\p{N}/._@-]\p{L}|\p{L})/gu)) {
    const word = match[0]
    if (word === 'UNESCO' || word === 'UNICEF') continue
    marks.push({
      rule: 'capitals',
      severity: 'warning',
      offset: match.index,
      length: word.length,
      reason: 'capitals',
      replacement: word[0] + word.slice(1).toLowerCase()
    })
  }
  return marks
}

/** A telephone number, a mail address, a form, a place to go to. */
const contact =
  /[\p{L}\p{N}]@[\p{L}\p{N}]|(?:tel\.|telefon|☎|📞|ruf(?:en)?(?: sie)?(?: uns)? an|anrufen)|\b0[1-9]\d{1,4}[ /-]{0,3}\d{3}|\+49|\b115\b|mailto:|tel:|https?:\/\/|www\.|\.de\b|rathaus|bürgerbüro|zimmer \d/iu

type Reasons = Record<string, string>
const de: Reasons = {
  'hashtag.small':
    'Schreiben Sie jedes Wort darin groß (#TagDerOffenenTür). Sonst liest die Vorlese-Stimme ein einziges langes Wort.',
  'hashtag.capitals': 'Nur die Anfangsbuchstaben groß (#TagDerOffenenTür), dann bleibt jedes Wort hörbar.',
  'linkText.empty': 'Sagen Sie, wohin der Link führt: „Antrag auf Wohngeld“ statt „hier“.',
  'linkText.address': 'Eine Adresse wird Zeichen für Zeichen vorgelesen. Schreiben Sie, was dort steht.',
  'emoji.many': 'Ab hier sind es mehr als drei Emojis. Jedes wird mit Namen vorgelesen.',
  'emoji.inSentence': 'Emojis besser an das Ende: Mitten im Satz unterbrechen sie das Vorlesen.',
  fancyLetters: 'Zierbuchstaben liest keine Vorlese-Stimme und keine Suche. Nehmen Sie gewöhnliche.',
  capitals: 'NUR GROSSBUCHSTABEN lesen sich schwer und klingen laut.',
  contact: 'Nennen Sie einen Weg neben dem Netzwerk: Telefon, E-Mail, eine Seite oder das Zimmer im Rathaus.',
  textInImage: 'Im Bild steht Text. Er muss auch als Text im Beitrag stehen.'
}
const en: Reasons = {
  'hashtag.small':
    'Begin each word in it with a capital (#TagDerOffenenTür). Otherwise it is read aloud as one endless word.',
  'hashtag.capitals': 'Capitals at the beginning of words only (#TagDerOffenenTür): each word stays audible.',
  'linkText.empty': 'Say where the link leads: "Application for housing benefit" instead of "here".',
  'linkText.address': 'An address is read aloud sign by sign. Say what is there.',
  'emoji.many': 'From here on there are more than three emojis. Each is read aloud by its name.',
  'emoji.inSentence': 'Put emojis at the end: inside a sentence they break the reading aloud.',
  fancyLetters: 'No screen reader and no search reads fancy letters. Use ordinary ones.',
  capitals: 'CAPITALS ONLY are hard to read and sound loud.',
  contact: 'Name a way besides the network: telephone, mail, a page, or the room in the town hall.',
  textInImage: 'The picture shows text. It must stand in the post as text too.'
}

/** Why a post is marked. */
export function postReason(mark: Pick<PostMark, 'reason'>, language: Language): string {
  return (language === 'en' ? en : de)[mark.reason] ?? mark.reason
}
