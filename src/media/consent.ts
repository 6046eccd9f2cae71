// Consent of people shown ends: because it was given for a time, or because somebody revoked it.
import { sql } from 'kysely'
import { loadMunicipality, municipalityIds } from '#municipality/hosts.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { system } from '#people/types.ts'
import type { Who } from '#people/types.ts'
import { lockMedia } from './describe.ts'
import { withdrawMedia } from './withdraw.ts'

const logger = log('media')

/**
 * Enters that consent was revoked, as of a day. When the day has come the file is withdrawn at once, otherwise by itself on
 * that day. @throws NotAllowed, NotFound, Invalid, Refusal when none was given
 */
export async function revokeConsent(tx: Tx, who: Who, id: string, on: string): Promise<void> {
  const media = await lockMedia(tx, who, id)
  if (media.consent !== 'given') throw new Refusal('media.noConsent')
  if (!/^\d{4}-\d\d-\d\d$/.test(on) || Number.isNaN(Date.parse(on))) throw new Invalid({ revokeOn: 'media.dayForm' })
  await tx.updateTable('media').set({ consent_revoked_on: on, changed_at: now() }).where('id', '=', id).execute()
  record(tx, who, 'media.consent-revoked', id)
  if (on <= (await today(tx))) await withdrawMedia(tx, system, id, 'consent')
}

/** Takes an entry back that was wrong, before or after its day; a withdrawal stays until somebody ends it. @throws NotAllowed, NotFound */
export async function unrevokeConsent(tx: Tx, who: Who, id: string): Promise<void> {
  await lockMedia(tx, who, id)
  await tx.updateTable('media').set({ consent_revoked_on: null, changed_at: now() }).where('id', '=', id).execute()
  record(tx, who, 'media.consent-unrevoked', id)
}

/** The local day of the municipality. */
export async function today(tx: Tx): Promise<string> {
  return dayIn(now(), (await loadMunicipality(tx)).timeZone)
}

/** Every ten minutes: what may not be shown any more since midnight. */
export const consentJob = defineJob({
  name: 'media-consent',
  everySeconds: 600,
  retryLimit: 0,
  handle: async () => void (await withdrawEnded())
})

/** Withdraws every file whose consent has ended. Answers how many. */
export async function withdrawEnded(): Promise<number> {
  let count = 0
  for (const municipality of await municipalityIds()) {
    count += await inMunicipality(municipality, async (tx) => {
      const day = await today(tx)
      const ended = await tx
        .selectFrom('media')
        .select('id')
        .where('withdrawn_at', 'is', null)
        .where(sql<boolean>`(consent_until < ${day}::date or consent_revoked_on <= ${day}::date)`)
        .limit(500)
        .execute()
      for (const { id } of ended) await withdrawMedia(tx, system, id, 'consent')
      return ended.length
    }).catch((error: unknown) => {
      logger.error('consent could not be looked after: {error}', { municipality, error: String(error) })
      return 0
    })
  }
  return count
}
