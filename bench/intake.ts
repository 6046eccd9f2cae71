// What comes in: signed replies from another server until they stand in the inbox, and how soon somebody else sees a comment.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { actorAddress } from '#federation/addresses.ts'
import { connectDatabase, disconnectDatabase, inMunicipality } from '#platform/database/database.ts'
import { runningEmbedded } from '#platform/database/embedded.ts'
import { startPeer, type Json, type Peer } from '../tests/fediverse/peer.ts'
import { signedHeaders } from '../tests/fediverse/signatures.ts'
import { ask } from '../tests/world/ask.ts'
import type { Program } from '../tests/world/server.ts'
import type { Bench } from './case.ts'
import { makeFederated, type Federated } from './federated.ts'
import { measureLive } from './live.ts'
import { median } from './load.ts'
import { host } from './town.ts'

const replies = 1000
/** People who reply, in turn. */
const authors = 50
const rounds = 3
const connections = 32
const liveLimitMs = 200
const sharedInbox = '/fediverse/inbox'

/** Cases `replies`, `live`. */
export const bench: Bench = async function* () {
  const federated = await makeFederated()
  const peer = await startPeer(federated.authority, 'norden.test')
  const program = await federated.start([peer.host])
  const urls = (await runningEmbedded(federated.dataDirectory))!
  connectDatabase(urls.program)
  const bare = await startBare(urls.owner, peer)
  try {
    // The program fetches the authors and their keys now, and not while it is measured.
    await take(federated, program.port, await makeReplies(federated, peer, authors))
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const made = await makeReplies(federated, peer, replies)
      theirs.push(await rate(made, () => postAll(bare.port, made)))
      ours.push(await rate(made, () => take(federated, program.port, made)))
    }
    yield { name: 'replies', value: median(ours), unit: 'replies/s', baseline: median(theirs), goal: 0.2 }
    const value = await measureLive(program as Program, federated.town)
    yield { name: 'live', value, unit: 'ms', baseline: liveLimitMs, goal: 1, atMost: true }
  } finally {
    await disconnectDatabase()
    await bare.stop()
    await program.stop()
    await peer.close()
    await federated.remove()
  }
}

interface Reply {
  id: string
  headers: Record<string, string>
  body: Buffer
}

let last = 0

/** Replies to the article, signed as they go over the wire. */
async function makeReplies({ actorId, town }: Federated, peer: Peer, count: number): Promise<Reply[]> {
  const us = actorAddress(`https://${host}`, actorId)
  const url = new URL(sharedInbox, `https://${host}`)
  const publicly = ['https://www.w3.org/ns/activitystreams#Public']
  return Array.from({ length: count }, () => {
    const id = `${peer.origin}/notes/${(last += 1)}`
    const author = peer.actor(`citizen${last % authors}`)
    const note: Json = {
      id,
      type: 'Note',
      attributedTo: author.id,
      inReplyTo: `https://${host}${town.path}`,
      content: `<p><a href="${us}">@musterstadt</a> Das ist die Antwort Nummer ${last}. Ab wann gilt das?</p>`,
      published: new Date().toISOString(),
      to: publicly,
      cc: [us],
      tag: [{ type: 'Mention', href: us, name: '@musterstadt' }]
    }
    const context = 'https://www.w3.org/ns/activitystreams'
    const activity = { '@context': context, id: `${id}/create`, type: 'Create', actor: author.id, object: note }
    const body = Buffer.from(JSON.stringify(activity))
    const { keyId, privateKey } = author
    const contentType = 'application/activity+json'
    const what = { method: 'POST', url, body, contentType, keyId, privateKey, date: new Date() }
    return { id, body, headers: signedHeaders('draft-cavage-12', what) }
  })
}

async function rate(made: Reply[], work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return made.length / ((performance.now() - startedAt) / 1000)
}

async function postAll(port: number, made: Reply[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const url = `http://127.0.0.1:${port}${sharedInbox}`
  let next = 0
  const post = async () => {
    while (next < made.length) {
      const { headers, body } = made[next++]!
      const { status, text } = await ask(url, {
        method: 'POST',
        headers: { ...headers, 'x-forwarded-proto': 'https' },
        body,
        agent
      })
      if (status !== 202) throw new Error(`a reply was answered with ${status}: ${text}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, post))
  agent.destroy()
}

/** Posts them and waits until every one is a message in the inbox. */
async function take({ town }: Federated, port: number, made: Reply[]): Promise<void> {
  await postAll(port, made)
  const ids = made.map(({ id }) => id)
  for (const startedAt = performance.now(); ;) {
    const { count } = await inMunicipality(town.municipalityId, (tx) =>
      tx
        .selectFrom('message')
        .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('message.remote_id', 'in', ids)
        .where('message.state', '=', 'visible')
        .executeTakeFirstOrThrow()
    )
    if (Number(count) === made.length) return
    if (performance.now() - startedAt > 120_000) throw new Error(`${count} of ${made.length} are in the inbox`)
    await pause(20)
  }
}

async function startBare(databaseUrl: string, peer: Peer): Promise<{ port: number; stop(): Promise<void> }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('create table bench_reply (id bigserial primary key, body text not null)')
  await client.end()
  const child = fork(join(import.meta.dirname, 'bare-intake.ts'))
  const publicKeys = Array.from({ length: authors }, (_, number) => {
    const { keyId, document } = peer.actor(`citizen${number}`)
    return [keyId, (document.publicKey as { publicKeyPem: string }).publicKeyPem]
  })
  child.send({ databaseUrl, publicKeys })
  const [port] = (await once(child, 'message')) as [number]
  return {
    port,
    async stop() {
      child.kill()
      await once(child, 'exit')
    }
  }
}
