import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { uuid } from '#routes/desk/crisis/forms.ts'
import { exportSubject } from '#subjects/export.ts'
import { exportPage } from '#subjects/page.ts'
import type { RequestHandler } from './$types'

const files: Record<string, { type: string; write: (data: Awaited<ReturnType<typeof exportSubject>>) => string }> = {
  'auskunft.json': { type: 'application/json', write: (data) => JSON.stringify(data, null, 2) },
  'auskunft.html': { type: 'text/html; charset=utf-8', write: exportPage }
}

/** The answer to an access request; each download is noted. By POST, so that nothing fetches it by the way. */
export const POST: RequestHandler = async ({ locals, params }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const file = files[params.file]
  if (!file || !uuid.test(params.id)) error(404, 'notFound')
  try {
    const data = await inMunicipality(municipality.id, (tx) => exportSubject(tx, who, params.id))
    return new Response(file.write(data), {
      headers: {
        'content-type': file.type,
        'content-disposition': `attachment; filename="${params.file}"`,
        'cache-control': 'no-store'
      }
    })
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    error(problem.status, problem.key)
  }
}
