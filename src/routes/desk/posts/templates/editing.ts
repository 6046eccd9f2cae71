// The form of a template, the same for a new one and for one that exists.
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { fieldKinds, type FieldKind, type TemplateField } from '#posts/templates/fields.ts'
import { saveTemplate } from '#posts/templates/templates.ts'
import { field, trying } from '../../../failing.ts'
import { asPerson } from '../composing.ts'

/** Reads the form and keeps the template; goes on to its own page. */
export async function save({ locals, request, params }: RequestEvent<{ key?: string }>) {
  const form = await request.formData()
  const typed = Object.fromEntries([...form.keys()].map((key) => [key, field(form, key)]))
  const key = params.key ?? null
  const saved = await trying(locals.language, 'save', typed, async () => ({
    id: await asPerson(locals, (tx, who) =>
      saveTemplate(tx, who, {
        key,
        revision: Number(typed.revision) || 0,
        name: typed.name ?? '',
        description: typed.description ?? '',
        title: typed.title ?? '',
        lead: typed.lead ?? '',
        body: typed.body ?? '',
        fields: readFields(form)
      })
    )
  }))
  if (!('id' in saved)) return saved
  redirect(303, `/desk/posts/templates/${saved.id}/edit?done=saved`)
}

function readFields(form: FormData): TemplateField[] {
  const fields: TemplateField[] = []
  for (let index = 0; index < 40 && form.has(`label-${index}`); index++) {
    const kind = field(form, `kind-${index}`) as FieldKind
    fields.push({
      label: field(form, `label-${index}`),
      kind: fieldKinds.includes(kind) ? kind : 'text',
      required: form.has(`required-${index}`),
      hint: field(form, `hint-${index}`).trim().slice(0, 200),
      options: field(form, `options-${index}`)
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean)
        .slice(0, 50)
    })
  }
  return fields
}
