// Asks the federal warning interface, for the region and as often as the municipality wishes; off until somebody switches it on.
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { FetchFailed, FetchRefused, guardedFetch } from '#platform/fetch/fetch.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { keepWarning } from './keep.ts'
import { NoWarning, readAlert, type ReadWarning } from './read.ts'

/** So many of one answer: a region has never had more at once. */
const most = 100
const idShape = /^[\w.:+-]{1,200}$/

export const warningsJob = defineJob({
  name: 'warnings',
  everySeconds: 300,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await askForWarnings(id)
  }
})

/** Asks once, if it is on, and notes at the source how it went. Answers how many were new. */
export async function askForWarnings(municipalityId: string): Promise<number> {
  const source = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('warning_source').select(['address', 'region']).where('is_on', '=', true).executeTakeFirst()
  )
  if (!source) return 0
  const { warnings, problem } = await fetchWarnings(source)
  return inMunicipality(municipalityId, async (tx) => {
    let added = 0
    for (const warning of warnings) if (await keepWarning(tx, system, warning, 'interface')) added += 1
    await tx
      .updateTable('warning_source')
      .set({ asked_at: now(), problem, ...(problem === null && { succeeded_at: now() }) })
      .execute()
    return added
  })
}

/** One broken warning does not keep the others back; the first problem is told. */
async function fetchWarnings(source: {
  address: string
  region: string
}): Promise<{ warnings: ReadWarning[]; problem: string | null }> {
  const warnings: ReadWarning[] = []
  let problem: string | null = null
  try {
    const list = await read(`${source.address}/dashboard/${source.region}.json`)
    if (!Array.isArray(list)) return { warnings, problem: 'warnings.unreadable' }
    for (const one of list.slice(0, most)) {
      const id = (one as { id?: unknown } | null)?.id
      if (typeof id !== 'string' || !idShape.test(id)) {
        problem ??= 'warnings.unreadable'
        continue
      }
      try {
        warnings.push(readAlert(await read(`${source.address}/warnings/${encodeURIComponent(id)}.json`)))
      } catch (error) {
        if (!(error instanceof NoWarning) || error.reason === 'unreadable' || error.reason === 'incomplete')
          problem ??= problemOf(error)
      }
    }
  } catch (error) {
    problem = problemOf(error)
  }
  return { warnings, problem }
}

async function read(address: string): Promise<unknown> {
  const answer = await guardedFetch(address, {
    accept: ['application/json', 'text/json', 'text/plain'],
    timeoutMs: 15_000
  })
  if (answer.status !== 200) throw new FetchFailed('broken', `${answer.status}`)
  return answer.json()
}

function problemOf(error: unknown): string {
  if (error instanceof FetchRefused) return 'warnings.refused'
  if (error instanceof FetchFailed) return 'warnings.unreachable'
  if (error instanceof SyntaxError || error instanceof NoWarning) return 'warnings.unreadable'
  log('crisis').error('reading warnings failed: {error}', { error: String(error) })
  return 'warnings.unreachable'
}
