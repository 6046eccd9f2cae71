// What happens when somebody presses the button: decided here and nowhere else, on the server and, for the words on the
// button, in the browser.

/** How freely a person speaks for a unit. */
export type Level = 'before' | 'after' | 'free'
export const levels = ['before', 'after', 'free'] as const satisfies readonly Level[]

export type ReleaseKind = 'approval' | 'now-review-after' | 'now-sample' | 'now'

/** Why; each is a message key. */
export type Reason =
  | 'approved'
  | 'crisis'
  | 'fourEyes'
  | 'election'
  | 'levelBefore'
  | 'levelAfter'
  | 'levelFree'
  | 'noSample'
  | 'byLink'
  | 'nobody'

export interface ReleaseFacts {
  subject: 'post' | 'message'
  level: Level
  /** Keys of the topics with four eyes that it touches. */
  fourEyes: readonly string[]
  crisis: boolean
  /** A time of restraint before an election. */
  election: boolean
  /** Somebody approved exactly this. */
  approved: boolean
  /** Somebody of the staff other than the authors may review it. */
  hasOtherReviewer: boolean
  /** A leader approved an outside address that is none of the authors'. */
  hasOutsideReviewer: boolean
  /** Share of what goes out freely that is reviewed, 0 to 1. */
  sampleShare: number
}

export interface ReleaseDecision {
  kind: ReleaseKind
  reasons: Reason[]
}

/**
 * Decides what pressing the button does. Approval blocks; everything else goes out at once. The order matters: an approval
 * that was given holds; a crisis does not wait; then what always needs four eyes; then the person's level.
 * @example decideRelease({ level: 'before', … }) // { kind: 'approval', reasons: ['levelBefore'] }
 */
export function decideRelease(facts: ReleaseFacts): ReleaseDecision {
  if (facts.approved) return { kind: 'now', reasons: ['approved'] }
  if (facts.crisis) return withReviewer(facts, 'now-review-after', ['crisis'])
  const always: Reason[] = [
    ...(facts.fourEyes.length > 0 ? ['fourEyes' as const] : []),
    ...(facts.election && facts.subject === 'post' ? ['election' as const] : []),
    ...(facts.level === 'before' ? ['levelBefore' as const] : [])
  ]
  if (always.length > 0) return withReviewer(facts, 'approval', always)
  if (facts.level === 'after') return withReviewer(facts, 'now-review-after', ['levelAfter'])
  if (facts.sampleShare > 0) return { kind: 'now-sample', reasons: ['levelFree'] }
  return { kind: 'now', reasons: ['levelFree', 'noSample'] }
}

/** A town with one editor is not locked: who looks is somebody outside, by a link. */
function withReviewer(facts: ReleaseFacts, kind: ReleaseKind, reasons: Reason[]): ReleaseDecision {
  if (facts.hasOtherReviewer) return { kind, reasons }
  return { kind, reasons: [...reasons, facts.hasOutsideReviewer ? 'byLink' : 'nobody'] }
}

/** A topic that always needs four eyes, with words that hint at it. */
export interface FourEyesTopic {
  key: string
  name: string
  words: string[]
}

/** The topics at which words of the text hint, with the word that was found. A hint warns, it decides nothing. */
export function hintsIn(text: string, topics: readonly FourEyesTopic[]): { key: string; word: string }[] {
  const lower = text.toLowerCase()
  return topics.flatMap(({ key, words }) => {
    const word = words.find((one) => one !== '' && startsAWord(lower, one.toLowerCase()))
    return word ? [{ key, word }] : []
  })
}

/** Found where a word begins, so that "wahl" hints in "Wahllokal" and not in "Auswahl". */
function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true
  }
  return false
}

/** An address as far as it tells people apart: what stands behind a plus sign only sorts one person's mail. */
export function sameMailbox(email: string): string {
  const [name = '', host = ''] = email.trim().toLowerCase().split('@')
  // A full stop at the end of a host changes nothing of where mail goes.
  return `${name.split('+')[0]}@${host.replace(/\.+$/, '')}`
}

/** What a review is about and where it stands. */
export type ReviewKind = 'approval' | 'after' | 'sample'
export type ReviewState =
  'open' | 'approved' | 'changes' | 'taken_back' | 'returned' | 'void' | 'fine' | 'corrected' | 'withdrawn' | 'talked'

/** How a look at what is out ends; nothing of it punishes. */
export const outcomes = ['fine', 'corrected', 'withdrawn', 'talked'] as const
export type Outcome = (typeof outcomes)[number]
