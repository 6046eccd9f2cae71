import { existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { fillDays, momentOf, readScenario, scheduleOf } from './scenario.ts'
import type { Scenario, Step, StepOf } from './scenario.ts'

const file = fileURLToPath(new URL('../../content/drills/musterstadt.json', import.meta.url))
const scenario = await readScenario(file)
const zone = scenario.municipality.timeZone
const noon = Temporal.Instant.from('2026-06-17T10:00:00Z')

const all = <Do extends Step['do']>(kind: Do) => scenario.steps.filter((step): step is StepOf<Do> => step.do === kind)
const said = scenario.steps.filter((step) => ['comment', 'reply', 'mention', 'direct', 'phone'].includes(step.do))

describe('the story of Musterstadt', () => {
  it('has the people, posts and voices that make a town', () => {
    expect(all('post')).toHaveLength(12)
    expect(all('comment').length + all('reply').length).toBeGreaterThanOrEqual(80)
    expect(all('person').length).toBeGreaterThanOrEqual(7)
    const roles = new Set(all('person').flatMap((person) => person.roles.map((held) => held.role)))
    expect([...roles].sort()).toEqual(['editor', 'expert', 'leader', 'operator', 'privacy'])
    expect(all('follow').length).toBeGreaterThanOrEqual(50)
  })

  it('refers only to what happened before', () => {
    expect(danglingReferences(scenario)).toEqual([])
  })

  it('uses each key and each account once', () => {
    for (const kinds of [['unit'], ['person'], ['goal'], ['topic'], ['campaign'], ['post'], messageKinds]) {
      const keys = scenario.steps.filter((step) => kinds.includes(step.do)).map((step) => (step as { key: string }).key)
      expect(new Set(keys).size).toBe(keys.length)
    }
    const names = new Map<string, string>()
    for (const step of scenario.steps) {
      if (!('actor' in step)) continue
      expect(names.get(step.actor.handle) ?? step.actor.name).toBe(step.actor.name)
      names.set(step.actor.handle, step.actor.name)
      expect(step.actor.handle).toMatch(/\.example$/)
    }
  })

  it('runs forward in time and ends before now, at any hour of the day', () => {
    for (let hour = 0; hour < 24; hour++) {
      const now = noon.add({ hours: hour, minutes: 3 })
      const times = scheduleOf(scenario, now).map((timed) => timed.time.epochMilliseconds)
      for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThan(times[i - 1]!)
      expect(times.at(-1)).toBeLessThan(now.epochMilliseconds)
    }
  })

  it('has a storm of at least 18 voices on one post within two hours', () => {
    const voices = scenario.steps.filter(
      (step) => (step.do === 'comment' || step.do === 'reply') && step.post === 'parken' && step.at.startsWith('-4d')
    )
    const times = voices.map((step) => momentOf(step.at, noon, zone).epochMilliseconds)
    expect(voices.length).toBeGreaterThanOrEqual(18)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(2 * 3600 * 1000)
  })

  it('ends with twelve open conversations, three of them without a unit', () => {
    const open = openConversations(scenario)
    expect(open).toHaveLength(12)
    const given = new Set(all('assign').map((step) => rootOf(scenario, step.message)))
    const withoutUnit = open.filter((key) => {
      const step = said.find((one) => (one as { key: string }).key === key)
      return !given.has(key) && !(step && ('post' in step || 'unit' in step))
    })
    expect(withoutUnit).toHaveLength(3)
  })

  it('holds one insult back and says why others are not shown', () => {
    const decided = new Set([...all('approve'), ...all('reject')].map((step) => step.message))
    const waiting = all('comment').filter((step) => !decided.has(step.key))
    expect(waiting.map((step) => step.key)).toEqual(['parken-beleidigung', 'kita-bestaetigung'])
    for (const step of all('reject')) expect(step.reason.length).toBeGreaterThan(40)
  })

  it('shows a comment before it is answered', () => {
    const shown = new Set<string>()
    for (const step of scenario.steps) {
      if (step.do === 'approve') shown.add(step.message)
      if (step.do === 'answer' && all('comment').some((comment) => comment.key === step.message))
        expect(shown, step.key).toContain(step.message)
    }
  })

  it('corrects what is really written', () => {
    for (const step of all('correction')) {
      const post = all('post').find((one) => one.key === step.post)!
      for (const change of step.replace) expect(post.lead + post.body).toContain(change.from)
    }
  })

  it('has articles of real length, some with three headings, and pictures with a text in their place', () => {
    for (const post of all('post')) {
      const words = post.body.split(/\s+/).length
      expect(words).toBeGreaterThanOrEqual(150)
      expect(words).toBeLessThanOrEqual(700)
      for (const [, name] of post.body.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g))
        expect(post.images?.map((image) => basename(image.file))).toContain(name)
    }
    expect(all('post').filter((post) => (post.body.match(/^## /gm) ?? []).length >= 3).length).toBeGreaterThanOrEqual(4)
    const images = all('post').flatMap((post) => post.images ?? [])
    expect(images.length).toBeGreaterThanOrEqual(3)
    for (const image of images) {
      expect(existsSync(image.file), image.file).toBe(true)
      expect(statSync(image.file).size).toBeLessThan(60_000)
    }
  })

  it('is written without "du" by the town and leaves no day word open', () => {
    const texts = [...all('answer').map((step) => step.text), ...all('post').map((post) => post.lead + post.body)]
    for (const text of texts) expect(text).not.toMatch(/\b([Dd]u|[Dd]ein(e[rnms]?)?|[Dd]ir|[Dd]ich|[Ee]uch|[Ee]uer)\b/)
    expect(JSON.stringify(scheduleOf(scenario, noon))).not.toContain('{{')
  })
})

describe('times and day words', () => {
  it('counts days in local time and hours from now', () => {
    expect(String(momentOf('-1d 09:12', noon, zone))).toBe('2026-06-16T07:12:00Z')
    expect(String(momentOf('-3h05m', noon, zone))).toBe('2026-06-17T06:55:00Z')
    expect(String(momentOf('-25m', noon, zone))).toBe('2026-06-17T09:35:00Z')
  })

  it('writes days in German and finds the next weekday', () => {
    expect(fillDays('{{day:+12d}}', noon, zone)).toBe('Montag, 29. Juni')
    expect(fillDays('{{date:+12d}}', noon, zone)).toBe('29. Juni')
    expect(fillDays('{{day:+0d wed}} {{day:+0d thu}} {{day:-3d tue}}', noon, zone)).toBe(
      'Mittwoch, 17. Juni Donnerstag, 18. Juni Dienstag, 16. Juni'
    )
  })
})

const messageKinds = ['comment', 'reply', 'mention', 'direct', 'phone', 'answer']

function danglingReferences(story: Scenario): string[] {
  const known = {
    unit: new Set<string>(),
    person: new Set<string>(),
    goal: new Set<string>(),
    topic: new Set<string>(),
    campaign: new Set<string>()
  }
  const posts = new Set<string>()
  const messages = new Set<string>()
  const problems: string[] = []
  const need = (where: Set<string>, key: string | undefined, step: Step) => {
    if (key !== undefined && !where.has(key)) problems.push(`${step.at} ${step.do}: ${key}`)
  }
  for (const step of story.steps) {
    if ('unit' in step) need(known.unit, step.unit, step)
    if ('parent' in step) need(known.unit, step.parent, step)
    if ('roles' in step) for (const held of step.roles) need(known.unit, held.unit, step)
    if ('by' in step) need(known.person, step.by, step)
    if ('person' in step) need(known.person, step.person, step)
    if ('author' in step) need(known.person, step.author, step)
    if ('topic' in step) need(known.topic, step.topic, step)
    if (step.do === 'indicator') need(known.goal, step.goal, step)
    if ('below' in step) need(known.goal, step.below, step)
    if ('goals' in step) for (const goal of step.goals) need(known.goal, goal, step)
    if ('people' in step) for (const person of step.people) need(known.person, person, step)
    if ('campaign' in step) need(known.campaign, step.campaign, step)
    if ('post' in step) need(posts, step.post, step)
    if ('message' in step) need(messages, step.message, step)
    if ('inReplyTo' in step) need(messages, step.inReplyTo, step)
    if (step.do === 'post') posts.add(step.key)
    else if (messageKinds.includes(step.do)) messages.add((step as { key: string }).key)
    else if (step.do in known) known[step.do as keyof typeof known].add((step as { key: string }).key)
  }
  return problems
}

function rootOf(story: Scenario, key: string): string {
  const step = story.steps.find((one) => messageKinds.includes(one.do) && (one as { key: string }).key === key)
  if (step?.do === 'answer') return rootOf(story, step.message)
  return step && 'inReplyTo' in step && step.inReplyTo ? rootOf(story, step.inReplyTo) : key
}

function openConversations(story: Scenario): string[] {
  const open = new Set<string>()
  for (const step of story.steps) {
    if (
      step.do === 'comment' ||
      step.do === 'reply' ||
      step.do === 'mention' ||
      step.do === 'direct' ||
      step.do === 'phone'
    )
      open.add(rootOf(story, step.key))
    if (step.do === 'answer' || step.do === 'done' || step.do === 'reject' || step.do === 'delete')
      open.delete(rootOf(story, step.message))
  }
  return [...open]
}
