// The source page of a crisis: the newest report, or one before it.
import { error } from '@sveltejs/kit'
import { crisisPath } from '#crisis/path.ts'
import { sourcePage } from '#crisis/queries.ts'
import type { Report } from '#crisis/types.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../../here.ts'

/** `number`: an earlier report; null: the newest. */
export async function loadSituation(
  locals: App.Locals,
  setHeaders: (headers: Record<string, string>) => void,
  slug: string,
  number: number | null
) {
  const found = await here(locals, (tx) => sourcePage(tx, slug))
  if (!found) error(404, 'notFound')
  const { crisis, reports, rumours } = found
  const report = number === null ? (reports[0] ?? null) : reports.find((one) => one.number === number)
  if (report === undefined) error(404, 'notFound')
  const newest = reports[0]
  const isLate = crisis.state === 'active' && Boolean(newest?.nextAt && newest.nextAt <= now())
  // At the promised time the page itself says that the report is late.
  const validUntil = crisis.state === 'active' && newest?.nextAt && !isLate ? newest.nextAt : null
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality.id}`], validUntil }) })
  const path = crisisPath(crisis)
  return {
    zone: locals.municipality.timeZone,
    crisis,
    path,
    url: siteOrigin(locals.municipality) + path,
    isNewest: report === null || report === newest,
    isLate,
    report: report && shown(report),
    earlier: reports.slice(1).map(({ number: at, headline, at: when }) => ({ number: at, headline, at: when })),
    rumours: rumours.map(({ id, claim, answer, verdict }) => ({
      id,
      claim,
      verdict,
      html: renderMarkdown(answer).html
    }))
  }
}

function shown(report: Report) {
  const { number, headline, nextAt, at } = report
  return {
    number,
    headline,
    nextAt,
    at,
    parts: (['known', 'unknown', 'doing'] as const).map((part) => ({
      part,
      html: renderMarkdown(report[part]).html
    }))
  }
}
