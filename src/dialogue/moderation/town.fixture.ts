// A town for the tests of moderation: two colleagues more, and short ways to say, decide and read.
import { addNetwork } from '#channels/networks.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { submitComment } from '../comment.ts'
import { approveMessage } from '../moderate.ts'
import { receive } from '../receive.ts'
import { makeTown, said } from '../town.fixture.ts'
import { decide, type DecideInput } from './decide.ts'

export const insult = {
  facts: 'Nennt eine Mitarbeiterin „dumme Kuh“.',
  ground: 'law:StGB-185',
  milder: 'Eine Erinnerung reicht nicht, solange der Text zu lesen ist.'
}

export type ModeratedTown = Awaited<ReturnType<typeof makeModeratedTown>>

/** Makes the town. */
export async function makeModeratedTown() {
  const town = await makeTown(addNetwork)
  const read = <T>(work: (tx: Tx) => Promise<T>) => town.in(work)
  const colleague = (name: string): Promise<Person> =>
    read(async (tx) => {
      const roles = [{ role: 'editor' as const, unitId: town.root }]
      const { personId } = await addPerson(tx, system, { name, email: `${newId()}@town.example`, roles })
      return (await loadPerson(tx, personId))!
    })
  return {
    town,
    read,
    colleague,
    second: await colleague('Sina Zweite'),
    third: await colleague('Dritte Person'),
    does: (who: Person, input: DecideInput) => read((tx) => decide(tx, who, input)),
    messageOf: (id: string) =>
      read((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    decisionOf: (id: string) =>
      read((tx) => tx.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    /** A comment of the site that stands. */
    shown: async (text = 'Du dumme Kuh', email: string | null = null) => {
      const comment = { post: town.post, name: 'Vera', email, text: `${text} ${newId()}`, address: null }
      const given = await read((tx) => submitComment(tx, comment))
      await read((tx) => approveMessage(tx, town.editor, { message: given.message }))
      return given
    },
    /** A public reply below the post, on the network of the tests. */
    reply: async (text: string, name = 'ben', more: object = {}): Promise<string> => {
      const author = {
        network: 'away',
        remoteId: `https://away.example/${name}`,
        name,
        handle: `@${name}@away.example`
      }
      const received = await read((tx) => receive(tx, said(town, { text, postId: town.post, author, ...more })))
      return received.messageId!
    }
  }
}
