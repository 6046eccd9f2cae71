import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import sharp from 'sharp'
import { checkReceived } from '#platform/media/received.ts'
import { scan } from './clamd.ts'

const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')
let server: Server | null = null
afterEach(async () => {
  delete process.env.CLAMAV_SOCKET
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()))
  server = null
})

/** A daemon that speaks INSTREAM, and knows one virus. */
async function daemon(where: number | string = 0): Promise<Server> {
  const made = createServer((socket) => {
    let pending = Buffer.alloc(0)
    let file = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (data: Buffer) => {
      pending = Buffer.concat([pending, data])
      if (pending.subarray(0, 10).toString() === 'zINSTREAM\0') pending = pending.subarray(10)
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE()) {
        const length = pending.readUInt32BE()
        if (length === 0)
          return void socket.end(file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
        file = Buffer.concat([file, pending.subarray(4, 4 + length)])
        pending = pending.subarray(4 + length)
      }
    })
  })
  server = made
  await new Promise<void>((done) => made.listen(where as never, () => done()))
  return made
}

test('a file is scanned over TCP and over a unix socket', async () => {
  const made = await daemon()
  process.env.CLAMAV_SOCKET = `127.0.0.1:${(made.address() as AddressInfo).port}`
  expect(await scan(Buffer.alloc(500_000, 'a'))).toEqual({ state: 'clean' })
  expect(await scan(eicar)).toEqual({ state: 'infected', name: 'Eicar-Test-Signature' })
  expect(await checkReceived(eicar, 'rechnung.txt')).toEqual({
    state: 'infected',
    mime: 'text/plain',
    reason: 'Eicar-Test-Signature'
  })
  await new Promise<void>((done) => made.close(() => done()))

  const folder = await mkdtemp(join(tmpdir(), 'clamd-'))
  await daemon(join(folder, 's'))
  process.env.CLAMAV_SOCKET = join(folder, 's')
  expect(await scan(eicar)).toMatchObject({ state: 'infected' })
  expect(await checkReceived(Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'bilder.zip')).toMatchObject({
    state: 'clean',
    mime: 'application/zip'
  })
  await rm(folder, { recursive: true })
})

test('without a scanner nothing is asked, and one that is away leaves the file for later', async () => {
  expect(await scan(eicar)).toEqual({ state: 'off' })
  process.env.CLAMAV_SOCKET = '/nowhere/clamd.ctl'
  expect(await scan(eicar)).toEqual({ state: 'away' })
  expect(await checkReceived(Buffer.from('Guten Tag'), 'a.txt')).toMatchObject({
    state: 'unscanned',
    mime: 'text/plain'
  })
})

test('what a file is says its content, not its name', async () => {
  const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  expect(await checkReceived(picture, 'brief.pdf')).toMatchObject({ state: 'clean', mime: 'image/png' })
  expect(await checkReceived(Buffer.from('<html><script>x</script>'), 'a.txt')).toMatchObject({ reason: 'dangerous' })
  expect(await checkReceived(Buffer.from('harmlos'), 'a.js')).toMatchObject({ reason: 'dangerous' })
  expect(await checkReceived(Buffer.from('\x89PNG\r\n\x1a\nkaputt', 'latin1'), 'a.png')).toMatchObject({
    reason: 'image'
  })
  expect(await checkReceived(Buffer.alloc(0), 'a')).toMatchObject({ reason: 'empty' })
  expect(await checkReceived(Buffer.alloc(26 * 1024 * 1024), 'a')).toMatchObject({ reason: 'size' })
  expect(await checkReceived(Buffer.from('7f454c460201', 'hex'), 'a')).toMatchObject({ state: 'refused' })
})
