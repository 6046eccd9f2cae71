// The least that taking in takes: check digest and signature of each request against keys that are known, and insert one
// row. A process of its own, run by fork.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import pg from 'pg'

process.once(
  'message',
  async ({ databaseUrl, publicKeys }: { databaseUrl: string; publicKeys: [string, string][] }) => {
    const keys = new Map(publicKeys.map(([id, pem]) => [id, createPublicKey(pem)]))
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 12 })
    const server = createServer(async (request, response) => {
      const body = await buffer(request)
      const headers = request.headers as Record<string, string>
      const fields = Object.fromEntries(
        [...headers.signature!.matchAll(/(\w+)="([^"]+)"/g)].map((one) => [one[1], one[2]])
      )
      const signed = (fields.headers as string)
        .split(' ')
        .map((name) => `${name}: ${name === '(request-target)' ? `post ${request.url}` : headers[name]}`)
        .join('\n')
      const isGood =
        headers.digest === `SHA-256=${createHash('sha256').update(body).digest('base64')}` &&
        verify('sha256', Buffer.from(signed), keys.get(fields.keyId!)!, Buffer.from(fields.signature!, 'base64'))
      if (!isGood) return void response.writeHead(401).end()
      await pool.query('insert into bench_reply (body) values ($1)', [body.toString()])
      response.writeHead(202).end()
    })
    server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
  }
)
process.on('disconnect', () => process.exit())
