// Turns raw incoming things into messages: one raw copy, one transaction. What cannot be understood stays in quarantine
// with its reason, where people see it and can have it tried again.
import { sql } from 'kysely'
import { Quarantine, Unprepared, type RawIncoming } from '#channels/contract.ts'
import { networkOf } from '#channels/networks.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { redactText } from '#platform/log/redact.ts'
import { foresee } from './foresight.ts'
import { receive, type Received } from './receive.ts'

const logger = log('dialogue')
/** A fault of ours is tried so often before a person must look. */
const maxAttempts = 5
/** So often a delivery may lack something that has to be fetched: its form, a proof, the object, its author. */
const mostPreparations = 6
/** How long something may speak of what has not arrived, while other deliveries are still being understood. */
const patienceMs = 5 * 60_000

/** Understands raw copies: one, or several that came together (their ids with spaces between). */
export const understandJob = defineJob<{ m: string; id: string }>({
  name: 'understand',
  handle: ({ m, id }) => understandAll(m, id.split(' ')),
  concurrency: 4
})

/** Takes up what lost its job, so that nothing waits forever. */
export const understandLeftJob = defineJob({
  name: 'understand-left',
  everySeconds: 120,
  handle: async () => {
    const towns = await inInstallation((tx) =>
      tx.selectFrom('host').select('municipality_id').distinct().limit(20_000).execute()
    )
    for (const { municipality_id } of towns) await inMunicipality(municipality_id, resume)
  }
})

async function resume(tx: Tx): Promise<void> {
  const left = await tx
    .selectFrom('incoming_raw')
    .select('id')
    .where('state', '=', 'new')
    .where('received_at', '<', new Date(now().getTime() - 2 * patienceMs))
    .orderBy('received_at')
    .limit(500)
    .execute()
  for (const { id } of left) await understandJob.send(tx, { m: tx.municipalityId, id }, { singletonKey: id })
}

/** So many share a transaction: few enough that their journal's note can name what they touched. */
const together = 15

/**
 * A few at a time in one transaction, since what a town writes waits for its last commit. Where one of them is not easy, or
 * two transactions met crosswise, each gets one of its own. One that fails does not keep the others; then the job is tried
 * again, and finds only what is left.
 */
async function understandAll(municipalityId: string, ids: string[]): Promise<void> {
  let failure: unknown = null
  for (let from = 0; from < ids.length; from += together) {
    const some = ids.slice(from, from + together)
    if (some.length > 1 && (await understandTogether(municipalityId, some))) continue
    for (const id of some) await understand(municipalityId, id).catch((error: unknown) => (failure = error))
  }
  if (failure) throw failure
}

/** Whether all of them were understood; otherwise nothing happened. */
async function understandTogether(municipalityId: string, ids: string[]): Promise<boolean> {
  return inMunicipality(municipalityId, async (tx) => {
    const found = await readRaws(tx, ids)
    for (const [id, raws] of Map.groupBy(found, ({ network }) => network)) {
      const what = await networkOf(id).foresee?.(
        tx,
        raws.map(({ raw }) => raw)
      )
      if (what) await foresee(tx, { network: id, ...what })
    }
    const settled: Settled[] = []
    const settleAll = () => settle(tx, settled.splice(0))
    for (const one of found) {
      const outcome = await understandOne(tx, one, settleAll)
      if (outcome) settled.push(outcome)
    }
    await settleAll()
    return true
  }).catch(() => false)
}

/** Understands the raw copy with this id. Safe to call again, and from several processes at once. */
export async function understand(municipalityId: string, rawId: string): Promise<void> {
  try {
    for (let round = 0; ; round += 1) {
      const lack = await inMunicipality(municipalityId, (tx) => understandOnce(tx, rawId)).catch((error: unknown) => {
        if (error instanceof Unprepared && round < mostPreparations) return error
        throw error
      })
      if (!lack) return
      await prepare(municipalityId, rawId, lack)
    }
  } catch (error) {
    const reason = error instanceof Quarantine ? error.message : null
    const settled = await inMunicipality(municipalityId, (tx) => failed(tx, rawId, reason, error))
    if (!settled) throw error
  }
}

/** Has the network fetch what it lacks, outside of any transaction, and keeps it with the raw copy. */
async function prepare(municipalityId: string, rawId: string, lack: Unprepared): Promise<void> {
  const [found] = await inMunicipality(municipalityId, (tx) => readRaws(tx, [rawId]))
  if (!found) return
  const network = networkOf(found.network)
  if (!network.prepare) throw new Quarantine(`lacks ${lack.message}`)
  const body = JSON.stringify(await network.prepare(municipalityId, found.raw, lack))
  await inMunicipality(municipalityId, (tx) =>
    tx.updateTable('incoming_raw').set({ body }).where('id', '=', rawId).where('state', '=', 'new').execute()
  )
}

interface Found {
  raw: RawIncoming
  network: string
}

