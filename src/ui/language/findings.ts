/** What the language module and the checks of posts find in a text, as one list for a person. Nothing leaves the browser. */
import type { Language } from '#language/shared.ts'
import type { Post } from '#language/post-checks.ts'
import type { Measures } from '#language/types.ts'
import type { House, WordList } from '#language/word-list.ts'

export interface Finding {
  /** The same passage for the same reason: what somebody ignores stays ignored. */
  key: string
  offset: number
  /** 0: the text as a whole is meant. */
  length: number
  severity: 'hint' | 'warning'
  rule: string
  reason: string
  passage: string
  replacement?: string
  say?: string
  exception?: string
}

export interface Found {
  findings: Finding[]
  measures: Measures | null
  level: 'good' | 'fair' | 'hard' | null
  /** `Lesbarkeit gut · 112 Wörter` */
  summary: string
}

export interface Question {
  text: string
  /** Of the user interface. */
  language: Language
  /** Only German has rules and measures; other texts are checked as posts only. */
  isGerman: boolean
  /** A post is checked for what keeps people out, an answer is not. */
  isPost: boolean
  /** Of a post, those with words in them. */
  images?: Post['images']
}

let words: Promise<WordList | undefined> | null = null

/** The shipped list with the house's own words; asked for once, and again after a failure. */
async function houseWords(): Promise<WordList | undefined> {
  const [{ wordList }, house] = await Promise.all([
    import('#language/word-list.ts'),
    fetch('/desk/words')
      .then((answer) => (answer.ok ? (answer.json() as Promise<House>) : null))
      .catch(() => null)
  ])
  if (house === null) {
    words = null
    return undefined
  }
  return wordList(house)
}

/** Examines a text in this browser. */
export async function find({ text, language, isGerman, isPost, images = [] }: Question): Promise<Found> {
  const [{ examine }, { checkPost, postReason }, { levelOf, summaryOf }, { languageTexts, reasonText }] =
    await Promise.all([
      import('#language/examine.ts'),
      import('#language/post-checks.ts'),
      import('#language/summarise.ts'),
      import('#language/texts.ts')
    ])
  const texts = languageTexts(language)
  const passageOf = (offset: number, length: number): string => text.slice(offset, offset + length).replace(/\s+/g, ' ')
  const findings: Finding[] = []
  let measures: Measures | null = null
  let summary = ''
  if (isGerman) {
    const list = await (words ??= houseWords())
    const examination = examine(text, list ? { words: list } : {})
    measures = examination.measures
    summary = summaryOf(examination, language)
    for (const mark of examination.marks) {
      const passage = passageOf(mark.offset, mark.length)
      findings.push({
        key: `${mark.rule}:${passage}`,
        offset: mark.offset,
        length: mark.length,
        severity: mark.severity,
        rule: texts.rules[mark.rule],
        reason: reasonText(mark, language),
        passage,
        ...(mark.replacement !== undefined && { replacement: mark.replacement }),
        ...(mark.data?.say && { say: texts.say(mark.data.say) }),
        ...(mark.data?.exception && { exception: texts.stays(mark.data.exception) })
      })
    }
  }
  if (isPost) {
    for (const mark of checkPost({ text, images })) {
      const passage = passageOf(mark.offset, mark.length)
      findings.push({
        key: `${mark.rule}:${passage}`,
        offset: mark.offset,
        length: mark.length,
        severity: mark.severity,
        rule: '',
        reason: postReason(mark, language),
        passage,
        ...(mark.replacement !== undefined && { replacement: mark.replacement })
      })
    }
  }
  findings.sort((a, b) => a.offset - b.offset)
  return { findings, measures, summary, level: measures?.scores ? levelOf(measures.scores) : null }
}
