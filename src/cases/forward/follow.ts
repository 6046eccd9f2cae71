// What becomes of a case elsewhere: numbers behind tokens, states, and attempts of which nobody knows whether they arrived.
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { record } from '#platform/journal/journal.ts'
import { lockCase, writeState } from '../settle.ts'
import { askRequest, askToken, findRequest, type RemoteState } from './client.ts'
import { problemOf, readEndpoint } from './endpoints.ts'
import { repeatForward, sendCaseJob, settleArrived, signOf } from './send.ts'

/** An attempt that has not ended by then was lost with its process. */
const lostMs = 5 * 60_000
const followMs = 15 * 60_000
/** Nobody asks on and on for what has not moved in so long. */
const followDays = 365
const most = 100

export const followCasesJob = defineJob({
  name: 'case-follow',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await followCases(id)
  }
})

/** Looks after everything that is due in a municipality, one after the other. Answers how many were looked at. */
export async function followCases(municipalityId: string): Promise<number> {
  const due = await inMunicipality(municipalityId, async (tx) => {
    const at = now()
    await tx
      .updateTable('case_forward')
      .set({ state: 'unknown', problem: 'interrupted', next_at: at })
      .where('state', '=', 'sending')
      .where('sending_at', '<', new Date(at.getTime() - lostMs))
      .execute()
    return tx
      .selectFrom('case_forward as f')
      .innerJoin('case_report as r', 'r.id', 'f.case_id')
      .selectAll('f')
      .select('r.code')
      .where('f.next_at', '<=', at)
      .where('f.state', 'in', ['due', 'token', 'unknown', 'sent'])
      .orderBy('f.next_at')
      .limit(most)
      .execute()
  })
  for (const one of due)
    await follow(municipalityId, one).catch((error: unknown) =>
      log('cases').error('following {id} failed: {error}', { id: one.id, error: String(error) })
    )
  return due.length
}

interface Due {
  id: string
  case_id: string
  endpoint_id: string
  service_code: string
  state: string
  remote_id: string | null
  token: string | null
  sending_at: Date | null
  created_at: Date
  code: string
}

async function follow(municipalityId: string, one: Due): Promise<void> {
  if (one.state === 'due')
    return inMunicipality(municipalityId, (tx) => sendCaseJob.send(tx, { m: municipalityId, forward: one.id }))
  const endpoint = await inMunicipality(municipalityId, (tx) => readEndpoint(tx, one.endpoint_id))
  // First the next time, so that a fault in between does not ask without end.
  await note(municipalityId, one, null, false)
  try {
    if (one.state === 'token') {
      const id = one.token ? await askToken(endpoint, one.token) : null
      if (id) await numbered(municipalityId, one.id, id)
    } else if (one.state === 'unknown') {
      if (endpoint.knowsRepeats) return await repeatForward(municipalityId, one.id)
      const begun = (one.sending_at ?? one.created_at).getTime()
      const from = new Date(begun - 10 * 60_000)
      const to = new Date(begun + 24 * 3_600_000)
      const id = await findRequest(endpoint, { service: one.service_code, sign: signOf(one.code), from, to })
      if (id) await inMunicipality(municipalityId, (tx) => settleArrived(tx, one.id, id))
    } else {
      const found = await askRequest(endpoint, one.remote_id!)
      if (found) await takeOver(municipalityId, one, found)
      else await note(municipalityId, one, 'gone', true)
    }
  } catch (error) {
    await note(municipalityId, one, problemOf(error), true)
  }
}

/** Notes the time of the next look, and what was wrong with this one. */
async function note(municipalityId: string, one: Due, problem: string | null, isProblem: boolean): Promise<void> {
  const at = now()
  const isOld = at.getTime() - one.created_at.getTime() > followDays * 86_400_000
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .updateTable('case_forward')
      .set({
        checked_at: at,
        next_at: isOld ? null : new Date(at.getTime() + followMs),
        ...(isProblem && { problem })
      })
      .where('id', '=', one.id)
      .where('state', '=', one.state)
      .execute()
  })
}

async function numbered(municipalityId: string, id: string, remoteId: string): Promise<void> {
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .updateTable('case_forward')
      .set({ state: 'sent', remote_id: remoteId, problem: null, next_at: now() })
      .where('id', '=', id)
      .where('state', '=', 'token')
      .execute()
  })
}

/** What changed there is told here. */
async function takeOver(municipalityId: string, one: Due, found: RemoteState): Promise<void> {
  await inMunicipality(municipalityId, async (tx) => {
    const row = await lockCase(tx, one.case_id)
    const before = await tx
      .selectFrom('case_forward')
      .select(['remote_state', 'remote_note', 'state'])
      .where('id', '=', one.id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (before.state !== 'sent') return
    await tx
      .updateTable('case_forward')
      .set({ remote_state: found.state, remote_note: found.note, problem: null })
      .where('id', '=', one.id)
      .execute()
    if (before.remote_state === found.state && before.remote_note === found.note) return
    const state = found.state === 'closed' ? 'closed' : row.state === 'closed' ? 'in_progress' : row.state
    const isNews = state !== row.state || (found.note !== '' && found.note !== row.note)
    if (isNews && row.message_state !== 'deleted')
      await writeState(tx, system, row, { state: state as 'open', note: found.note || row.note })
    record(tx, system, 'case.forward-followed', row.id, { conversation: row.conversation_id, state: found.state })
  })
}
