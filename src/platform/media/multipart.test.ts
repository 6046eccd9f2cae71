import { describe, expect, test } from 'vitest'
import { boundaryOf, MalformedForm, readMultipart, textOfPart } from './multipart.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function formOf(...fields: [string, string | File][]): Promise<{ bytes: Buffer; boundary: string }> {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const request = new Request('http://x', { method: 'POST', body: form })
  return {
    boundary: boundaryOf(request.headers.get('content-type'))!,
    bytes: Buffer.from(await request.arrayBuffer())
  }
}

async function read(bytes: Buffer, boundary: string, size: number) {
  const found: [string, string | null, string][] = []
  for await (const part of readMultipart(inPieces(bytes, size), boundary))
    found.push([part.name, part.fileName, await textOfPart(part, 1e6)])
  return found
}

describe('a form with files', () => {
  test.each([1, 2, 7, 64, 100_000])('is read the same, whatever the pieces it comes in (%i bytes)', async (size) => {
    const odd = '\r\n--\r\n\r\n--x\r\n'
    const { bytes, boundary } = await formOf(
      ['alt', 'Ein Bär am „See“'],
      ['files', new File([odd], 'Ürö "quer".jpg')],
      ['files', new File([''], 'leer.png')],
      ['empty', ''],
      ['end', 'x']
    )
    expect(await read(bytes, boundary, size)).toEqual([
      ['alt', null, 'Ein Bär am „See“'],
      ['files', 'Ürö "quer".jpg', odd],
      ['files', 'leer.png', ''],
      ['empty', null, ''],
      ['end', null, 'x']
    ])
  })

  test('skips what nobody reads of a part', async () => {
    const { bytes, boundary } = await formOf(['a', 'x'.repeat(5000)], ['b', 'y'])
    const names: string[] = []
    for await (const part of readMultipart(inPieces(bytes, 10), boundary)) {
      names.push(part.name)
      for await (const _ of part.body) break
    }
    expect(names).toEqual(['a', 'b'])
  })

  test('that breaks off, or is none, is refused', async () => {
    const { bytes, boundary } = await formOf(['a', 'x'.repeat(500)])
    await expect(read(bytes.subarray(0, 300), boundary, 50)).rejects.toThrow(MalformedForm)
    await expect(read(Buffer.from('nonsense'), boundary, 50)).rejects.toThrow(MalformedForm)
    await expect(read(Buffer.from(`--${boundary}\r\n${'h'.repeat(20_000)}`), boundary, 50)).rejects.toThrow(
      MalformedForm
    )
    expect(boundaryOf('application/json')).toBeNull()
    expect(boundaryOf('multipart/form-data; boundary="a b"')).toBe('a b')
  })
})
