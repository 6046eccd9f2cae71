// What nobody needs any more, and what may hold personal data, goes by itself: raw copies that became nothing, mails and
// deliveries that are done. After a restore the next run finds it again, so it needs no line in the file beside the database.
import { sql } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'

/** Days after which each kind goes. A raw copy that became a message stays and goes with it. */
export const retentionDays = {
  /** Understood, and nothing came of it: likes undone, follows, what was not for us. */
  rawDone: 30,
  /** Not understood; long enough for somebody to look and replay. */
  rawQuarantined: 180,
  mail: 90,
  delivery: 30,
  /** A file of goals between its preview and the decision. */
  goalImport: 1,
  remoteKey: 90,
  /** After the duty's end, with its notes. */
  duty: 365,
  /** After its last day. */
  absence: 365
} as const

/** Rows that one transaction deletes of a table at most; the next run takes the rest. */
const most = 10_000
const logger = log('privacy')

/** Every six hours, in all municipalities. */
export const retainJob = defineJob({
  name: 'retain',
  everySeconds: 6 * 3600,
  retryLimit: 0,
  handle: async () => void (await eraseWhatIsOver())
})

/** Deletes what is over its time. Answers how many rows went. */
export async function eraseWhatIsOver(): Promise<number> {
  let count = 0
  for (const id of await municipalityIds()) {
    count += await inMunicipality(id, eraseIn).catch((error: unknown) => {
      logger.error('retention failed: {error}', { municipality: id, error: String(error) })
      return 0
    })
  }
  await inInstallation((tx) => tx.deleteFrom('remote_key').where('fetched_at', '<', before('remoteKey')).execute())
  return count
}

async function eraseIn(tx: Tx): Promise<number> {
  const gone: Record<string, number> = {
    raw: await erase(
      tx,
      sql`delete from incoming_raw where id in (select id from incoming_raw where message_id is null
        and (state in ('understood', 'ignored') and received_at < ${before('rawDone')}
          or state = 'quarantined' and received_at < ${before('rawQuarantined')}) limit ${most})`
    ),
    mail: await erase(
      tx,
      sql`delete from outgoing_mail where id in (select id from outgoing_mail
        where state in ('sent', 'refused') and created_at < ${before('mail')} limit ${most})`
    ),
    delivery: await erase(
      tx,
      sql`delete from delivery where (activity_id, inbox) in (select activity_id, inbox from delivery
        where state <> 'due' and coalesce(delivered_at, due_at) < ${before('delivery')} limit ${most})`
    ),
    duty: await erase(
      tx,
      sql`delete from duty where id in (select id from duty where ends_at < ${before('duty')} limit ${most})`
    ),
    goalImport: await erase(
      tx,
      sql`delete from goal_import where id in (select id from goal_import where created_at < ${before('goalImport')} limit ${most})`
    ),
    absence: await erase(
      tx,
      sql`delete from absence where id in (select id from absence where to_day < ${before('absence').toISOString().slice(0, 10)} limit ${most})`
    )
  }
  for (const [what, count] of Object.entries(gone)) {
    if (count === 0) continue
    const id = newId()
    await tx.insertInto('erasure').values({ id, at: now(), what, count, reason: 'retention' }).execute()
    record(tx, system, 'erasure.done', id, { what, count })
  }
  return Object.values(gone).reduce((sum, count) => sum + count, 0)
}

async function erase(tx: Tx, statement: ReturnType<typeof sql>): Promise<number> {
  const { numAffectedRows } = await statement.execute(tx)
  return Number(numAffectedRows ?? 0)
}

function before(kind: keyof typeof retentionDays): Date {
  return new Date(now().getTime() - retentionDays[kind] * 86_400_000)
}
