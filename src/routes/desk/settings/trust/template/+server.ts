import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { error } from '@sveltejs/kit'
import { may } from '#people/rights.ts'
import { installation } from '#platform/installation.ts'
import type { RequestHandler } from './$types'

/** The template of the works agreement, as a text file to write on. */
export const GET: RequestHandler = async ({ locals }) => {
  if (!locals.who || !may(locals.who, 'trust.settle')) error(403, 'notAllowed')
  return new Response(await readFile(join(installation(), 'content', 'trust', 'dienstvereinbarung.md')), {
    headers: {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': 'attachment; filename="muster-dienstvereinbarung.md"'
    }
  })
}
