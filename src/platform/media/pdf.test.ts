import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readPdf } from './pdf.ts'

/** A small PDF with these objects; offsets are left out, our reader does not need them. */
function pdf(...objects: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  objects.forEach((object, index) => {
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'))
  })
  parts.push(Buffer.from('trailer << /Root 1 0 R /Info 2 0 R >>\nstartxref\n0\n%%EOF\n'))
  return Buffer.concat(parts)
}

function stream(dictionary: string, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream')
  ])
}

const catalog = '<< /Type /Catalog /Pages 3 0 R >>'
const packed = (text: string) => deflateSync(Buffer.from(text, 'latin1'), { level: 1 })

describe('a PDF', () => {
  test('loses the names in its properties, and nothing else moves', () => {
    const info =
      '<< /Title (Haushalt 2026) /Author (Erika \\(EM\\) Muster) /Company <FEFF00450072> /Producer (LibreOffice) >>'
    const given = pdf(catalog, info, '<< /Type /Pages >>')
    const { clean, isSigned } = readPdf(given)
    expect(isSigned).toBe(false)
    expect(clean.length).toBe(given.length)
    const text = clean.toString('latin1')
    expect(text).not.toMatch(/Erika|Muster|FEFF0045/)
    expect(text).toContain('/Title (Haushalt 2026)')
    expect(text).toContain('LibreOffice')
  })

  test('of many thousand small streams is read in a moment', () => {
    const many = Buffer.from('<<>>\nstream\n\nendstream\n'.repeat(100_000))
    const begun = performance.now()
    readPdf(pdf(catalog, many))
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  test('loses a name that stands elsewhere, or is compressed', () => {
    const elsewhere = readPdf(pdf(catalog, '<< /Author 3 0 R >>', '(Erika Muster)')).clean
    expect(elsewhere.toString('latin1')).not.toContain('Erika')
    const names = `2 0 << /Author (Erika Muster, Am Ring 4, 12345 Musterstadt) /Title (Plan) >> ${'<< /A 1 >> '.repeat(50)}`
    const objects = stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packed(names))
    const { clean } = readPdf(pdf(catalog, objects))
    const raw = clean.subarray(clean.indexOf('stream\n') + 7)
    const inflated = unpacked(raw).toString('latin1')
    expect(inflated).toContain('(Plan)')
    expect(inflated).not.toContain('Erika')
  })

  test('keeps in its XMP that it is accessible, and loses who made it', () => {
    const xmp = `<?xpacket begin=""?><x:xmpmeta><rdf:Description pdfuaid:part="1" photoshop:City="Bonn">
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Haushalt</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>Erika Muster</rdf:li><rdf:li>Ben Beispiel</rdf:li></rdf:Seq></dc:creator>
      <pdfx:Company>Musterfirma</pdfx:Company></rdf:Description></x:xmpmeta><?xpacket end="w"?>`
    for (const [dictionary, content] of [
      ['/Type /Metadata /Subtype /XML', Buffer.from(xmp)],
      ['/Type /Metadata /Subtype /XML /Filter /FlateDecode', packed(xmp)]
    ] as const) {
      const given = pdf(catalog, stream(dictionary, content))
      const { clean } = readPdf(given)
      const raw = clean.subarray(clean.indexOf('stream\n') + 7)
      const text = dictionary.includes('Filter') ? unpacked(raw).toString() : clean.toString()
      expect(text).toContain('pdfuaid:part="1"')
      expect(text).toContain('>Haushalt<')
      expect(text).not.toMatch(/Erika|Ben Beispiel|Bonn|Musterfirma/)
    }
  })

  test('loses what cameras wrote into the photographs inside', () => {
    const exif = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 30]),
      Buffer.from('Exif\0\0GPS 50.7N 7.1E Erika..', 'latin1')
    ])
    const { clean } = readPdf(pdf(catalog, stream('/Subtype /Image /Filter /DCTDecode', exif)))
    expect(clean.toString('latin1')).not.toMatch(/GPS|Erika/)
  })

  test('that is signed is served unchanged, and says so', () => {
    const given = pdf(
      catalog,
      '<< /Author (Erika Muster) >>',
      '<< /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >>'
    )
    expect(readPdf(given)).toEqual({ clean: given, isSigned: true })
  })
})

describe('refused is a PDF', () => {
  test.each([
    [
      'with JavaScript',
      pdf('<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>'),
      'JavaScript'
    ],
    ['with JavaScript under another spelling', pdf('<< /OpenAction << /S /J#61va#53cript >> >>'), 'JavaScript'],
    ['that starts a program', pdf('<< /AA << /O << /S /Launch /F (cmd.exe) >> >> >>'), 'Launch'],
    ['with a file inside', pdf('<< /Names << /EmbeddedFiles 4 0 R >> >>'), 'EmbeddedFiles'],
    ['with a form of its own kind', pdf('<< /AcroForm << /XFA 4 0 R >> >>'), 'XFA'],
    [
      'with JavaScript in a compressed part',
      pdf(
        catalog,
        stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packed('1 0 << /S /JavaScript /JS 4 0 R >>'))
      ),
      'JavaScript'
    ]
  ])('%s', (_, bytes, what) => {
    expect(() => readPdf(bytes)).toThrow(expect.objectContaining({ key: 'pdf.active', data: { what } }))
  })

  test.each([
    ['encrypted', Buffer.concat([pdf(catalog), Buffer.from('trailer << /Encrypt 5 0 R >>\n%%EOF')]), 'pdf.encrypted'],
    ['cut off', pdf(catalog, stream('/A 1', Buffer.alloc(9000, 65))).subarray(0, 5000), 'pdf.broken'],
    ['none', Buffer.from('%PDX-1.4 nonsense %%EOF'), 'pdf.broken'],
    [
      'a bomb',
      pdf(catalog, stream('/Type /ObjStm /Filter /FlateDecode', deflateSync(Buffer.alloc(50_000_000)))),
      'pdf.broken'
    ],
    [
      'packed in a way we do not read',
      pdf(catalog, stream('/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]', packed('x'))),
      'pdf.broken'
    ]
  ])('%s', (_, bytes, key) => expect(() => readPdf(bytes)).toThrow(expect.objectContaining({ key })))
})

test('words that only look alike are no reason to refuse', () => {
  readPdf(
    pdf('<< /Type /Catalog /JSON (x) /LaunchDate (y) >>', stream('/A 1', Buffer.from('/JavaScript in a picture')))
  )
})

function unpacked(raw: Buffer): Buffer {
  const { inflateSync } = process.getBuiltinModule('node:zlib')
  return inflateSync(raw, { finishFlush: 2 })
}
