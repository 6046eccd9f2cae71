// What the form below an article and the one on the private page do with what was typed.
import { fail } from '@sveltejs/kit'
import { assess } from '#dialogue/comments/assess.ts'
import { readFile } from '#dialogue/comments/file.ts'
import { limitComments, submitComment } from '#dialogue/comment.ts'
import { text } from '#hooks/refused.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../here.ts'

interface Asked {
  form: FormData
  address: string | null
  post: string
  /** What is answered, and how the person shows who they are, where the page knows it. */
  parent?: string | null
  known?: string
}

/** Takes a comment in. Answers the token of its private link, or the refusal with what was typed. */
export async function takeComment(locals: App.Locals, { form, address, post, parent, known }: Asked) {
  const municipality = locals.municipality!
  const typed = {
    name: text(form, 'name'),
    email: text(form, 'email'),
    text: text(form, 'text'),
    known: known === undefined ? text(form, 'known') : '',
    alt: text(form, 'alt'),
    parent: (parent === undefined ? text(form, 'parent') : parent) || null
  }
  try {
    await limitComments(municipality.id, address)
    const given = form.get('file')
    const bytes = given instanceof File ? Buffer.from(await given.arrayBuffer()) : Buffer.alloc(0)
    const file = await readFile(municipality.settings.comments.files, bytes, typed.alt)
    const assessed = await assess(municipality.id, { text: typed.text, proof: text(form, 'proof').slice(0, 200) })
    const { token } = await here(locals, (tx) =>
      submitComment(tx, {
        ...typed,
        post,
        address,
        file,
        assessed,
        known: known ?? typed.known,
        trap: text(form, 'homepage'),
        noticeVersion: text(form, 'notice').slice(0, 40)
      })
    )
    return { token }
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    const said = (key: string) => refusalText(locals.language, key, problem.data)
    const problems =
      problem instanceof Invalid
        ? Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [field, said(key)]))
        : {}
    return { refused: fail(problem.status, { ...typed, problems, problem: said(problem.key) }) }
  }
}
