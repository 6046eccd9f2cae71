// What differs between the Länder is data: content/laender/*.json, one file each.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installation } from '#platform/installation.ts'

/** A Land, as far as this module needs it; the file holds more (legal bases, authorities) for others. */
export interface Land {
  /** ISO 3166-2, such as `DE-NW`. */
  key: string
  name: string
  /** The first two digits of every ARS and AGS there. */
  agsPrefix: string
  [more: string]: unknown
}

const names = `DE-SH 01 Schleswig-Holstein|DE-HH 02 Hamburg|DE-NI 03 Niedersachsen|DE-HB 04 Bremen|DE-NW 05 Nordrhein-Westfalen|DE-HE 06 Hessen
DE-RP 07 Rheinland-Pfalz|DE-BW 08 Baden-Württemberg|DE-BY 09 Bayern|DE-SL 10 Saarland|DE-BE 11 Berlin|DE-BB 12 Brandenburg
DE-MV 13 Mecklenburg-Vorpommern|DE-SN 14 Sachsen|DE-ST 15 Sachsen-Anhalt|DE-TH 16 Thüringen`

let read: Land[] | null = null

/** All Länder, by name. Read once. */
export function laender(): Land[] {
  read ??= [...merged().values()].sort((a, b) => a.name.localeCompare(b.name, 'de'))
  return read
}

/** The Land with this key, or undefined. */
export function landByKey(key: string): Land | undefined {
  return laender().find((land) => land.key === key)
}

/** Name and prefix are fixed by law and known here; the files add what a Land decides by itself. */
function merged(): Map<string, Land> {
  const found = new Map<string, Land>()
  for (const line of names.split(/[|\n]/)) {
    const [, key = '', agsPrefix = '', name = ''] = /^(\S+) (\d\d) (.+)$/.exec(line) ?? []
    found.set(key, { key, agsPrefix, name })
  }
  const folder = join(installation(), 'content', 'laender')
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (!file.endsWith('.json')) continue
    const more = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<Land>
    const known = found.get(more.key ?? '')
    if (known) Object.assign(known, more)
  }
  return found
}
