/**
 * Keeps deliveries that come at the same time in one transaction: a commit costs the same for one as for thirty. Nobody waits
 * for company; what comes while one transaction runs goes into the next.
 */
import { takeRaws, type RawInput } from '#dialogue/take.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'

interface Waiting {
  prepare: (tx: Tx) => Promise<RawInput>
  resolve: () => void
  reject: (error: unknown) => void
}

const mostTogether = 50
const lines = new Map<string, { waiting: Waiting[]; running: number }>()
/** Two at once, so that one waits for the disk while the other asks. */
const atOnce = 2

/** Ends when the delivery is in the database. @throws what the database says */
export function keepSoon(municipalityId: string, prepare: (tx: Tx) => Promise<RawInput>): Promise<void> {
  return new Promise((resolve, reject) => {
    let line = lines.get(municipalityId)
    if (!line) lines.set(municipalityId, (line = { waiting: [], running: 0 }))
    line.waiting.push({ prepare, resolve, reject })
    if (line.running < atOnce) void work(municipalityId)
  })
}

async function work(municipalityId: string): Promise<void> {
  const line = lines.get(municipalityId)!
  line.running += 1
  for (
    let group = line.waiting.splice(0, mostTogether);
    group.length > 0;
    group = line.waiting.splice(0, mostTogether)
  ) {
    await keepTogether(municipalityId, group)
  }
  line.running -= 1
  if (line.running === 0 && line.waiting.length === 0) lines.delete(municipalityId)
}

/** One that the database refuses must not take the others with it: then each goes by itself. */
async function keepTogether(municipalityId: string, group: Waiting[]): Promise<void> {
  try {
    await inMunicipality(municipalityId, async (tx) => {
      const raws: RawInput[] = []
      for (const { prepare } of group) raws.push(await prepare(tx))
      await takeRaws(tx, raws)
    })
    for (const { resolve } of group) resolve()
  } catch (error) {
    if (group.length === 1) return group[0]!.reject(error)
    for (const one of group) await keepTogether(municipalityId, [one])
  }
}
