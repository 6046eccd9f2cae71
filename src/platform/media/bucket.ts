/**
 * Storage in a bucket that speaks S3. Every request goes out under the guard of `platform/fetch`: an address of this network only
 * where the operator named it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3'
import { Disk } from 'flydrive'
import { S3Driver } from 'flydrive/drivers/s3'
import { request } from 'undici'
import { agentFor, checkUrl, rulesWith } from '#platform/fetch/dispatcher.ts'
import { checkedKey, hashOfFile, storageKey, type Storage } from './storage.ts'

export interface BucketSettings {
  /** `https://s3.example` */
  endpoint: string
  region: string
  bucket: string
  accessKey: string
  /** In front of every key, so that one bucket can serve several purposes; ends without a slash. */
  prefix: string
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  pathStyle: boolean
}

/** Opens a bucket. Nothing is asked of it yet. */
export function openBucket(settings: BucketSettings, secret: string): Storage {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region || 'us-east-1',
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: secret },
    maxAttempts: 3,
    // Not every storage knows the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: guardedHandler
  })
  const disk = new Disk(new S3Driver({ client, bucket: settings.bucket, visibility: 'private', supportsACL: false }))
  const at = (key: string): string => (settings.prefix ? `${settings.prefix}/` : '') + checkedKey(key)
  const sizeOf = async (key: string): Promise<number | null> =>
    (await disk.exists(at(key))) ? (await disk.getMetaData(at(key))).contentLength : null
  return {
    async put(folder, bytes, extension) {
      const key = storageKey(folder, createHash('sha256').update(bytes).digest('hex'), extension)
      if (!(await disk.exists(at(key)))) await disk.put(at(key), bytes)
      return key
    },
    async putFile(folder, path, extension) {
      const key = storageKey(folder, await hashOfFile(path), extension)
      if (!(await disk.exists(at(key))))
        await disk.putStream(at(key), createReadStream(path), { contentLength: (await stat(path)).size })
      return key
    },
    async get(key) {
      const found = await this.stream(key)
      if (!found) return null
      const pieces: Buffer[] = []
      for await (const piece of found.body) pieces.push(piece as Buffer)
      return Buffer.concat(pieces)
    },
    async stream(key, range) {
      try {
        const answer = await client.send(
          new GetObjectCommand({
            Bucket: settings.bucket,
            Key: at(key),
            ...(range && { Range: `bytes=${range.start}-${range.end}` })
          })
        )
        const whole = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1]
        return { size: Number(whole ?? answer.ContentLength ?? 0), body: answer.Body as Readable }
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
    size: sizeOf,
    has: (key) => disk.exists(at(key)),
    delete: (key) => disk.delete(at(key))
  }
}

interface S3Request {
  method: string
  protocol: string
  hostname: string
  port?: number
  path: string
  query?: Record<string, string | string[] | null>
  headers: Record<string, string>
  body?: unknown
}

/** What the client of the library calls instead of its own sockets. */
const guardedHandler = {
  async handle(asked: S3Request, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
    const query = queryOf(asked.query ?? {})
    const port = asked.port ? `:${asked.port}` : ''
    const url = new URL(`${asked.protocol}//${asked.hostname}${port}${asked.path}${query && `?${query}`}`)
    const rules = rulesWith()
    checkUrl(url, rules)
    const { host: _host, ...headers } = asked.headers
    const answer = await request(url, {
      dispatcher: agentFor(rules, false, -1),
      method: asked.method as 'GET',
      headers,
      body: asked.body as Buffer,
      ...(abortSignal && { signal: abortSignal })
    })
    return { response: { statusCode: answer.statusCode, headers: flat(answer.headers), body: answer.body } }
  },
  destroy: () => undefined,
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({})
}

/** Exactly as it was signed (RFC 3986). */
function queryOf(query: Record<string, string | string[] | null>): string {
  const escape = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return Object.keys(query)
    .toSorted()
    .flatMap((name) =>
      [query[name] ?? null].flat().map((value) => (value ? `${escape(name)}=${escape(value)}` : escape(name)))
    )
    .join('&')
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))
}
