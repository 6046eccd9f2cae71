// The data that ships in content/ is complete and consistent.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const content = join(import.meta.dirname, '..', 'content')
const read = (...path: string[]) => JSON.parse(readFileSync(join(content, ...path), 'utf8'))

interface LandFile {
  key: string
  agsPrefix: string
  reviewBy: string
  commentData: { legalBasis: { de: string; en: string }; statute: { short: string }; confidence: { level: string } }
  dataProtectionAuthority: { name: string; site: string }
  accessibility: { law: string; body: { name: string; site: string }; confidence: { level: string; note: string } }
  holidays: string[]
  regionalHolidays: { key: string; where: string }[]
}

const files = readdirSync(join(content, 'laender')).filter((name) => name.endsWith('.json'))
const laender: LandFile[] = files.map((name) => read('laender', name))

describe('the data of the Länder', () => {
  it('has all sixteen, each under its own key and prefix', () => {
    expect(laender).toHaveLength(16)
    expect(laender.map((land) => land.agsPrefix).sort()).toEqual(
      Array.from({ length: 16 }, (_, i) => String(i + 1).padStart(2, '0'))
    )
    for (const [i, land] of laender.entries()) expect(files[i]).toBe(`${land.key.toLowerCase()}.json`)
  })

  it('says for each statement how far it can be trusted, and when it must be looked at again', () => {
    for (const land of laender) {
      expect(land.reviewBy).toMatch(/^\d{4}-\d\d-\d\d$/)
      for (const { confidence } of [land.commentData, land.accessibility])
        expect(['read', 'known', 'uncertain']).toContain(confidence.level)
      expect(land.accessibility.confidence.note.length).toBeGreaterThan(20)
      for (const site of [land.dataProtectionAuthority.site, land.accessibility.body.site])
        expect(site).toMatch(/^https:\/\//)
    }
  })

  it('never rests comment data on legitimate interests', () => {
    for (const land of laender) {
      expect(land.commentData.legalBasis.de).toContain('Buchst. e')
      expect(land.commentData.legalBasis.de).toContain(land.commentData.statute.short)
      expect(land.commentData.legalBasis.en).toContain('6(1)(e)')
    }
  })

  it('names only holidays whose rule is known, and uses every rule', () => {
    const rules: string[] = read('holidays.json').holidays.map((holiday: { key: string }) => holiday.key)
    const used = new Set(laender.flatMap((land) => [...land.holidays, ...land.regionalHolidays.map((one) => one.key)]))
    expect([...used].sort()).toEqual([...rules].sort())
    for (const land of laender) expect(land.holidays.length).toBeGreaterThanOrEqual(9)
  })
})
