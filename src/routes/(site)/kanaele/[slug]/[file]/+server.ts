import { error } from '@sveltejs/kit'
import { conceptDocument } from '#concepts/document.ts'
import { publicChannel } from '#concepts/public.ts'
import { conceptFile } from '../../../../conceptFile.ts'
import { here } from '../../../../here.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals, params }) => {
  const [, kind] = /^nutzungskonzept\.(pdf|md)$/.exec(params.file) ?? []
  if (!kind) error(404, 'notFound')
  const document = await here(locals, async (tx) => {
    const channel = await publicChannel(tx, params.slug)
    return channel && conceptDocument(tx, channel.id)
  })
  if (!document) error(404, 'notFound')
  return conceptFile(document, kind as 'pdf' | 'md')
}
