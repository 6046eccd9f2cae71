// Reading a council's information system: every so often, list by list, page by page. A page and the place where to go on
// are stored in one transaction, so that a run that ends (by its time, by a crash) is continued and not begun anew.
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { system } from '#people/types.ts'
import { fetchObject, fetchPage, firstPage, type ListPage, ReadProblem } from './answers.ts'
import { findBodies, type ListPlace } from './bodies.ts'
import { isObject, line, listKinds, type ListKind, type Reading, understandObject } from './objects.ts'
import { noteFaults, storePage } from './store.ts'

const runMs = 8 * 60_000
/** A run that has not ended by then was lost with its process. */
const lostMs = 15 * 60_000
/** What is asked for again, because their clock and ours differ. */
const overlapMs = 3_600_000
export const maxPages = 5000
/** Objects that a body only names, instead of showing or listing them. */
const maxSingle = 500

/** Reads one source now. */
export const councilReadJob = defineJob<{ m: string; source: string }>({
  name: 'council-read',
  concurrency: 2,
  retryLimit: 1,
  expireInSeconds: 900,
  handle: ({ m, source }) => readSource(m, source)
})

/** Finds the sources whose time has come. */
export const councilSweepJob = defineJob({
  name: 'council-sweep',
  everySeconds: 300,
  async handle() {
    for (const id of await municipalityIds()) await inMunicipality(id, sendDue)
  }
})

/** Sends a job for each source that is due: after its interval, and after a failure in an hour. */
export async function sendDue(tx: Tx): Promise<void> {
  const sources = await tx.selectFrom('council_source').selectAll().where('paused', '=', false).limit(100).execute()
  for (const source of sources) {
    const failed = source.failed_at !== null && (source.succeeded_at === null || source.failed_at > source.succeeded_at)
    const hours = failed ? Math.min(1, source.every_hours) : source.every_hours
    const due = source.started_at === null ? 0 : source.started_at.getTime() + hours * 3_600_000
    if (due <= now().getTime() && !isUnderWay(source))
      await councilReadJob.send(tx, { m: tx.municipalityId, source: source.id }, { singletonKey: source.id })
  }
}

function isUnderWay(source: { started_at: Date | null; succeeded_at: Date | null; failed_at: Date | null }): boolean {
  if (!source.started_at || now().getTime() - source.started_at.getTime() > lostMs) return false
  const ended = Math.max(source.succeeded_at?.getTime() ?? 0, source.failed_at?.getTime() ?? 0)
  return ended < source.started_at.getTime()
}

/** Reads a source as far as a run's time goes, and says how it went at the source. */
export async function readSource(m: string, id: string): Promise<void> {
  const source = await inMunicipality(m, (tx) => begin(tx, id))
  if (!source) return
  const endAt = now().getTime() + runMs
  let problem: string | null = null
  let isUnfinished = false
  try {
    const found = await findBodies(m, source)
    await inMunicipality(m, async (tx) => {
      await tx
        .updateTable('council_source')
        .set({ version: found.version, name: found.name })
        .where('id', '=', id)
        .execute()
    })
    if (found.bodies.length === 0) throw new ReadProblem('choose')
    const reading = { host: new URL(source.url).host, zone: source.zone, now: now() }
    for (const body of found.bodies)
      for (const kind of listKinds) {
        const list = { m, body: body.id, kind, omitInternal: kind === 'paper' && found.version === '1.1' }
        const ended = await readListKept(list, body.lists[kind], reading, endAt)
        if (ended === 'failed') problem = 'lists'
        if (ended === 'unfinished') isUnfinished = true
      }
  } catch (error) {
    if (!(error instanceof ReadProblem)) {
      await inMunicipality(m, (tx) => end(tx, id, 'bug', false))
      throw error
    }
    problem = error.reason
  }
  await inMunicipality(m, (tx) => end(tx, id, problem, isUnfinished))
}

async function begin(tx: Tx, id: string) {
  const source = await tx.selectFrom('council_source').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!source || isUnderWay(source)) return null
  await tx.updateTable('council_source').set({ started_at: now() }).where('id', '=', id).execute()
  const { time_zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  return { id: source.id, url: source.url, zone: time_zone }
}

async function end(tx: Tx, id: string, problem: string | null, isUnfinished: boolean): Promise<void> {
  const at = now()
  await tx
    .updateTable('council_source')
    // Unfinished, it is neither: it goes on at once.
    .set(
      problem ? { failed_at: at, problem } : isUnfinished ? { started_at: null } : { succeeded_at: at, problem: null }
    )
    .where('id', '=', id)
    .execute()
  record(tx, system, problem ? 'council.read-failed' : 'council.read', id, problem ? { problem } : {})
  if (isUnfinished) await councilReadJob.send(tx, { m: tx.municipalityId, source: id }, { singletonKey: id })
}

interface List {
  m: string
  body: string
  kind: ListKind
  omitInternal: boolean
}

type Ended = 'done' | 'unfinished' | 'failed'

/** Reads a list, and keeps what went wrong with it: the lists beside it are read all the same. */
async function readListKept(list: List, place: ListPlace | undefined, reading: Reading, endAt: number): Promise<Ended> {
  try {
    if (!place) throw new ReadProblem('no-list')
    return 'url' in place
      ? await readExternal(list, place.url, reading, endAt)
      : await readEmbedded(list, place.items, reading)
  } catch (error) {
    if (!(error instanceof ReadProblem)) throw error
    await inMunicipality(list.m, (tx) =>
      keepList(tx, list, { problem: error.reason, ...(!error.passes && { next_url: null }) })
    )
    return 'failed'
  }
}

