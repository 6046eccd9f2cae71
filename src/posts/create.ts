import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { noteUse } from '#media/use.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { noteAuthor } from './authors.ts'
import { checkLengths } from './check.ts'
import { plannedTime } from './planned-time.ts'
import { fileUnder } from './file-under.ts'
import { placeInPlan } from './plan.ts'
import type { DraftInput } from './types.ts'
import { keepVariants } from './variants.ts'

/**
 * Begins a post as a draft that nobody outside sees.
 * @throws NotAllowed, Invalid when a text is too long, Refusal `posts.goalUnknown`
 */
export async function createPost(
  tx: Tx,
  who: Who,
  input: Partial<DraftInput> & { unitId: string }
): Promise<{ id: string; revision: number }> {
  must(who, 'post.write', input.unitId)
  checkLengths(input)
  const id = newId()
  await tx
    .insertInto('post')
    .values({
      id,
      // Until the first publishing, which takes it from the title.
      slug: `entwurf-${newToken(9).toLowerCase()}`,
      unit_id: input.unitId,
      author_id: who.kind === 'person' ? who.id : null,
      draft_title: input.title?.trim() ?? '',
      draft_lead: input.lead?.trim() ?? '',
      draft_body: input.body ?? '',
      language: input.language ?? 'de',
      image_id: input.imageId ?? null,
      fediverse_form: input.fediverseForm ?? 'article',
      comments: input.comments ?? 'open',
      channel_ids: input.channelIds ?? null,
      planned_at: await plannedTime(tx, input.plannedAt),
      four_eyes: input.fourEyes ?? [],
      created_at: now(),
      changed_at: now()
    })
    .execute()
  if (input.title || input.lead || input.body) await noteAuthor(tx, who, id)
  await noteUse(tx, id, 0, { body: input.body ?? '', imageId: input.imageId ?? null })
  await fileUnder(tx, who, id, input)
  await placeInPlan(tx, id, input)
  if (input.variants) await keepVariants(tx, id, input.variants, { before: 0, after: 1, wroteText: true })
  record(tx, who, 'post.created', id, { unit: input.unitId })
  return { id, revision: 1 }
}
