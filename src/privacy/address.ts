// The address of an unregistered commenter: apart from the comment, sealed under the key of its day. The keys lie outside
// the database and its backups; at the start of the eighth day the key goes, and with it every copy of the address.
import { addDays, dayIn, now, startOfDay } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { keys } from '#platform/keys/held.ts'
import { sealWith } from '#platform/keys/keys.ts'
import { log } from '#platform/log/log.ts'
import { recordErasure } from './erasureLog.ts'

const logger = log('privacy')
/** Local days an address is kept, the day itself counted, unless the municipality settled otherwise. */
export const defaultDays = 7
/** The most a municipality may settle. */
export const maxDays = 30

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

/** Destroys the day keys whose time is over, and what lay under them. Answers how many keys went. */
export async function eraseAddresses(): Promise<number> {
  const at = now()
  const rules = new Map<string, Rule | null>()
  let destroyed = 0
  for (const { municipalityId, day } of await keys().listDayKeys()) {
    // No zone is a day and a half ahead of another: what is younger needs no look at the municipality.
    if (at.getTime() - Date.parse(`${day}T00:00:00Z`) < 8 * 3_600_000) continue
    if (!rules.has(municipalityId)) rules.set(municipalityId, await ruleOf(municipalityId))
    const rule = rules.get(municipalityId)
    if (rule && at < startOfDay(day, rule.zone, rule.days)) continue
    if (await keys().destroyDayKey(municipalityId, day)) destroyed++
    if (rule) await inMunicipality(municipalityId, (tx) => eraseAndNote(tx, day, rule.days, true))
    logger.info('the key of {day} was destroyed', { day, municipality: municipalityId })
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

interface Rule {
  zone: string
  days: number
}

async function ruleOf(municipalityId: string): Promise<Rule | null> {
  return inMunicipality(municipalityId, readRule)
}

async function readRule(tx: Tx): Promise<Rule | null> {
  const row = await tx.selectFrom('municipality').select(['time_zone', 'settings']).executeTakeFirst()
  if (!row) return null
  const wanted = Number((row.settings as { addressDays?: unknown }).addressDays ?? defaultDays)
  return { zone: row.time_zone, days: Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), maxDays) : defaultDays }
}

async function eraseAndNote(tx: Tx, day: string, days: number, always: boolean): Promise<void> {
  const count = await eraseDay(tx, day)
  if (count > 0 || always) await recordErasure(tx, { what: 'address', day, count, reason: `kept for ${days} days` })
}

async function sweep(at: Date): Promise<void> {
  const towns = await inInstallation((tx) =>
    tx.selectFrom('host').select('municipality_id').distinct().limit(20_000).execute()
  )
  for (const { municipality_id } of towns) {
    await inMunicipality(municipality_id, async (tx) => {
      const rule = await readRule(tx)
      if (!rule) return
      const lastGone = addDays(dayIn(at, rule.zone), -rule.days)
      const rows = await tx
        .selectFrom('comment_address')
        .select('day')
        .distinct()
        .where('day', '<=', lastGone)
        .limit(400)
        .execute()
      for (const { day } of rows) await eraseAndNote(tx, day, rule.days, false)
    })
  }
}
