/** The keys that end, as files in the key folder. */
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createOnce, destroyFile, makeFolder, readKey } from './files.ts'
import type { DayKey, EndingKeys, HoldKey } from './keys.ts'

const keyBytes = 32

/** Opens the folders of the keys that end. */
export async function endingKeysIn(directory: string): Promise<EndingKeys> {
  const days = join(directory, 'days')
  const holds = join(directory, 'holds')
  await makeFolder(days)
  await makeFolder(holds)
  const fileOfDay = (municipalityId: string, day: string) =>
    join(days, checkedId(municipalityId), `${checkedDay(day)}.key`)
  const fileOfHold = ({ municipalityId, hold, untilDay }: HoldKey) =>
    join(holds, checkedId(municipalityId), `${checkedId(hold)}.${checkedDay(untilDay)}.key`)
  const make = async (folder: string, file: string) => {
    const found = await readKey(file)
    if (found) return found
    await makeFolder(folder)
    return createOnce(file, randomBytes(keyBytes))
  }
  return {
    findDayKey: async (municipalityId, day) => readKey(fileOfDay(municipalityId, day)),
    dayKey: async (municipalityId, day) => make(join(days, municipalityId), fileOfDay(municipalityId, day)),
    destroyDayKey: (municipalityId, day) => destroyFile(fileOfDay(municipalityId, day)),
    async listDayKeys() {
      const found: DayKey[] = []
      for (const [municipalityId, name] of await filesIn(days)) {
        const day = /^(\d{4}-\d\d-\d\d)\.key$/.exec(name)?.[1]
        if (day) found.push({ municipalityId, day })
      }
      return found.toSorted((a, b) => a.day.localeCompare(b.day) || a.municipalityId.localeCompare(b.municipalityId))
    },
    findHoldKey: async (key) => readKey(fileOfHold(key)),
    holdKey: async (key) => make(join(holds, key.municipalityId), fileOfHold(key)),
    destroyHoldKey: async (key) => destroyFile(fileOfHold(key)),
    async listHoldKeys() {
      const found: HoldKey[] = []
      for (const [municipalityId, name] of await filesIn(holds)) {
        const [, hold, untilDay] = /^([0-9a-zA-Z-]+)\.(\d{4}-\d\d-\d\d)\.key$/.exec(name) ?? []
        if (hold && untilDay) found.push({ municipalityId, hold, untilDay })
      }
      return found.toSorted((a, b) => a.untilDay.localeCompare(b.untilDay) || a.hold.localeCompare(b.hold))
    }
  }
}

async function filesIn(directory: string): Promise<[folder: string, name: string][]> {
  const found: [string, string][] = []
  for (const folder of await readdir(directory, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    for (const name of await readdir(join(directory, folder.name))) found.push([folder.name, name])
  }
  return found
}

function checkedId(id: string): string {
  if (!/^[0-9a-zA-Z-]{1,64}$/.test(id)) throw new RangeError('not an id for a key')
  return id
}

function checkedDay(day: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError('not a day for a key')
  return day
}
