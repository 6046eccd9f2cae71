// A concept to take away, at the desk and on the site.
import { conceptMarkdown, type ConceptDocument } from '#concepts/document.ts'
import { conceptPdf } from '#concepts/pdf.ts'

/** The document as a file of this kind. */
export async function conceptFile(document: ConceptDocument, kind: 'pdf' | 'md'): Promise<Response> {
  const name = `nutzungskonzept-${document.slug || 'kanal'}.${kind}`
  const body = kind === 'pdf' ? new Uint8Array(await conceptPdf(document)) : conceptMarkdown(document)
  return new Response(body, {
    headers: {
      'content-type': kind === 'pdf' ? 'application/pdf' : 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`
    }
  })
}
