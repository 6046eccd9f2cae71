// Who may do what. The one place that decides it: use cases ask `must`, pages ask `may`.
import { NotAllowed } from '#platform/refusal.ts'
import type { Role } from './types.ts'
import type { Who } from './types.ts'

/** What can be done, each with the roles that may do it in the unit the thing belongs to (or above it). */
const actions = {
  // posts
  'post.write': ['editor', 'expert', 'leader'],
  // Whoever writes may press the button; the level of trust decides what it does.
  'post.publish': ['editor', 'expert', 'leader'],
  'post.reschedule': ['editor', 'leader'],
  'post.withdraw': ['editor', 'leader'],
  'media.upload': ['editor', 'expert', 'leader'],
  'media.settle': ['editor', 'expert', 'leader'],
  'media.withdraw': ['editor', 'leader', 'privacy'],
  'media.original': ['editor', 'leader', 'privacy'],
  'media.erase': ['editor', 'leader', 'privacy'],
  'media.rules': ['editor', 'leader', 'operator'],
  'media.place': ['operator'],
  // crisis
  'crisis.read': ['editor', 'expert', 'leader'],
  'crisis.lead': ['editor', 'leader'],
  'warning.settle': ['editor', 'leader', 'operator'],
  // dialogue
  'conversation.read': ['editor', 'expert', 'leader'],
  'conversation.answer': ['editor', 'expert', 'leader'],
  'conversation.assign': ['editor', 'expert', 'leader'],
  'conversation.note': ['editor', 'expert', 'leader'],
  'conversation.close': ['editor', 'expert', 'leader'],
  'message.moderate': ['editor', 'leader'],
  'comments.settle': ['editor', 'leader', 'operator'],
  'decision.read': ['editor', 'leader', 'privacy'],
  'evidence.read': ['leader', 'privacy'],
  'evidence.export': ['leader', 'privacy'],
  'authority.settle': ['editor', 'leader', 'operator'],
  'message.replay': ['editor', 'operator'],
  'routing.settle': ['editor', 'leader'],
  // cases
  'case.settle': ['editor', 'leader', 'operator'],
  'case.key': ['operator', 'leader'],
  // duty
  'duty.plan': ['editor', 'leader'],
  'template.settle': ['editor', 'leader'],
  // calendar
  'calendar.settle': ['editor', 'leader', 'operator'],
  // trust
  'review.decide': ['editor', 'leader'],
  'trust.settle': ['leader'],
  'trust.agree': ['leader'],
  // goals
  'goal.read': ['editor', 'expert', 'leader'],
  'goal.write': ['editor', 'leader'],
  // campaigns and audiences
  'campaign.write': ['editor', 'leader'],
  'campaign.note': ['editor', 'expert', 'leader'],
  'audience.write': ['editor', 'leader'],
  'council.settle': ['operator', 'editor', 'leader'],
  // government of the desk
  'municipality.settle': ['operator', 'leader'],
  'municipality.address': ['operator'],
  'unit.settle': ['operator', 'leader'],
  'words.settle': ['editor', 'leader'],
  'person.settle': ['operator', 'leader'],
  'channel.settle': ['operator', 'editor'],
  'mail.read': ['operator', 'editor'],
  'channel.release': ['operator'],
  'election.settle': ['leader', 'operator'],
  'concept.write': ['operator', 'editor', 'leader'],
  'concept.adopt': ['leader'],
  // privacy
  'address.ask': ['editor', 'leader', 'privacy'],
  'address.hold': ['privacy'],
  'privacy.read': ['privacy'],
  'retention.settle': ['privacy'],
  'notice.write': ['privacy', 'leader', 'operator'],
  'notice.confirm': ['privacy'],
  'subject.handle': ['privacy'],
  'log.read': ['privacy', 'operator'],
  'erasure.read': ['privacy', 'operator'],
  'erasure.order': ['privacy']
} satisfies Record<string, Role[]>

export type Action = keyof typeof actions

/**
 * Whether `who` may do this. `unitId` is the unit the subject belongs to; null means: of no unit yet, where everybody
 * who holds a fitting role anywhere may act (a conversation without a department must not fall between all of them).
 * The program itself may everything; citizens and remote actors never act through this gate.
 */
export function may(who: Who, action: Action, unitId?: string | null): boolean {
  if (who.kind === 'system') return true
  if (who.kind !== 'person') return false
  const fitting: readonly Role[] = actions[action]
  if (unitId == null) return who.roles.some(({ role }) => fitting.includes(role))
  return fitting.some((role) => who.reach[role]?.has(unitId))
}

/** @throws NotAllowed when `may` says no */
export function must(who: Who, action: Action, unitId?: string | null): void {
  if (!may(who, action, unitId)) throw new NotAllowed(action)
}

/**
 * Whether `who` may give or take this role in this unit. Leaders settle the people of their units; who runs the
 * installation and who guards the data is for operators to say, or a leader could become either.
 */
export function mayGrant(who: Who, role: Role, unitId: string): boolean {
  if (who.kind === 'person' && (role === 'operator' || role === 'privacy'))
    return who.reach.operator?.has(unitId) ?? false
  return may(who, 'person.settle', unitId)
}

/** @throws NotAllowed when `mayGrant` says no */
export function mustGrant(who: Who, role: Role, unitId: string): void {
  if (!mayGrant(who, role, unitId)) throw new NotAllowed('person.settle', { role })
}
