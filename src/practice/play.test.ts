import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { jobs } from '#jobs.ts'
import { startJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { holdStorage } from '#platform/media/images.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { useWorld } from '../../tests/world/world.ts'
import { play, type Played } from './play.ts'
import { readScenario } from './scenario.ts'

const world = useWorld()
let played: Played

beforeAll(async () => {
  await holdKeys(join(world().directory, 'keys'))
  await holdStorage(join(world().directory, 'media'))
  // As in the demo: workers are at hand, and sometimes faster with what a step sends.
  await startJobs(jobs)
  const scenario = await readScenario(join(import.meta.dirname, '../../content/drills/musterstadt.json'))
  played = await play(scenario, { host: 'musterstadt.example', password: 'Musterstadt-2026' })
})

it('plays the story of Musterstadt through the real use cases', async () => {
  const counts = await inMunicipality(played.town.municipalityId, async (tx) => ({
    published: (await tx.selectFrom('post').select('id').where('state', '=', 'published').execute()).length,
    withdrawn: (await tx.selectFrom('post').select('id').where('state', '=', 'withdrawn').execute()).length,
    incoming: (await tx.selectFrom('message').select('id').where('direction', '=', 'in').execute()).length,
    answers: (
      await tx.selectFrom('message').select('id').where('direction', '=', 'out').where('state', '=', 'sent').execute()
    ).length,
    waiting: (await tx.selectFrom('message').select('id').where('state', '=', 'held').execute()).length,
    unitless: (
      await tx
        .selectFrom('conversation')
        .select('id')
        .where('unit_id', 'is', null)
        .where('state', '<>', 'done')
        .execute()
    ).length,
    open: (await tx.selectFrom('conversation').select('id').where('state', 'in', ['new', 'open', 'reopened']).execute())
      .length
  }))
  expect(counts.published + counts.withdrawn).toBe(12)
  expect(counts.withdrawn).toBe(1)
  expect(counts.incoming).toBeGreaterThanOrEqual(80)
  expect(counts.answers).toBeGreaterThanOrEqual(70)
  expect(counts.waiting).toBe(2)
  expect(counts.unitless).toBe(3)
  expect(counts.open).toBeGreaterThanOrEqual(10)
})

it('reaches nobody: nothing it sent has an address outside', async () => {
  const urls = await inMunicipality(played.town.municipalityId, (tx) =>
    tx.selectFrom('publication').select('remote_url').where('remote_url', 'is not', null).execute()
  )
  expect(
    urls.filter((row) => /^https?:/.test(row.remote_url!) && !row.remote_url!.includes('musterstadt.example'))
  ).toEqual([])
})
