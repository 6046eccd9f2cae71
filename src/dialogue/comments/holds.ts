// What makes a comment wait for a look. Rules only hold, they never delete, and they say why: the reasons stand at the
// comment for whoever decides. Pure: everything it goes by is given.
import type { CommentRules } from '#municipality/settings.ts'

export type HoldKind =
  | 'all'
  | 'post'
  | 'newcomer'
  | 'blocked'
  | 'links'
  | 'length'
  | 'words'
  | 'file'
  | 'fast'
  | 'unproven'
  | 'same'
  | 'corrected'
  | 'answered'

export interface HoldReason {
  kind: HoldKind
  /** How many links, signs, good comments so far, or times the same text came. */
  count?: number
  /** What of the hold list stands in the text. */
  words?: string[]
}

export interface CommentFacts {
  text: string
  /** Good comments of this person so far; null: nobody knows who this is. */
  good: number | null
  isBlocked: boolean
  /** The post's comments are looked at one by one. */
  postReviewed: boolean
  hasFile: boolean
  /** How long ago the browser asked for its task; null: it showed no proof. */
  provenAfterMs: number | null
  /** How often this very text came today. */
  same: number
}

/** Nobody reads an article's end, thinks and types in less. */
const leastMs = 3000
const linkShape = /https?:\/\/(?:www\.)?|www\./gi

/** Why this comment waits; empty: it appears at once. */
export function holdReasons(rules: CommentRules, facts: CommentFacts): HoldReason[] {
  const reasons: HoldReason[] = []
  if (rules.reviewAll) reasons.push({ kind: 'all' })
  if (facts.postReviewed) reasons.push({ kind: 'post' })
  if (facts.isBlocked) reasons.push({ kind: 'blocked' })
  if ((facts.good ?? 0) < rules.newcomerGood) reasons.push({ kind: 'newcomer', count: facts.good ?? 0 })
  reasons.push(...textReasons(rules, facts.text))
  if (facts.hasFile) reasons.push({ kind: 'file' })
  if (facts.same > 1) reasons.push({ kind: 'same', count: facts.same })
  if (facts.provenAfterMs === null) {
    if (rules.slowMinutes > 0) reasons.push({ kind: 'unproven' })
  } else if (facts.provenAfterMs < leastMs) reasons.push({ kind: 'fast' })
  return reasons
}

/** What in the text itself makes it wait. */
export function textReasons(rules: CommentRules, text: string): HoldReason[] {
  const reasons: HoldReason[] = []
  const links = text.match(linkShape)?.length ?? 0
  if (links > rules.holdLinks) reasons.push({ kind: 'links', count: links })
  const length = [...text].length
  if (length > rules.holdLength) reasons.push({ kind: 'length', count: length })
  const words = foundWords(rules.holdWords, text)
  if (words.length > 0) reasons.push({ kind: 'words', words })
  return reasons
}

/** Until when a comment waits that nothing speaks against but the missing proof; null: until somebody has looked. */
export function holdUntil(rules: CommentRules, reasons: HoldReason[], at: Date): Date | null {
  const isTimeAlone = reasons.length === 1 && reasons[0]!.kind === 'unproven'
  return isTimeAlone ? new Date(at.getTime() + rules.slowMinutes * 60_000) : null
}

/** The entries of the list that stand in the text as whole words; with a `*` at the end as beginnings of words. */
export function foundWords(list: readonly string[], text: string): string[] {
  if (list.length === 0) return []
  const said = ` ${plain(text)} `
  return list
    .filter((entry) => {
      const isBeginning = entry.endsWith('*')
      const word = plain(isBeginning ? entry.slice(0, -1) : entry)
      return word !== '' && said.includes(isBeginning ? ` ${word}` : ` ${word} `)
    })
    .slice(0, 20)
}

/** Letters and digits only, so that neither spelling nor signs between the words matter. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
