// One post to thousands of inboxes: from the use case until the last delivery is written down, against a loop that only signs
// and posts. Connections are warm on both sides; the followers' servers are 50 names of one sink.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { loadPerson } from '#people/person.ts'
import { connectDatabase, disconnectDatabase, inMunicipality } from '#platform/database/database.ts'
import { runningEmbedded } from '#platform/database/embedded.ts'
import { startSending, stopJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import type { BarePost } from './bare-post.worker.ts'
import type { Bench } from './case.ts'
import { makeFederated, type Federated } from './federated.ts'
import { median } from './load.ts'

const servers = 50
const atOnce = 256
const perHost = 8
/** As many as the program takes for itself (src/federation/sender.ts). */
const threads = Math.min(4, Math.max(1, availableParallelism() - 1))

/** Cases `2000`, `10000`. */
export const bench: Bench = async function* () {
  const federated = await makeFederated()
  const names = Array.from({ length: servers }, (_, number) => `s${number}.sink.test`)
  const sink = fork(join(import.meta.dirname, 'sink.ts'))
  sink.send(await federated.authority.issue(...names))
  const [port] = (await once(sink, 'message')) as [number]
  const hosts = names.map((name) => `${name}:${port}`)
  const program = await federated.start(hosts)
  const bare = startBare(federated.authority.ca)
  try {
    await connect(federated)
    for (const [followers, rounds] of [
      [2000, 5],
      [10_000, 3]
    ] as const) {
      const inboxes = Array.from({ length: followers }, (_, number) => `https://${hosts[number % servers]}/u/${number}`)
      await setFollowers(federated, inboxes)
      const ours: number[] = []
      const theirs: number[] = []
      // The first round of each warms up.
      for (let round = 0; round <= rounds; round++) {
        const own = await deliver(federated, followers)
        const other = await bare.deliver(inboxes)
        if (round === 0) continue
        ours.push(own)
        theirs.push(other)
      }
      yield {
        name: String(followers),
        value: median(ours),
        unit: 'deliveries/s',
        baseline: median(theirs),
        goal: 0.7
      }
    }
  } finally {
    await stopJobs()
    await disconnectDatabase()
    await bare.stop()
    await program.stop()
    sink.kill()
    await federated.remove()
  }
}

/** This process calls the use case, the program does the rest. */
async function connect({ dataDirectory }: Federated): Promise<void> {
  const urls = (await runningEmbedded(dataDirectory))!
  await holdKeys(join(dataDirectory, 'keys'))
  connectDatabase(urls.program)
  await startSending()
}

async function setFollowers({ town, actorId }: Federated, inboxes: string[]): Promise<void> {
  await inMunicipality(town.municipalityId, async (tx) => {
    await tx.deleteFrom('follower').execute()
    await sql`
      insert into follower (actor_id, uri, inbox, shared_inbox, handle, follow_id, at)
      select ${actorId}::uuid, inbox || '/actor', inbox, null, null, inbox || '/follow', now()
      from unnest(${inboxes}::text[]) as inbox`.execute(tx)
  })
}

/** Publishes a post and waits until every delivery is in the books. Answers deliveries per second. */
async function deliver({ town, channelId }: Federated, expected: number): Promise<number> {
  const startedAt = performance.now()
  const post = await inMunicipality(town.municipalityId, async (tx) => {
    const who = (await loadPerson(tx, town.editorId))!
    const draft = { title: 'Das Freibad öffnet', lead: 'Am 1. Mai geht es los.', body: 'Das Wasser hat 21 Grad.' }
    const { id, revision } = await createPost(tx, who, { ...draft, unitId: town.rootUnitId, channelIds: [channelId] })
    await publishPost(tx, who, { post: id, revision })
    return id
  })
  for (;;) {
    await pause(20)
    const { count } = await inMunicipality(town.municipalityId, (tx) =>
      tx
        .selectFrom('delivery')
        .innerJoin('activity', 'activity.id', 'delivery.activity_id')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('activity.post_id', '=', post)
        .where('delivery.state', '=', 'delivered')
        .executeTakeFirstOrThrow()
    )
    if (Number(count) === expected) return expected / ((performance.now() - startedAt) / 1000)
    if (performance.now() - startedAt > 120_000) throw new Error(`${count} of ${expected} delivered`)
  }
}

/** The loop to compare with, in as many threads as ours. */
function startBare(ca: string): { deliver(inboxes: string[]): Promise<number>; stop(): Promise<void> } {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  const share = (figure: number) => Math.ceil(figure / threads)
  const workerData: BarePost = { privateKey, ca, atOnce: share(atOnce), perHost: share(perHost) }
  const file = new URL('./bare-post.worker.ts', import.meta.url)
  const workers = Array.from({ length: threads }, () => new Worker(file, { workerData }))
  // As long as ours.
  const body = Buffer.from(JSON.stringify({ type: 'Create', content: 'x'.repeat(3000) }))
  return {
    async deliver(inboxes) {
      const startedAt = performance.now()
      const size = Math.ceil(inboxes.length / threads)
      await Promise.all(
        workers.map(async (worker, index) => {
          worker.postMessage({ inboxes: inboxes.slice(index * size, (index + 1) * size), body })
          await once(worker, 'message')
        })
      )
      return inboxes.length / ((performance.now() - startedAt) / 1000)
    },
    stop: async () => void (await Promise.all(workers.map((worker) => worker.terminate())))
  }
}
