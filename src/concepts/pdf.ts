import { writePdf } from '#platform/pdf/pdf.ts'
import { absolute, type ConceptDocument } from './document.ts'

/** The document as a tagged PDF. Call it outside of any transaction: it takes a moment. */
export function conceptPdf(document: ConceptDocument): Promise<Buffer> {
  return writePdf({
    title: document.title,
    author: document.municipality,
    language: 'de',
    facts: document.facts,
    sections: document.sections.map(({ title, text }, index) => ({
      title: `${index + 1}. ${title}`,
      markdown: absolute(text, document.origin)
    })),
    foot: `${document.municipality} · ${document.title} · Seite {page} von {pages}`
  })
}
