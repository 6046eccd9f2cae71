import { error } from '@sveltejs/kit'
import { readPackage } from '#moderation/package/make.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { idIn } from '../../../deciding.ts'
import type { RequestHandler } from './$types'

/** The package that was written down before; every fetch is logged. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const id = idIn(params.export)
  if (!id) error(404, 'notFound')
  try {
    const { name, bytes } = await inMunicipality(municipality.id, (tx) => readPackage(tx, who, id))
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff'
      }
    })
  } catch (problem) {
    if (problem instanceof Refusal) error(problem.status, problem.key)
    throw problem
  }
}
