// What `/health/ready` says: whether requests can be served now, and what will keep them from it soon.
import { pingDatabase } from '#platform/database/database.ts'
import { lowBytes, spaceAt } from '#platform/disk.ts'
import type { Readiness } from '#server.ts'

/** Looks at the database and at the room on the disk of the data directory. */
export async function readiness(dataDirectory: string, warnBelowBytes = lowBytes): Promise<Readiness> {
  const [answers, space] = await Promise.all([
    pingDatabase().then(
      () => true,
      () => false
    ),
    spaceAt(dataDirectory)
  ])
  // A full disk takes nothing out of service: pages can still be read.
  const warnings = space && space.freeBytes < warnBelowBytes ? { warnings: ['disk'] } : {}
  return answers ? { ok: true, ...warnings } : { ok: false, problems: ['database'], ...warnings }
}
