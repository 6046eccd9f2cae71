// A stand-in for storage that speaks S3: as much of the protocol as is needed, in memory, and strict about who asks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StandInBucket extends AsyncDisposable {
  endpoint: string
  host: string
  /** What lies in it, by `/bucket/key`. */
  objects: Map<string, Buffer>
  /** Every request, as `METHOD /path`. */
  asked: string[]
}

export const bucketAccess = { accessKey: 'AKTEST', secret: 'geheim/geheim+geheim' }

/** Starts it on any free port. */
export async function startBucket(bucket = 'medien'): Promise<StandInBucket> {
  const objects = new Map<string, Buffer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const url = new URL(request.url!, 'http://x')
      const path = decodeURIComponent(url.pathname)
      asked.push(`${request.method} ${path}`)
      const fail = (status: number, code: string): void => {
        response.writeHead(status, { 'content-type': 'application/xml' })
        response.end(
          request.method === 'HEAD'
            ? ''
            : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
        )
      }
      const signed =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[\w-]+\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/
      const match = signed.exec(request.headers.authorization ?? '')
      if (!match || !request.headers['x-amz-date'] || !match[2]!.split(';').includes('host'))
        return fail(403, 'AccessDenied')
      if (match[1] !== bucketAccess.accessKey) return fail(403, 'InvalidAccessKeyId')
      if (!path.startsWith(`/${bucket}/`)) return fail(404, 'NoSuchBucket')
      const found = objects.get(path)
      if (request.method === 'PUT') {
        const body = Buffer.concat(pieces)
        if (body.length !== Number(request.headers['content-length'])) return fail(400, 'IncompleteBody')
        objects.set(path, body)
        return response.writeHead(200, { etag: '"x"' }).end()
      }
      if (request.method === 'DELETE') {
        objects.delete(path)
        return response.writeHead(204).end()
      }
      if (!found) return fail(404, 'NoSuchKey')
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
      const [start, end] = range ? [Number(range[1]), Number(range[2])] : [0, found.length - 1]
      const part = found.subarray(start, end + 1)
      response.writeHead(range ? 206 : 200, {
        'content-length': part.length,
        'last-modified': new Date(0).toUTCString(),
        etag: '"x"',
        ...(range && { 'content-range': `bytes ${start}-${end}/${found.length}` })
      })
      return response.end(request.method === 'HEAD' ? undefined : part)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint: `http://${host}`,
    host,
    objects,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
