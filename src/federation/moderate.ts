/** Decisions about what somebody wrote, carried to the server they write from: a block, its end, a report. */
import type { Moderated } from '#channels/contract.ts'
import { SendRefused } from '#channels/contract.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { activityAddress } from './addresses.ts'
import { actorOfChannel, ownActors } from './actors.ts'
import { emit } from './emit.ts'
import { homeOf } from './home.ts'
import { reach } from './say.ts'

/**
 * Says it in the name of the municipality, never of a person or a department. A report speaks to nobody: only the server
 * gets it, so that the reported account does not.
 * @throws SendRefused, SendLater
 */
export async function moderate(
  municipalityId: string,
  { act, messageId, text, undoes }: Moderated,
  key: string
): Promise<void> {
  const found = await inMunicipality(municipalityId, async (tx) => {
    const home = await homeOf(tx)
    const [own] = await ownActors(tx, home)
    const actor = own && (await actorOfChannel(tx, home, own.channelId))
    const row = await tx
      .selectFrom('message')
      .innerJoin('contact', 'contact.id', 'message.contact_id')
      .select(['contact.remote_id as author', 'message.remote_id as words'])
      .where('message.id', '=', messageId)
      .executeTakeFirst()
    return { home, actor, row }
  })
  const { home, actor, row } = found
  if (!actor || !row?.author) throw new SendRefused('nobody is known who could be spoken of')
  const author = row.author
  const profile = await reach(author, actor.key)
  await inMunicipality(municipalityId, async (tx) => {
    const base = { id: key, objectId: null, visibility: 'direct' as const }
    const inboxes = [profile.inbox]
    if (act === 'report') {
      const object = [author, ...(row.words ? [row.words] : [])]
      await emit(tx, home, actor, {
        ...base,
        type: 'Flag',
        object,
        inboxes: [profile.sharedInbox ?? profile.inbox],
        extra: { content: text }
      })
    } else if (act === 'block') {
      await emit(tx, home, actor, { ...base, type: 'Block', object: author, to: [author], inboxes })
    } else {
      const block = {
        type: 'Block',
        actor: actor.address,
        object: author,
        id: activityAddress(home.origin, undoes ?? key)
      }
      await emit(tx, home, actor, { ...base, type: 'Undo', object: block, to: [author], inboxes })
    }
  })
}
