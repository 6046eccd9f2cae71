import { describe, expect, test } from 'vitest'
import { decideRelease, hintsIn, levels, type ReleaseFacts, sameMailbox } from './shared.ts'

const plain: ReleaseFacts = {
  subject: 'post',
  level: 'after',
  fourEyes: [],
  crisis: false,
  election: false,
  approved: false,
  hasOtherReviewer: true,
  hasOutsideReviewer: false,
  sampleShare: 0.1
}
const decide = (facts: Partial<ReleaseFacts>) => decideRelease({ ...plain, ...facts })

/** Every combination of the facts. */
function* all(): Generator<ReleaseFacts> {
  const truths = [false, true]
  for (const subject of ['post', 'message'] as const)
    for (const level of levels)
      for (const fourEyes of [[], ['wahlen']])
        for (const crisis of truths)
          for (const election of truths)
            for (const approved of truths)
              for (const hasOtherReviewer of truths)
                for (const hasOutsideReviewer of truths)
                  for (const sampleShare of [0, 0.1, 1])
                    yield {
                      subject,
                      level,
                      fourEyes,
                      crisis,
                      election,
                      approved,
                      hasOtherReviewer,
                      hasOutsideReviewer,
                      sampleShare
                    }
}

describe('what pressing the button does', () => {
  test.each([
    ['who is at “before” asks', { level: 'before' }, 'approval', ['levelBefore']],
    ['who is at “after” goes out and is looked at', { level: 'after' }, 'now-review-after', ['levelAfter']],
    ['who is free goes out, perhaps drawn', { level: 'free' }, 'now-sample', ['levelFree']],
    ['without samples nothing is drawn', { level: 'free', sampleShare: 0 }, 'now', ['levelFree', 'noSample']],
    ['some topics need four eyes of everybody', { level: 'free', fourEyes: ['wahlen'] }, 'approval', ['fourEyes']],
    ['so does a time of restraint, for posts', { level: 'free', election: true }, 'approval', ['election']],
    ['but not for answers', { subject: 'message', level: 'after', election: true }, 'now-review-after', ['levelAfter']],
    ['a crisis does not wait', { level: 'before', fourEyes: ['wahlen'], crisis: true }, 'now-review-after', ['crisis']],
    [
      'an approval that was given holds',
      { level: 'before', fourEyes: ['wahlen'], approved: true },
      'now',
      ['approved']
    ],
    [
      'all reasons are told',
      { level: 'before', fourEyes: ['x'], election: true },
      'approval',
      ['fourEyes', 'election', 'levelBefore']
    ],
    [
      'the only editor is looked at by link',
      { hasOtherReviewer: false, hasOutsideReviewer: true },
      'now-review-after',
      ['levelAfter', 'byLink']
    ],
    [
      'and hears when nobody is there',
      { level: 'before', hasOtherReviewer: false },
      'approval',
      ['levelBefore', 'nobody']
    ]
  ] as [string, Partial<ReleaseFacts>, string, string[]][])('%s', (_name, facts, kind, reasons) => {
    expect(decide(facts)).toEqual({ kind, reasons })
  })

  test('holds for every combination of what can be', () => {
    let count = 0
    for (const facts of all()) {
      count++
      const { kind, reasons } = decideRelease(facts)
      const needs =
        facts.fourEyes.length > 0 || (facts.election && facts.subject === 'post') || facts.level === 'before'
      if (facts.approved) expect(kind).toBe('now')
      else if (facts.crisis) expect(kind).toBe('now-review-after')
      else if (needs) expect(kind).toBe('approval')
      else if (facts.level === 'after') expect(kind).toBe('now-review-after')
      else expect(kind).toBe(facts.sampleShare > 0 ? 'now-sample' : 'now')
      expect(reasons.length).toBeGreaterThan(0)
      const needsSomebody = kind === 'approval' || kind === 'now-review-after'
      expect(reasons.includes('byLink')).toBe(needsSomebody && !facts.hasOtherReviewer && facts.hasOutsideReviewer)
      expect(reasons.includes('nobody')).toBe(needsSomebody && !facts.hasOtherReviewer && !facts.hasOutsideReviewer)
    }
    expect(count).toBe(2 * 3 * 2 * 2 * 2 * 2 * 2 * 2 * 3)
  })
})

describe('hints at topics with four eyes', () => {
  const topics = [
    { key: 'wahlen', name: 'Wahlen', words: ['Wahl', 'Briefwahl'] },
    { key: 'recht', name: 'Recht', words: ['Satzung', ''] }
  ]

  test('are found where a word begins, in any case', () => {
    expect(hintsIn('Das WAHLLOKAL öffnet.', topics)).toEqual([{ key: 'wahlen', word: 'Wahl' }])
    expect(hintsIn('Die neue Satzung zur Wahl', topics).map(({ key }) => key)).toEqual(['wahlen', 'recht'])
  })

  test('are not seen inside of other words', () => {
    expect(hintsIn('Eine große Auswahl, schöne Aussichten.', topics)).toEqual([])
  })
})

test('two addresses of one mailbox are one person', () => {
  expect(sameMailbox('Erika+zwei@Stadt.example ')).toBe(sameMailbox('erika@stadt.example'))
  expect(sameMailbox('erika@stadt.example.')).toBe(sameMailbox('erika@stadt.example'))
  expect(sameMailbox('erika@stadt.example')).not.toBe(sameMailbox('erika@land.example'))
})
