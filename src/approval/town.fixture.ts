// What the tests of approvals need beside a small town: more people, a post to let go, and mails to read.
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { type Person, type Role, system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { createPost } from '#posts/create.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'

export interface ReviewTown extends SmallTown {
  /** A second editor of the whole town, the leader of the sport unit, and the leader of the whole town. */
  colleague: Person
  head: Person
  mayor: Person
  /** Adds somebody. */
  hire(name: string, role: Role, unitId: string, email?: string): Promise<Person>
  /** A post that could go out. */
  draft(
    who: Person,
    given?: { title?: string; body?: string; unitId?: string; fourEyes?: string[] }
  ): Promise<{
    post: string
    revision: number
  }>
  /** The post's row. */
  post(id: string): Promise<Record<string, any>>
  review(id: string): Promise<Record<string, any>>
  /** What was mailed to somebody, newest last. */
  mailsTo(email: string): Promise<{ subject: string; body: string }[]>
  /** The link in the last mail to this address. */
  linkTo(email: string): Promise<string>
}

/** Makes a town in which people review each other. */
export async function makeReviewTown(host?: string): Promise<ReviewTown> {
  const town = await makeSmallTown(host)
  const hire: ReviewTown['hire'] = (name, role, unitId, email = `${newId()}@town.example`) =>
    town.act(async (tx) => {
      const { personId } = await addPerson(tx, system, { name, email, roles: [{ role, unitId }] })
      return (await loadPerson(tx, personId))!
    })
  const mailsTo = (email: string) =>
    town.act((tx) =>
      tx
        .selectFrom('outgoing_mail')
        .select(['subject', 'body'])
        .where('recipient', '=', email)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
    )
  return {
    ...town,
    hire,
    colleague: await hire('Kai Kollege', 'editor', town.rootUnitId),
    head: await hire('Lea Leitung', 'leader', town.sportUnitId),
    mayor: await hire('Bert Bürgermeister', 'leader', town.rootUnitId),
    draft: async (who, { unitId = town.sportUnitId, ...given } = {}) => {
      const { id, revision } = await town.act((tx) =>
        createPost(tx, who, {
          title: `Freibad ${now().getTime()}`,
          lead: '',
          body: 'Es öffnet im Mai.',
          unitId,
          ...given
        })
      )
      return { post: id, revision }
    },
    post: (id) => town.act((tx) => tx.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    review: (id) =>
      town.act((tx) => tx.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    mailsTo,
    linkTo: async (email) => /\/freigabe\/(\S+)/.exec((await mailsTo(email)).at(-1)!.body)![1]!
  }
}
