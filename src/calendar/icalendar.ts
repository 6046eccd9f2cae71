// Writes a feed as iCalendar (RFC 5545). All moments are in UTC: no program can then misread a zone or a change of the clock.
import { ICalCalendar, ICalEventTransparency } from 'ical-generator'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import { addDays, now, zoned } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { entriesBetween } from './entries.ts'
import type { OpenFeed } from './feeds.ts'
import type { Entry } from './shared.ts'

/** What an entry is called in somebody's calendar program, by language. */
export interface FeedWords {
  person(town: string, name: string): string
  unit(town: string, unit: string): string
  duty(unit: string): string
  dutyOf(unit: string, name: string): string
  post(state: string, title: string): string
  campaign(title: string): string
  review(title: string): string
  meeting(title: string): string
  state: Record<string, string>
  untitled: string
}

const daysBack = 31
const daysAhead = 400
const postMinutes = 15

/** The feed's text: what its owner may see of the last month and the next year. */
export async function writeFeed(tx: Tx, municipality: Municipality, feed: OpenFeed, words: FeedWords): Promise<string> {
  const today = zoned(now(), municipality.timeZone).day
  const entries = await entriesBetween(tx, feed.owner, {
    from: addDays(today, -daysBack),
    to: addDays(today, daysAhead),
    kinds: feed.unit ? ['post', 'campaign', 'meeting', 'duty'] : ['post', 'campaign', 'meeting', 'duty', 'holiday'],
    unitId: feed.unit?.id ?? null,
    personId: feed.unit ? null : feed.owner.id,
    language: municipality.language
  })
  const origin = siteOrigin(municipality)
  const calendar = new ICalCalendar({
    name: feed.unit ? words.unit(municipality.name, feed.unit.name) : words.person(municipality.name, feed.owner.name),
    prodId: { company: 'Ortsgespräch', product: 'Kalender', language: municipality.language.toUpperCase() },
    ttl: 3600
  })
  // Stays the same within a day, so that an unchanged feed is an unchanged text.
  const stamp = new Date(`${today}T00:00:00Z`)
  for (const entry of entries) {
    calendar.createEvent({
      id: `${entry.id.replaceAll(':', '-')}@${municipality.siteHost}`,
      stamp,
      ...timesOf(entry),
      summary: summaryOf(entry, words, feed),
      ...(entry.href && { url: origin + entry.href }),
      // Nobody is busy because something is published.
      transparency: entry.kind === 'duty' ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT
    })
  }
  return calendar.toString()
}

function timesOf(entry: Entry): { start: Date; end: Date; allDay?: boolean } {
  if (!entry.startsAt) {
    const last = (entry.to ?? entry.from).slice(0, 10)
    return {
      start: new Date(`${entry.from.slice(0, 10)}T00:00:00Z`),
      end: new Date(`${addDays(last, 1)}T00:00:00Z`),
      allDay: true
    }
  }
  const start = new Date(entry.startsAt)
  return { start, end: entry.endsAt ? new Date(entry.endsAt) : new Date(start.getTime() + postMinutes * 60_000) }
}

function summaryOf(entry: Entry, words: FeedWords, feed: OpenFeed): string {
  const title = entry.title || words.untitled
  if (entry.kind === 'post') return words.post(words.state[entry.state ?? ''] ?? '', title)
  if (entry.kind === 'campaign') return entry.state === 'review' ? words.review(title) : words.campaign(title)
  if (entry.kind === 'meeting') return words.meeting(title)
  if (entry.kind !== 'duty') return title
  return feed.unit && feed.withNames ? words.dutyOf(entry.unit ?? '', title) : words.duty(entry.unit ?? '')
}
