// What the sweep visits of approvals: a post of an expert that waits, and a link to it.
import { comment, inviteReviewer } from '#review/take-part.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { setLevel } from '#review/set-level.ts'
import { system } from '#people/types.ts'
import { must, personOf, type PlayedTown } from '#practice/town.ts'

export interface Waiting {
  /** The post's page at the desk, the review's, and the link of somebody without an account. */
  waiting: string
  review: string
  reviewLink: string
}

/** Lets an expert ask for an approval, with a remark, and asks somebody outside for feedback. */
export async function bringReview(town: PlayedTown): Promise<Waiting> {
  const [expert, editor] = [await personOf(town, 'jonas'), await personOf(town, 'aylin')]
  const unitId = must(town.units, 'sport')
  return inMunicipality(town.municipalityId, async (tx) => {
    await setLevel(tx, system, { person: expert.id, unit: unitId, level: 'before', reason: 'Neu in der Redaktion' })
    const post = await createPost(tx, expert, {
      unitId,
      title: 'Stadtbad: neue Zeiten',
      lead: 'Ab Dezember öffnet das Bad früher.',
      body: 'Montags schon um **6:30 Uhr**.\n\n## Preise\n\n- Kinder: 2 Euro',
      fourEyes: ['rechtswirkung']
    })
    const { review } = await publishPost(tx, expert, { post: post.id, revision: post.revision })
    await comment(tx, { who: editor, review: review! }, { note: 'Stimmt die Zeit?', quote: '6:30 Uhr' })
    const email = 'verein@musterstadt.example'
    await inviteReviewer(tx, expert, { review: review!, email, name: 'Schwimmverein', feedbackOnly: true })
    const mail = await tx
      .selectFrom('outgoing_mail')
      .select('body')
      .where('recipient', '=', email)
      .executeTakeFirstOrThrow()
    return {
      waiting: `/desk/posts/${post.id}`,
      review: `/desk/reviews/${review}`,
      reviewLink: /\/freigabe\/\S+/.exec(mail.body)![0]
    }
  })
}
