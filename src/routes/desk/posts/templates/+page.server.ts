import { listTemplates } from '#posts/templates/templates.ts'
import { may } from '#people/rights.ts'
import { asPerson } from '../composing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) =>
  asPerson(locals, async (tx, who) => ({
    templates: (await listTemplates(tx, who)).map(({ key, name, description, fields, revision, isShipped }) => ({
      id: key,
      name,
      description,
      count: fields.length,
      isShipped,
      isChanged: revision > 0
    })),
    archived: (await listTemplates(tx, who, { archived: true })).map(({ key, name }) => ({ id: key, name })),
    maySettle: may(who, 'template.settle')
  }))
