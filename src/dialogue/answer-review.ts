import { loadMunicipality } from '#municipality/hosts.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import type { ReleaseAnswer } from '#review/facts.ts'
import { openReview } from '#review/open.ts'
import { draw } from '#review/sample.ts'
import type { Conversation } from './types.ts'

/** Opens the review that the decision asks for: before, after, or where the draw falls on it. */
export async function openLook(
  tx: Tx,
  who: Person,
  conversation: Pick<Conversation, 'unit_id'>,
  message: string,
  input: { after: string; reviewer: string | null },
  release: ReleaseAnswer
): Promise<string | null> {
  if (release.kind === 'now') return null
  if (release.kind === 'now-sample') {
    const { timeZone } = await loadMunicipality(tx)
    const isChosen = await draw(tx, { subjectId: message, version: 1, share: release.sampleShare, zone: timeZone })
    if (!isChosen) return null
  }
  return openReview(tx, who, {
    kind: release.kind === 'approval' ? 'approval' : release.kind === 'now-sample' ? 'sample' : 'after',
    subject: { kind: 'message', id: message, unitId: conversation.unit_id },
    authors: [who.id],
    answer: release,
    wish: { act: 'answer', after: input.after },
    version: 1,
    reviewer: input.reviewer
  })
}
