// One report to everybody: a new version of the source page, and a post on every channel that points to it.
import { channelsForPost } from '#channels/announce.ts'
import { enteredTime } from '#municipality/entered-time.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { formatLocal, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Stale } from '#platform/refusal.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { lockActive } from './lock.ts'
import { crisisPath } from './path.ts'
import { limits, type ReportText } from './types.ts'

export interface ReportInput extends ReportText {
  crisis: string
  /** How many reports the writer had seen: two people never report past each other. */
  seen: number
  /** Local time of the next report; empty: none is promised. */
  next: string
  /** Channels to leave out; the own site is always told. */
  without?: string[]
}

/** A promise further away than this is none. */
const farthestDays = 7

/**
 * Publishes a report.
 * @throws NotAllowed, NotFound, Invalid, Stale with the newest report's number, Refusal `crisis.isOver`
 */
export async function publishReport(
  tx: Tx,
  who: Who,
  input: ReportInput
): Promise<{ number: number; post: string; slug: string }> {
  const crisis = await lockActive(tx, input.crisis)
  must(who, 'crisis.lead', crisis.unit_id)
  const { number: last } = await tx
    .selectFrom('crisis_report')
    .select((select) => select.fn.coalesce(select.fn.max('number'), select.val(0)).as('number'))
    .where('crisis_id', '=', crisis.id)
    .executeTakeFirstOrThrow()
  if (last !== input.seen) throw new Stale('crisis.stale', { number: last })
  const text = checkText(input)
  const nextAt = input.next ? await promisedTime(tx, input.next) : null
  const town = await loadMunicipality(tx)
  const channels = await channelsForPost(tx, crisis.unit_id)
  const chosen = channels.filter((one) => !one.stopped && (one.network === 'site' || !input.without?.includes(one.id)))
  const { id, revision } = await createPost(tx, who, {
    unitId: crisis.unit_id,
    title: text.headline,
    lead: leadOf(text, nextAt, town),
    body: bodyOf(text, nextAt, town, crisis),
    language: town.language,
    fediverseForm: 'note',
    channelIds: chosen.map((one) => one.id)
  })
  const published = await publishPost(tx, who, { post: id, revision })
  const number = last + 1
  await tx
    .insertInto('crisis_report')
    .values({
      crisis_id: crisis.id,
      number,
      ...text,
      next_at: nextAt,
      post_id: id,
      person_id: who.kind === 'person' ? who.id : null,
      at: now()
    })
    .execute()
  await tx.updateTable('crisis').set({ next_at: nextAt, told_at: null }).where('id', '=', crisis.id).execute()
  record(tx, who, 'crisis.reported', crisis.id, { number, post: id })
  return { number, post: id, slug: published.slug }
}

function checkText(input: ReportText): ReportText {
  const text = {
    headline: input.headline.trim(),
    known: input.known.trim(),
    unknown: input.unknown.trim(),
    doing: input.doing.trim()
  }
  const problems: Record<string, string> = {}
  if (!text.headline) problems.headline = 'crisis.headlineMissing'
  if (text.headline.length > limits.headline) problems.headline = 'posts.tooLong'
  // What is not known is said as well: silence about it is filled by others.
  if (!text.known) problems.known = 'crisis.knownMissing'
  if (!text.unknown) problems.unknown = 'crisis.unknownMissing'
  if (!text.doing) problems.doing = 'crisis.doingMissing'
  for (const part of ['known', 'unknown', 'doing'] as const)
    if (text[part].length > limits.part) problems[part] = 'posts.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return text
}

async function promisedTime(tx: Tx, entered: string): Promise<Date> {
  const { at } = await enteredTime(tx, entered, 'next')
  if (at <= now()) throw new Invalid({ next: 'posts.timePast' })
  if (at.getTime() > now().getTime() + farthestDays * 86_400_000) throw new Invalid({ next: 'crisis.nextFar' })
  return at
}

const words = {
  de: {
    known: 'Wir wissen',
    unknown: 'Wir wissen nicht',
    doing: 'Wir tun',
    next: (when: string) => `Nächste Meldung: ${when}`,
    more: (title: string) => `Alles zur Lage: ${title}`,
    when: (day: string, time: string) => `${day}, ${time} Uhr`
  },
  en: {
    known: 'We know',
    unknown: 'We do not know',
    doing: 'We are doing',
    next: (when: string) => `Next report: ${when}`,
    more: (title: string) => `All about the situation: ${title}`,
    when: (day: string, time: string) => `${day}, ${time}`
  }
}

/** Today only the time; on another day the day with it. */
function whenIn(at: Date, town: Municipality): string {
  const local = formatLocal(at, town.timeZone)
  const time = local.slice(11, 16)
  if (local.slice(0, 10) === formatLocal(now(), town.timeZone).slice(0, 10))
    return town.language === 'de' ? `${time} Uhr` : time
  const [, month, day] = local.slice(0, 10).split('-')
  return words[town.language].when(`${Number(day)}.${Number(month)}.`, time)
}

/** Short enough for networks with little room: the first of what is known, and when more comes. */
function leadOf(text: ReportText, nextAt: Date | null, town: Municipality): string {
  const first = text.known
    .replace(/[#*_>`[\]]/g, '')
    .split(/\n\s*\n|\n[-*]/)[0]!
    .replace(/\s+/g, ' ')
    .trim()
  const said = first.length > 260 ? `${first.slice(0, 258).replace(/\s+\S*$/, '')} …` : first
  return nextAt ? `${said}\n${words[town.language].next(whenIn(nextAt, town))}` : said
}

function bodyOf(
  text: ReportText,
  nextAt: Date | null,
  town: Municipality,
  crisis: { slug: string; title: string }
): string {
  const say = words[town.language]
  const parts = (['known', 'unknown', 'doing'] as const).map((part) => `## ${say[part]}\n\n${text[part]}`)
  if (nextAt) parts.push(`**${say.next(whenIn(nextAt, town))}**`)
  parts.push(`[${say.more(crisis.title.replace(/[[\]]/g, ''))}](${siteOrigin(town)}${crisisPath(crisis)})`)
  return parts.join('\n\n')
}
