// What the decision about releasing needs to know, gathered for one person and one text.
import { loadMunicipality } from '#municipality/hosts.ts'
import { endOfWorkingDay } from '#municipality/working-time.ts'
import { electionRestraint } from '#elections/restraint.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { levelOf } from '#people/trust.ts'
import type { Person } from '#people/types.ts'
import { crisisMode } from './crisis.ts'
import { outsideFor, type OutsideReviewer, type Reviewer, reviewersFor } from './reviewers.ts'
import { trustSettings } from './settings.ts'
import { decideRelease, type FourEyesTopic, type Level, type ReleaseDecision, type ReleaseFacts } from './shared.ts'
import { fourEyesTopics } from './topics.ts'

export interface ReleaseQuestion {
  subject: 'post' | 'message'
  unitId: string | null
  /** Everybody whose words these are; whoever asks is among them. */
  authors: readonly string[]
  /** Keys that the author ticked; what is switched off does not count. */
  fourEyes: readonly string[]
  approved: boolean
  /** When it would go out. */
  at?: Date
}

export interface ReleaseAnswer extends ReleaseDecision {
  level: Level
  reviewers: Reviewer[]
  outside: OutsideReviewer[]
  sampleShare: number
  /** When somebody should have looked, or answered. */
  dueAt: Date
}

/** What the answer box needs to say what its button does. */
export interface AnswerRelease {
  facts: ReleaseFacts
  topics: FourEyesTopic[]
  /** Who would be asked; empty: nobody is there. */
  reviewer: string
}

/** The facts for an answer of this person in this unit; only the topics are still open. */
export async function answerRelease(
  tx: Tx,
  who: Person,
  unitId: string | null,
  language: 'de' | 'en'
): Promise<AnswerRelease> {
  const [reviewer] = await reviewersFor(tx, unitId, [who.id])
  const [outside] = await outsideFor(tx, [who.id])
  return {
    facts: {
      subject: 'message',
      level: await levelOf(tx, who, unitId),
      fourEyes: [],
      crisis: await crisisMode(tx),
      election: false,
      approved: false,
      hasOtherReviewer: reviewer !== undefined,
      hasOutsideReviewer: outside !== undefined,
      sampleShare: (await trustSettings(tx)).sampleShare
    },
    topics: await fourEyesTopics(tx, language),
    reviewer: reviewer?.name ?? outside?.name ?? ''
  }
}

/** What happens when this person lets this go. */
export async function askRelease(tx: Tx, who: Person, question: ReleaseQuestion): Promise<ReleaseAnswer> {
  const { unitId } = question
  const authors = [...new Set([who.id, ...question.authors])]
  const settings = await trustSettings(tx)
  const level = await levelOf(tx, who, unitId)
  const reviewers = await reviewersFor(tx, unitId, authors)
  const outside = await outsideFor(tx, authors)
  const holding = new Set(question.fourEyes.length > 0 ? (await fourEyesTopics(tx)).map(({ key }) => key) : [])
  const decision = decideRelease({
    subject: question.subject,
    level,
    fourEyes: question.fourEyes.filter((key) => holding.has(key)),
    crisis: await crisisMode(tx),
    election: (await electionRestraint(tx, question.at ?? now())) !== null,
    approved: question.approved,
    hasOtherReviewer: reviewers.length > 0,
    hasOutsideReviewer: outside.length > 0,
    sampleShare: settings.sampleShare
  })
  const dueAt = endOfWorkingDay(await loadMunicipality(tx), now(), settings.lookDays)
  return { ...decision, level, reviewers, outside, sampleShare: settings.sampleShare, dueAt }
}
