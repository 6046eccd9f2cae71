// The lists that ship in content/language.
import { describe, expect, it } from 'vitest'
import officialese from '../../content/language/officialese.json' with { type: 'json' }
import functionVerbs from '../../content/language/function-verbs.json' with { type: 'json' }
import { examine } from './examine.ts'
import { functionVerbs as compiled } from './function-verbs.ts'
import { languageTexts } from './texts.ts'
import type { Entry } from './word-list.ts'

const entries: Entry[] = officialese

describe('the list of officialese', () => {
  it('has at least 300 entries, each with a reason that has words', () => {
    expect(entries.length).toBeGreaterThanOrEqual(300)
    for (const { find, reason, severity, say, legal } of entries) {
      expect(languageTexts('de').reasons, find).toHaveProperty([`officialese.${reason}`])
      expect(['hint', 'warning'], find).toContain(severity)
      if (legal) expect(say, find).toBeTruthy()
    }
  })

  it('has no expression twice', () => {
    const all = entries.flatMap((entry) => entry.find.split('|'))
    expect(all.filter((find, i) => all.indexOf(find) !== i)).toEqual([])
  })

  it('has as many plainer forms as forms, or one for all', () => {
    for (const { find, say } of entries) {
      const says = say.split('|').length
      if (says > 1) expect(says, find).toBe(find.split('|').length)
    }
  })

  it('each form is found in a sentence, unless another entry covers it', () => {
    for (const { find } of entries)
      for (const form of find.split('|')) {
        const written = form.replace('~', '')
        const { marks } = examine(`Wort ${written} Wort.`)
        expect(
          marks.some((mark) => mark.rule === 'officialese' || mark.rule === 'functionVerb'),
          written
        ).toBe(true)
      }
  })

  it('replaces nothing by itself', () => {
    for (const { find, say, apply } of entries)
      if (apply)
        for (const [i, form] of find.split('|').entries()) expect(say.split('|')[i] ?? say, form).not.toBe(form)
  })
})

it('each function-verb phrase has a verb whose forms are known', () => {
  expect(functionVerbs.length).toBeGreaterThan(100)
  const walk = (node: ReturnType<typeof compiled>['root']): void => {
    for (const { verb, plain } of node.leaves?.flatMap((leaf) => leaf.value) ?? []) {
      expect(verb, plain.join()).toBeDefined()
      expect(verb.participle).toBeTruthy()
    }
    for (const next of node.next.values()) walk(next)
  }
  walk(compiled().root)
})
