// The least that delivering takes: sign with RSA and post, nothing written down. One of several threads.
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { Agent } from 'undici'

export interface BarePost {
  privateKey: string
  ca: string
  /** Open requests of this thread, over all hosts and to each. */
  atOnce: number
  perHost: number
}

const { privateKey, ca, atOnce, perHost } = workerData as BarePost
const key = createPrivateKey(privateKey)
const here = { address: '127.0.0.1', family: 4 }
const agent = new Agent({
  connections: perHost,
  pipelining: 1,
  allowH2: false,
  connect: {
    ca,
    lookup: (_host, options, done) => (options.all ? done(null, [here]) : done(null, here.address, here.family))
  }
})

parentPort!.on('message', ({ inboxes, body }: { inboxes: string[]; body: Uint8Array }) => {
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  let next = 0
  const post = async () => {
    while (next < inboxes.length) {
      const url = new URL(inboxes[next++]!)
      const date = new Date().toUTCString()
      const signed = `(request-target): post ${url.pathname}\nhost: ${url.host}\ndate: ${date}\ndigest: ${digest}\ncontent-type: application/activity+json`
      const signature = sign('sha256', Buffer.from(signed), key).toString('base64')
      const headers = {
        host: url.host,
        date,
        digest,
        'content-type': 'application/activity+json',
        signature: `keyId="https://bare.test/actor#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature="${signature}"`
      }
      const { statusCode, body: answer } = await agent.request({
        origin: url.origin,
        path: url.pathname,
        method: 'POST',
        headers,
        body
      })
      await answer.dump()
      if (statusCode !== 202) throw new Error(`the sink answers ${statusCode}`)
    }
  }
  void Promise.all(Array.from({ length: Math.min(atOnce, inboxes.length) }, post)).then(() =>
    parentPort!.postMessage('done')
  )
})
