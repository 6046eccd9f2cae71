// The sending itself, by a job.
import { outgoingHeld } from '#channels/held.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { FetchRefused } from '#platform/fetch/fetch.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { casePath } from '../code.ts'
import { lockCase, writeState } from '../settle.ts'
import type { AttributeAnswer } from '../shared.ts'
import { type Outcome, sendRequest } from './client.ts'
import { readEndpoint } from './endpoints.ts'

/** After so many tries that surely did not arrive a person is asked. */
const mostAttempts = 8

export const sendCaseJob = defineJob<{ m: string; forward: string }>({
  name: 'case-send',
  retryLimit: 0,
  handle: ({ m, forward }) => sendForward(m, forward)
})

/** Sends what is due; anything else is left as it is. */
export async function sendForward(municipalityId: string, id: string): Promise<void> {
  const begun = await inMunicipality(municipalityId, (tx) => begin(tx, id))
  if (!begun) return
  let outcome: Outcome
  try {
    outcome = await sendRequest(begun.endpoint, begun.fields, id)
  } catch (problem) {
    if (!(problem instanceof FetchRefused)) throw problem
    outcome = { kind: 'refused', problem: problem.reason }
  }
  await inMunicipality(municipalityId, (tx) => settle(tx, id, outcome))
}

/** Commits the intent: from here on, whatever happens, it is not sent again by itself. */
async function begin(tx: Tx, id: string) {
  const forward = await tx
    .selectFrom('case_forward')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'due')
    .forUpdate()
    .executeTakeFirst()
  if (!forward) return null
  // After a restore nobody knows what went out since: a person releases it.
  if (await outgoingHeld(tx)) return null
  const endpoint = await readEndpoint(tx, forward.endpoint_id)
  const fields = await fieldsOf(tx, forward.case_id, forward.service_code)
  if (!fields) {
    await tx.updateTable('case_forward').set({ state: 'dropped', next_at: null }).where('id', '=', id).execute()
    return null
  }
  await tx
    .updateTable('case_forward')
    .set({ state: 'sending', sending_at: now(), attempts: forward.attempts + 1, next_at: null })
    .where('id', '=', id)
    .execute()
  return { endpoint, fields }
}

/** The sign by which a report of ours is known among theirs. */
export function signOf(code: string): string {
  return `[${code}]`
}

/** What goes out: the defect and its place, never who reported it. Null: the report was erased. */
async function fieldsOf(tx: Tx, caseId: string, service: string): Promise<[string, string][] | null> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .select([
      'r.code',
      'r.address',
      'r.address_id',
      'r.lat',
      'r.lng',
      'r.attributes',
      'r.photo_state',
      'm.text',
      'm.state'
    ])
    .where('r.id', '=', caseId)
    .executeTakeFirst()
  if (!row || row.state === 'deleted') return null
  const page = siteOrigin(await loadMunicipality(tx)) + casePath(row.code)
  const words = [...row.text].slice(0, 3800).join('')
  const isShown = row.state === 'visible'
  return [
    ['service_code', service],
    ['description', `${words}\n\n${signOf(row.code)}${isShown ? ` ${page}` : ''}`],
    ...(row.lat !== null && row.lng !== null
      ? ([
          ['lat', String(row.lat)],
          ['long', String(row.lng)]
        ] as [string, string][])
      : []),
    ...(row.address ? ([['address_string', row.address]] as [string, string][]) : []),
    ...(isShown && row.photo_state === 'shown' ? ([['media_url', `${page}/foto`]] as [string, string][]) : []),
    ...(row.attributes as unknown as AttributeAnswer[]).flatMap(({ code, values }) =>
      values.map((value): [string, string] => [`attribute[${code}]${values.length > 1 ? '[]' : ''}`, value])
    )
  ]
}

async function settle(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  const found = await tx.selectFrom('case_forward').select('case_id').where('id', '=', id).executeTakeFirstOrThrow()
  const row = await lockCase(tx, found.case_id)
  const forward = await tx
    .selectFrom('case_forward')
    .select(['state', 'attempts', 'endpoint_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (forward.state !== 'sending' && forward.state !== 'unknown') return
  const at = now()
  const pause = (seconds: number) => new Date(at.getTime() + seconds * 1000)
  const set = (values: Record<string, unknown>) =>
    tx.updateTable('case_forward').set(values).where('id', '=', id).execute()
  if (outcome.kind === 'taken') {
    await set({
      state: outcome.id ? 'sent' : 'token',
      remote_id: outcome.id,
      token: outcome.token,
      sent_at: at,
      problem: null,
      next_at: pause(outcome.id ? 900 : 60)
    })
    await tellGiven(tx, row, forward.endpoint_id)
  } else if (outcome.kind === 'later' && forward.attempts < mostAttempts)
    await set({
      state: 'due',
      problem: outcome.problem,
      next_at: pause(outcome.afterSeconds ?? Math.min(3600, 30 * 2 ** forward.attempts))
    })
  else if (outcome.kind === 'unknown') await set({ state: 'unknown', problem: outcome.problem, next_at: pause(60) })
  else await set({ state: 'refused', problem: outcome.problem, next_at: null })
  record(tx, system, 'case.forward-answered', row.id, {
    conversation: row.conversation_id,
    forward: id,
    outcome: outcome.kind
  })
}

/** Takes up what was looked up after an unknown outcome. */
export async function settleArrived(tx: Tx, id: string, remoteId: string): Promise<void> {
  await settle(tx, id, { kind: 'taken', id: remoteId, token: null })
}

/** Sends again under the same key what may have arrived, where the other side knows keys. */
export async function repeatForward(municipalityId: string, id: string): Promise<void> {
  const again = await inMunicipality(municipalityId, async (tx) => {
    const forward = await tx
      .selectFrom('case_forward')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'unknown')
      .executeTakeFirst()
    if (!forward || (await outgoingHeld(tx))) return null
    const endpoint = await readEndpoint(tx, forward.endpoint_id)
    const fields = await fieldsOf(tx, forward.case_id, forward.service_code)
    return fields && endpoint.knowsRepeats ? { endpoint, fields } : null
  })
  if (!again) return
  const outcome = await sendRequest(again.endpoint, again.fields, id)
  // A refusal now says nothing about the first attempt.
  if (outcome.kind === 'taken') await inMunicipality(municipalityId, (tx) => settle(tx, id, outcome))
}

/** The public reads who has it now. */
async function tellGiven(tx: Tx, row: Awaited<ReturnType<typeof lockCase>>, endpointId: string): Promise<void> {
  if (row.state !== 'open') return
  const { name } = await tx
    .selectFrom('case_endpoint')
    .select('name')
    .where('id', '=', endpointId)
    .executeTakeFirstOrThrow()
  await writeState(tx, system, row, { state: 'in_progress', note: `Weitergegeben an: ${name}` })
}
