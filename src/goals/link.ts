import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockGoal, mustBeLive } from './lock.ts'
import { limits } from './shared.ts'

export interface LinkInput {
  goal: string
  kind: 'web' | 'paper'
  title: string
  url: string
}

/** Notes at a goal where more stands about it: a page, or a paper of the council. @throws NotAllowed, NotFound, Invalid */
export async function addLink(tx: Tx, who: Who, input: LinkInput): Promise<string> {
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  mustBeLive(goal)
  const title = input.title.trim().replace(/\s+/g, ' ')
  const url = webAddress(input.url)
  if (!url) throw new Invalid({ url: 'goals.urlShape' })
  if (title.length > limits.linkTitle) throw new Invalid({ title: 'goals.textLong' })
  const links = await tx.selectFrom('goal_link').select('url').where('goal_id', '=', goal.id).limit(200).execute()
  if (links.some((link) => link.url === url)) throw new Invalid({ url: 'goals.linkThere' })
  if (links.length >= limits.links) throw new Refusal('goals.tooManyLinks', { max: limits.links })
  const id = newId()
  await tx
    .insertInto('goal_link')
    .values({ id, goal_id: goal.id, kind: input.kind, title, url, created_at: now() })
    .execute()
  record(tx, who, 'goal.link-added', goal.id, { link: id, title: title || url })
  return id
}

/** Takes a link away again. @throws NotAllowed, NotFound */
export async function removeLink(tx: Tx, who: Who, input: { goal: string; link: string }): Promise<void> {
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  const link = await tx
    .deleteFrom('goal_link')
    .where('id', '=', input.link)
    .where('goal_id', '=', goal.id)
    .returning(['title', 'url'])
    .executeTakeFirst()
  if (!link) throw new NotFound()
  record(tx, who, 'goal.link-removed', goal.id, { link: input.link, title: link.title || link.url })
}

/** An address of the web in full, or null for anything else. */
export function webAddress(text: string): string | null {
  const trimmed = text.trim()
  if (!/^https?:\/\/\S+$/i.test(trimmed) || trimmed.length > limits.url) return null
  try {
    const url = new URL(trimmed)
    return url.username || url.password ? null : url.href
  } catch {
    return null
  }
}
