import { error } from '@sveltejs/kit'
import { must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { countAsked } from '#privacy/hold.ts'
import { listErasures } from '#privacy/erasures.ts'
import { readPeriods } from '#privacy/period.ts'
import { noticeState } from '#site/notice/edition.ts'
import { requestsDue } from '#subjects/request.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  must(who, 'privacy.read')
  return inMunicipality(municipality.id, async (tx) => ({
    asked: await countAsked(tx, who),
    notice: (await noticeState(tx)).state,
    requests: await requestsDue(tx, dayIn(now(), municipality.timeZone)),
    days: (await readPeriods(tx))!.days,
    erasures: await listErasures(tx, who, 12)
  }))
}
