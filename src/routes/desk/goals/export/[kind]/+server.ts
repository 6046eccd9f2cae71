import { error } from '@sveltejs/kit'
import { exportGoals, exportValues, template } from '#goals/export.ts'
import { asReader } from '../../forms.ts'
import type { RequestHandler } from './$types'

const files: Record<string, string> = {
  goals: 'ziele.csv',
  values: 'kennzahlen.csv',
  'template-goals': 'vorlage-ziele.csv',
  'template-values': 'vorlage-kennzahlen.csv'
}

/** A file to fill in or to keep: the formats are the same. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const name = files[params.kind]
  if (!name) error(404, 'notFound')
  const text = await asReader(locals, async (tx) => {
    if (params.kind === 'goals') return exportGoals(tx)
    if (params.kind === 'values') return exportValues(tx)
    return template(params.kind === 'template-values' ? 'values' : 'goals')
  })
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff'
    }
  })
}
