import { expect, test } from 'vitest'
import { conceptPdf } from './pdf.ts'

test('a concept is written once as long as it says the same', async () => {
  const document = {
    title: 'Nutzungskonzept',
    municipality: 'Musterstadt',
    facts: ['Fassung 1'],
    sections: [{ id: 'ziel', title: 'Ziel', text: 'Sagen, was ist.' }],
    slug: 'kanal',
    origin: 'https://musterstadt.example'
  }
  const first = await conceptPdf(document)
  expect(await conceptPdf(structuredClone(document))).toBe(first)
  expect(await conceptPdf({ ...document, facts: ['Fassung 2'] })).not.toBe(first)
})
