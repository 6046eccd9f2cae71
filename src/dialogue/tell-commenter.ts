import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import type { Tx } from '#platform/database/database.ts'
import { postPath } from '#posts/slug.ts'
import { endLink } from './comments/mail.ts'
import { answeredMail } from './mail-texts.ts'

/** Tells whoever left and confirmed an e-mail address with a comment that it was answered; does nothing for everybody else. */
export async function tellCommenter(
  tx: Tx,
  asked: { contact_id: string | null; id: string },
  postId: string | null
): Promise<void> {
  if (!asked.contact_id || !postId) return
  const contact = await tx
    .selectFrom('contact')
    .select(['id', 'email', 'email_confirmed_at'])
    .where('id', '=', asked.contact_id)
    .executeTakeFirst()
  if (!contact?.email || !contact.email_confirmed_at) return
  const post = await tx
    .selectFrom('post')
    .innerJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .select(['post.slug', 'v.title'])
    .where('post.id', '=', postId)
    .executeTakeFirst()
  if (!post) return
  const municipality = await loadMunicipality(tx)
  const link = `${siteOrigin(municipality)}${postPath(post)}#${asked.id}`
  const mail = answeredMail(municipality.language, {
    municipality: municipality.name,
    title: post.title,
    link,
    end: endLink(municipality, contact.id, contact.email)
  })
  await sendMailLater(tx, { recipient: contact.email, purpose: 'answer', ...mail })
}
