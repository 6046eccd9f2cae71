// The address of an unregistered commenter: apart from the comment, sealed under the key of its day. The keys lie outside
// the database and its backups; when its time is over (the start of the eighth day, unless settled otherwise) the key goes,
// and with it every copy of the address. Holds (see `hold.ts`) end here too.
import { dayIn, now, startOfDay } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { keys } from '#platform/keys/held.ts'
import { sealWith } from '#platform/keys/keys.ts'
import { log } from '#platform/log/log.ts'
import { closeHold, heldIds } from './closeHold.ts'
import { recordErasure } from './erasureLog.ts'
import { daysOf, readPeriods, type PeriodRule } from './period.ts'

const logger = log('privacy')
/** Keeps the address a comment came from. Never log it, never put it elsewhere. */
export async function keepAddress(tx: Tx, messageId: string, address: string, zone: string): Promise<void> {
  const day = dayIn(now(), zone)
  const sealed = sealWith(
    await keys().dayKey(tx.municipalityId, day),
    address,
    `address ${tx.municipalityId} ${messageId}`
  )
  await tx
    .insertInto('comment_address')
    .values({ message_id: messageId, day, sealed: Buffer.from(sealed) })
    .execute()
}

/** Destroys what is due. Every minute, and at once when the program starts after a pause. */
export const eraseAddressesJob = defineJob({
  name: 'erase-addresses',
  everySeconds: 60,
  handle: async () => void (await eraseAddresses())
})

/** Rows whose key went without them (a crash in between) are looked for this often, and after each start. */
const sweepEveryMs = 6 * 3_600_000
let sweptAt: number | null = null

/** Destroys the keys whose time is over, of days and of holds, and what lay under them. Answers how many keys went. */
export async function eraseAddresses(): Promise<number> {
  const at = now()
  const rules = new Map<string, PeriodRule | null>()
  const ruleFor = async (id: string) => {
    if (!rules.has(id)) rules.set(id, await inMunicipality(id, readPeriods))
    return rules.get(id)
  }
  let destroyed = 0
  for (const { municipalityId, day } of await keys().listDayKeys()) {
    // No zone is a day and a half ahead of another: what is younger needs no look at the municipality.
    if (at.getTime() - Date.parse(`${day}T00:00:00Z`) < 8 * 3_600_000) continue
    const rule = await ruleFor(municipalityId)
    const days = rule ? daysOf(rule, day) : 0
    if (rule && at < startOfDay(day, rule.zone, days)) continue
    if (await keys().destroyDayKey(municipalityId, day)) destroyed++
    if (rule) await inMunicipality(municipalityId, (tx) => eraseAndNote(tx, day, days, true))
    logger.info('the key of {day} was destroyed', { day, municipality: municipalityId })
  }
  for (const key of await keys().listHoldKeys()) {
    const rule = await ruleFor(key.municipalityId)
    if (rule && at < startOfDay(key.untilDay, rule.zone, 1)) continue
    if (await keys().destroyHoldKey(key)) destroyed++
    if (rule) await inMunicipality(key.municipalityId, (tx) => closeHold(tx, key.hold, 'over', null))
    logger.info('the key of a hold was destroyed', { hold: key.hold, municipality: key.municipalityId })
  }
  if (sweptAt === null || Math.abs(at.getTime() - sweptAt) > sweepEveryMs) {
    await sweep(at)
    sweptAt = at.getTime()
  }
  return destroyed
}

/** Deletes the sealed addresses of a day; answers how many. */
export async function eraseDay(tx: Tx, day: string): Promise<number> {
  const gone = await tx.deleteFrom('comment_address').where('day', '=', day).executeTakeFirst()
  return Number(gone.numDeletedRows)
}

async function eraseAndNote(tx: Tx, day: string, days: number, always: boolean): Promise<void> {
  const count = await eraseDay(tx, day)
  if (count > 0 || always) await recordErasure(tx, { what: 'address', day, count, reason: `kept for ${days} days` })
}

async function sweep(at: Date): Promise<void> {
  const towns = await inInstallation((tx) =>
    tx.selectFrom('host').select('municipality_id').distinct().limit(20_000).execute()
  )
  const held = new Set((await keys().listHoldKeys()).map(({ hold }) => hold))
  for (const { municipality_id } of towns) {
    await inMunicipality(municipality_id, async (tx) => {
      const rule = await readPeriods(tx)
      if (!rule) return
      const rows = await tx.selectFrom('comment_address').select('day').distinct().orderBy('day').limit(400).execute()
      for (const { day } of rows) {
        const days = daysOf(rule, day)
        if (at >= startOfDay(day, rule.zone, days)) await eraseAndNote(tx, day, days, false)
      }
      // A restored database may believe in a hold that has ended since.
      for (const id of await heldIds(tx)) if (!held.has(id)) await closeHold(tx, id, 'lost', null)
    })
  }
}
