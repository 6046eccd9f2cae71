import { error } from '@sveltejs/kit'
import { conceptDocument } from '#concepts/document.ts'
import { findChannel } from '#concepts/read.ts'
import { must } from '#people/rights.ts'
import { conceptFile } from '../../../../../../conceptFile.ts'
import { atConcept } from '../editing.ts'
import type { RequestHandler } from './$types'

/** `konzept.pdf` is what is in force, `fassung-3.md` one version. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const [, number, kind] = /^(?:konzept|fassung-(\d{1,6}))\.(pdf|md)$/.exec(params.file) ?? []
  if (!kind) error(404, 'notFound')
  const document = await atConcept(locals, params.id, async (tx, who) => {
    must(who, 'concept.write', (await findChannel(tx, params.id)).unit_id)
    return conceptDocument(tx, params.id, number === undefined ? null : Number(number))
  })
  if (!document) error(404, 'notFound')
  return conceptFile(document, kind as 'pdf' | 'md')
}
