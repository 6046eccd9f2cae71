import { Buffer } from 'node:buffer'
import { afterEach, describe, expect, test } from 'vitest'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { PageCache, pageCache, readOffer } from './cache.ts'
import type { Entry } from './cache.ts'

afterEach(resetClock)

function entry(text: string, tags: string[], validUntil = Infinity): Entry {
  const identity = { body: Buffer.from(text), headers: [], notModified: [], etag: '""' }
  return { status: 200, identity, gzip: null, br: null, tags, validUntil }
}

function keep(cache: PageCache, key: string, made: Entry) {
  cache.depart(key)(made)
}

describe('an offer', () => {
  test('is read as it was written', () => {
    const validUntil = new Date('2026-11-23T12:00:00Z')
    expect(readOffer(pageCache({ tags: ['post:1', 'site:2'], validUntil }))).toEqual({
      tags: ['post:1', 'site:2'],
      validUntil: validUntil.getTime()
    })
  })

  test.each(['', 'tags=', 'tags=a; valid-until=tomorrow', 'tags=a; max-age=5'])(
    'that makes no sense is refused: %s',
    (header) => {
      expect(readOffer(header)).toBeNull()
    }
  )
})

describe('the page cache', () => {
  test('forgets the pages that show what changed, and no others', () => {
    const cache = new PageCache()
    keep(cache, 'a', entry('a', ['post:1', 'site:1']))
    keep(cache, 'b', entry('b', ['post:2', 'site:1']))
    cache.invalidate(['post:1'])
    expect(cache.get('a')).toBeNull()
    expect(cache.get('b')).not.toBeNull()
    cache.invalidate(['site:1'])
    expect(cache.size).toEqual({ entries: 0, bytes: 0 })
  })

  test('does not keep a page rendered before the change that arrived meanwhile', () => {
    const cache = new PageCache()
    const land = cache.depart('a')
    cache.invalidate(['post:1'])
    land(entry('old', ['post:1']))
    expect(cache.get('a')).toBeNull()
  })

  test('keeps a page although something else changed meanwhile', () => {
    const cache = new PageCache()
    const land = cache.depart('a')
    cache.invalidate(['post:2'])
    land(entry('still true', ['post:1']))
    expect(cache.get('a')).not.toBeNull()
  })

  test('lets nobody who comes after a change wait for a render from before it', () => {
    const cache = new PageCache()
    const land = cache.depart('a')
    cache.invalidate(['post:1'])
    expect(cache.flight('a')).toBeUndefined()
    const landAgain = cache.depart('a')
    landAgain(entry('new', ['post:1']))
    land(entry('old', ['post:1']))
    expect(cache.get('a')?.identity.body.toString()).toBe('new')
  })

  test('keeps nothing that was under way when everything was forgotten', () => {
    const cache = new PageCache()
    const land = cache.depart('a')
    cache.clear()
    land(entry('old', ['post:1']))
    expect(cache.get('a')).toBeNull()
  })

  test('gives the result of a render to all who wait for it', async () => {
    const cache = new PageCache()
    const land = cache.depart('a')
    const waiting = cache.flight('a')
    const made = entry('a', ['post:1'])
    land(made)
    expect(await waiting).toBe(made)
    expect(cache.flight('a')).toBeUndefined()
  })

  test('holds a page no longer than it is valid', () => {
    const cache = new PageCache()
    keep(cache, 'a', entry('a', ['post:1'], now().getTime() + 60_000))
    expect(cache.get('a')).not.toBeNull()
    moveClock({ byMs: 60_001 })
    expect(cache.get('a')).toBeNull()
    expect(cache.size.entries).toBe(0)
  })

  test('stays within its memory and drops what nobody asked for', () => {
    const cache = new PageCache({ maxBytes: 200_000 })
    for (let i = 0; i < 20; i++) {
      keep(cache, `page ${i}`, entry('x'.repeat(15_000), [`post:${i}`]))
      cache.get('page 0')
    }
    expect(cache.size.bytes).toBeLessThanOrEqual(200_000)
    expect(cache.get('page 0')).not.toBeNull()
    expect(cache.get('page 1')).toBeNull()
    expect(cache.get('page 19')).not.toBeNull()
  })

  test('does not let one huge page push out all others', () => {
    const cache = new PageCache({ maxBytes: 200_000 })
    keep(cache, 'huge', entry('x'.repeat(100_000), ['post:1']))
    expect(cache.size.entries).toBe(0)
  })
})
