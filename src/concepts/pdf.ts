import { createHash } from 'node:crypto'
import { writePdf } from '#platform/pdf/pdf.ts'
import { absolute, type ConceptDocument } from './document.ts'

/** The last that were written, by what they say: everybody may ask for them, and each costs a moment of the processor. */
const written = new Map<string, Promise<Buffer>>()
const mostKept = 20

/** The document as a tagged PDF, written once as long as it says the same. Call it outside of any transaction. */
export function conceptPdf(document: ConceptDocument): Promise<Buffer> {
  const key = createHash('sha256').update(JSON.stringify(document)).digest('base64')
  const known = written.get(key)
  if (known) return known
  const made = write(document)
  written.set(key, made)
  made.catch(() => written.delete(key))
  const [oldest] = written.keys()
  if (written.size > mostKept) written.delete(oldest!)
  return made
}

function write(document: ConceptDocument): Promise<Buffer> {
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
