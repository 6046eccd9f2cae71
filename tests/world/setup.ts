// Once per test run: a throw-away PostgreSQL with one migrated template that every test file copies.
import type { TestProject } from 'vitest/node'
import { join } from 'node:path'
import { prepareServer, startTemporary } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { jobs } from '#jobs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { superuser: string }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporary()
  await prepareServer(server.superuserUrl, { database: 'template_ortsgespraech' })
  await migrate({
    ownerUrl: server.urlFor('template_ortsgespraech', 'ortsgespraech_owner'),
    programRole: 'ortsgespraech_program',
    keeperRole: 'ortsgespraech_keeper',
    directory: join(import.meta.dirname, '../../migrations'),
    queues: jobs.map((job) => job.name)
  })
  project.provide('postgres', { superuser: server.superuserUrl })
  return () => server.stop()
}
