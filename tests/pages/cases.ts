// What citizens reported in the drill, for the sweep.
import { inMunicipality } from '#platform/database/database.ts'
import type { PlayedTown } from '#practice/town.ts'

export interface CasePages {
  defect: string
  /** The same at the desk. */
  defectTalk: string
}

/** The newest report. */
export async function findDefect(town: PlayedTown): Promise<CasePages> {
  const row = await inMunicipality(town.municipalityId, (tx) =>
    tx
      .selectFrom('case_report')
      .innerJoin('message', 'message.id', 'case_report.message_id')
      .select(['case_report.code', 'message.conversation_id'])
      .orderBy('case_report.reported_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  )
  return { defect: `/maengel/${row.code}`, defectTalk: `/desk?view=all&conversation=${row.conversation_id}` }
}