async function readExternal(list: List, url: string, reading: Reading, endAt: number): Promise<Ended> {
  const { m, body, kind } = list
  const state = await inMunicipality(m, (tx) => stateOf(tx, list))
  const goesOn = state?.next_url && state.pass_began_at
  const beganAt = goesOn ? state.pass_began_at! : now()
  let next: string | null = goesOn ? state.next_url : firstPage(url, state?.read_until ?? null, list.omitInternal)
  let pages = goesOn ? state.pages : 0
  if (!goesOn) await inMunicipality(m, (tx) => beginPass(tx, list, beganAt))
  const asked = new Set<string>()
  const known = new Set<string>()
  while (next) {
    if (now().getTime() > endAt) return 'unfinished'
    if (asked.has(next)) throw new ReadProblem('circle')
    if (pages >= maxPages) throw new ReadProblem('endless')
    asked.add(next)
    const page: ListPage = await fetchPage(next, reading.host)
    pages += 1
    await inMunicipality(m, async (tx) => {
      const understood = page.items.map((item) => understandObject(item, kind, reading))
      const { saved, broken } = await storePage(tx, body, kind, understood)
      if (page.cut) await noteFaults(tx, body, kind, [{ what: next!, reason: 'too-many' }])
      await countList(tx, list, { next_url: page.next, pages, saved, broken })
    })
    if (page.nextProblem) throw new ReadProblem(page.nextProblem)
    // A next page for ever, that says the same again: the same circle in other words.
    const ids = page.items.filter(isObject).map((item) => line(item.id, 2000))
    if (page.next && ids.length > 0 && ids.every((id) => known.has(id))) throw new ReadProblem('circle')
    for (const id of ids) known.add(id)
    next = page.next
  }
  await inMunicipality(m, (tx) =>
    keepList(tx, list, { problem: null, next_url: null, read_until: new Date(beganAt.getTime() - overlapMs) })
  )
  return 'done'
}

/** A list that stands in its body: objects, or only their addresses. */
async function readEmbedded(list: List, items: unknown[], reading: Reading): Promise<Ended> {
  const { m, body, kind } = list
  await inMunicipality(m, (tx) => beginPass(tx, list, now()))
  let single = 0
  for (let from = 0; from < items.length; from += 100) {
    const objects: unknown[] = []
    const faults: { what: string; reason: 'unreachable' | 'too-many' | 'foreign-id' }[] = []
    for (const item of items.slice(from, from + 100)) {
      const address = line(item, 2000)
      if (!address) objects.push(item)
      else if (!isSameHost(address, reading)) faults.push({ what: address, reason: 'foreign-id' })
      else if (++single > maxSingle) faults.push({ what: address, reason: 'too-many' })
      else {
        const object = await fetchObject(address).catch((error: unknown) => {
          if (!(error instanceof ReadProblem)) throw error
          return null
        })
        if (object) objects.push(object)
        else faults.push({ what: address, reason: 'unreachable' })
      }
    }
    await inMunicipality(m, async (tx) => {
      const understood = objects.map((item) => understandObject(item, kind, reading))
      const { saved, broken } = await storePage(tx, body, kind, understood)
      await noteFaults(tx, body, kind, faults)
      await countList(tx, list, { next_url: null, pages: 1, saved, broken: broken + faults.length })
    })
  }
  await inMunicipality(m, (tx) => keepList(tx, list, { problem: null }))
  return 'done'
}

function isSameHost(address: string, { host }: Reading): boolean {
  return URL.canParse(address) && new URL(address).host === host
}

async function stateOf(tx: Tx, { body, kind }: List) {
  return tx
    .selectFrom('council_list')
    .selectAll()
    .where('body_id', '=', body)
    .where('kind', '=', kind)
    .executeTakeFirst()
}

async function beginPass(tx: Tx, list: List, beganAt: Date): Promise<void> {
  await tx.deleteFrom('council_fault').where('body_id', '=', list.body).where('kind', '=', list.kind).execute()
  await keepList(tx, list, { pass_began_at: beganAt, next_url: null, pages: 0, saved: 0, broken: 0 })
}

interface ListState {
  problem?: string | null
  next_url?: string | null
  read_until?: Date
  pass_began_at?: Date
  pages?: number
  saved?: number
  broken?: number
}

async function keepList(tx: Tx, { body, kind }: List, state: ListState): Promise<void> {
  await tx
    .insertInto('council_list')
    .values({ body_id: body, kind, ...state })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'body_id', 'kind']).doUpdateSet(state))
    .execute()
}

async function countList(
  tx: Tx,
  { body, kind }: List,
  page: { next_url: string | null; pages: number; saved: number; broken: number }
): Promise<void> {
  await tx
    .updateTable('council_list')
    .set((set) => ({
      next_url: page.next_url,
      pages: page.pages,
      saved: set('saved', '+', page.saved),
      broken: set('broken', '+', page.broken)
    }))
    .where('body_id', '=', body)
    .where('kind', '=', kind)
    .execute()
}
