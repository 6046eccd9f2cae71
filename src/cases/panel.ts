// A case as the desk shows it beside its conversation.
import { sql } from 'kysely'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { type Step, historyOf } from './public.ts'
import type { AttributeAnswer, CaseState } from './shared.ts'

export interface CasePanel {
  id: string
  code: string
  service: { id: string; name: string }
  services: { id: string; name: string }[]
  state: CaseState
  note: string
  address: string
  lat: number | null
  lng: number | null
  attributes: AttributeAnswer[]
  phone: string | null
  photo: 'none' | 'held' | 'shown' | 'refused'
  /** The system that reported it. */
  reportedBy: string | null
  history: (Step & { person: string | null })[]
  /** Given to other systems, the newest first. */
  forwards: {
    id: string
    name: string
    state: string
    number: string | null
    remoteState: string | null
    remoteNote: string
    problem: string | null
    at: Date
  }[]
  /** Systems that take its category, while none has it. */
  targets: { id: string; name: string }[]
  isShown: boolean
  may: { settle: boolean; refile: boolean; moderate: boolean }
}

/** The case of a conversation; null: it has none. Of several (merged ones) the newest. The caller may read the conversation. */
export async function casePanel(
  tx: Tx,
  who: Person,
  conversation: { id: string; unit: { id: string } | null }
): Promise<CasePanel | null> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('case_service as s', 's.id', 'r.service_id')
    .leftJoin('case_key as k', 'k.id', 'r.key_id')
    .selectAll('r')
    .select(['s.name', 'm.state as message_state', 'k.name as key_name'])
    .where('m.conversation_id', '=', conversation.id)
    .orderBy('r.reported_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const unitId = conversation.unit?.id ?? null
  const { rows: persons } = await sql<{ person: string | null }>`
    select p.name as person from case_step s left join person p on p.id = s.person_id
    where s.case_id = ${row.id} order by s.at, s.id limit 100`.execute(tx)
  return {
    id: row.id,
    code: row.code,
    service: { id: row.service_id, name: row.name },
    services: await tx
      .selectFrom('case_service')
      .select(['id', 'name'])
      .where('archived_at', 'is', null)
      .orderBy('position')
      .limit(200)
      .execute(),
    state: row.state as CaseState,
    note: row.note,
    address: row.address,
    lat: row.lat,
    lng: row.lng,
    attributes: row.attributes as unknown as AttributeAnswer[],
    phone: row.phone,
    photo: row.photo_state as CasePanel['photo'],
    reportedBy: row.key_name,
    history: (await historyOf(tx, row.id)).map((step, index) => ({ ...step, person: persons[index]?.person ?? null })),
    ...(await forwardsOf(tx, row.id, row.service_id)),
    isShown: row.message_state === 'visible',
    may: {
      settle: may(who, 'conversation.answer', unitId),
      refile: may(who, 'conversation.assign', unitId),
      moderate: may(who, 'message.moderate', unitId)
    }
  }
}

async function forwardsOf(tx: Tx, id: string, service: string): Promise<Pick<CasePanel, 'forwards' | 'targets'>> {
  const rows = await tx
    .selectFrom('case_forward as f')
    .innerJoin('case_endpoint as e', 'e.id', 'f.endpoint_id')
    .selectAll('f')
    .select('e.name')
    .where('f.case_id', '=', id)
    .orderBy('f.created_at', 'desc')
    .limit(20)
    .execute()
  const isGiven = rows.some(({ state }) => state !== 'refused' && state !== 'dropped')
  const targets = isGiven
    ? []
    : await tx
        .selectFrom('case_endpoint')
        .select(['id', 'name'])
        .where('removed_at', 'is', null)
        .where(sql<boolean>`mapping ? ${service}`)
        .orderBy('name')
        .limit(20)
        .execute()
  return {
    targets,
    forwards: rows.map((row) => ({
      id: row.id,
      name: row.name,
      state: row.state,
      number: row.remote_id,
      remoteState: row.remote_state,
      remoteNote: row.remote_note,
      problem: row.problem,
      at: row.created_at
    }))
  }
}
