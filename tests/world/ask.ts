// A plain HTTP client for tests and benchmarks that look at the program from outside. Not the global fetch: that may be
// under the guard of outgoing requests, and does not let a host header through.
import { request } from 'node:http'
import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'

export interface Question {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Without one, a connection of its own. */
  agent?: Agent
  signal?: AbortSignal
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  text: string
}

/** Asks, and reads the whole answer. @throws the system's error when the connection fails or breaks off */
export async function ask(url: string, question: Question = {}): Promise<Answer> {
  const answer = await open(url, question)
  const body = await buffer(answer)
  if (!answer.complete) throw Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' })
  return { status: answer.statusCode!, headers: answer.headers, body, text: body.toString() }
}

/** Asks, and hands over the answer when its head is there: for streams that do not end. */
export async function open(url: string, question: Question = {}): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body, agent, signal } = question
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const asking = request(url, { method, headers: { ...headers, ...length }, agent: agent ?? false, signal })
  asking.end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  return answer
}