/** What became of a raw copy. */
interface Settled {
  id: string
  state: 'understood' | 'ignored'
  reason: string | null
  messageId: string | null
  /** Its author took it back: its content must not stay here by the back door. */
  isGone: boolean
}

/** The raw copies, locked, those that wait to be understood, as they came. */
async function readRaws(tx: Tx, ids: string[]): Promise<Found[]> {
  const rows = await tx
    .selectFrom('incoming_raw')
    .innerJoin('channel', 'channel.id', 'incoming_raw.channel_id')
    .selectAll('incoming_raw')
    .select('channel.network')
    .where('incoming_raw.id', 'in', ids)
    .where('incoming_raw.state', '=', 'new')
    .orderBy('incoming_raw.id')
    .forUpdate('incoming_raw')
    .execute()
  return rows.map((row) => ({
    network: row.network,
    raw: {
      id: row.id,
      channelId: row.channel_id,
      remoteId: row.remote_id,
      kind: row.kind,
      sender: row.sender,
      body: row.body,
      receivedAt: row.received_at
    }
  }))
}

async function understandOnce(tx: Tx, rawId: string): Promise<void> {
  const [found] = await readRaws(tx, [rawId])
  if (!found) return
  const settled = await understandOne(tx, found)
  if (settled) await settle(tx, [settled])
}

/**
 * Answers what became of it; null when it speaks of what may still come and will be tried again. `settleOthers` runs before
 * looking at what else waits, so that nothing looks as if it waited that is understood.
 */
async function understandOne(
  tx: Tx,
  { raw, network: networkId }: Found,
  settleOthers = async () => {}
): Promise<Settled | null> {
  const network = networkOf(networkId)
  if (!network.understand) throw new Quarantine(`${networkId} cannot be understood`)
  const received: Received[] = []
  const understoodAs = await network.understand(tx, raw)
  for (const incoming of understoodAs === 'done' ? [] : understoodAs) received.push(await receive(tx, incoming))
  const missing = received.some((one) => one.outcome === 'unknown-target')
  if (missing) {
    await settleOthers()
    if (await mayStillCome(tx, raw)) {
      const startAfter = new Date(now().getTime() + 3000)
      await understandJob.send(tx, { m: tx.municipalityId, id: raw.id }, { startAfter })
      return null
    }
  }
  const messageId = received.find((one) => one.messageId)?.messageId ?? null
  const understood = understoodAs === 'done' || received.some((one) => one.outcome !== 'unknown-target')
  const wasKnown = received.some((one) => one.outcome === 'known')
  return {
    id: raw.id,
    state: understood ? 'understood' : 'ignored',
    reason: understood ? null : received.length === 0 ? 'nothing in it for us' : 'speaks of what is not here',
    messageId,
    isGone: messageId && wasKnown ? await isDeleted(tx, messageId) : false
  }
}

async function settle(tx: Tx, settled: Settled[]): Promise<void> {
  if (settled.length === 0) return
  await sql`
    /* plan anew */ update incoming_raw set
      state = one.state, reason = one.reason, message_id = one."messageId", understood_at = ${now()},
      body = case when one."isGone" then '{}' else incoming_raw.body end,
      sender = case when one."isGone" then null else incoming_raw.sender end
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb)
      as one (id uuid, state text, reason text, "messageId" uuid, "isGone" boolean)
    where incoming_raw.id = one.id`.execute(tx)
}

/** Whether an older delivery that nobody has understood yet could hold what this one speaks of. */
async function mayStillCome(tx: Tx, raw: RawIncoming): Promise<boolean> {
  if (now().getTime() - raw.receivedAt.getTime() > patienceMs) return false
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from incoming_raw where state = 'new' and received_at <= ${raw.receivedAt} and id <> ${raw.id}) as waits
  `.execute(tx)
  return rows[0]!.waits
}

async function isDeleted(tx: Tx, messageId: string): Promise<boolean> {
  const message = await tx.selectFrom('message').select('state').where('id', '=', messageId).executeTakeFirst()
  return message?.state === 'deleted'
}

/** Notes a failure. Answers whether that settles it; otherwise the job is tried again. */
async function failed(tx: Tx, rawId: string, reason: string | null, error: unknown): Promise<boolean> {
  const row = await tx
    .selectFrom('incoming_raw')
    .select(['id', 'state', 'attempts', 'channel_id'])
    .where('id', '=', rawId)
    .forUpdate()
    .executeTakeFirst()
  if (!row || row.state !== 'new') return true
  const attempts = row.attempts + 1
  const isFinal = reason !== null || attempts >= maxAttempts
  const said = redactText(reason ?? String(error)).slice(0, 500)
  await tx
    .updateTable('incoming_raw')
    .set({ attempts, ...(isFinal && { state: 'quarantined', reason: said }) })
    .where('id', '=', rawId)
    .execute()
  if (!isFinal) return false
  logger.warn('a delivery is in quarantine: {reason}', { reason: said, raw: rawId, channel: row.channel_id })
  record(tx, system, 'channel.quarantined', row.channel_id, { raw: rawId })
  return true
}
