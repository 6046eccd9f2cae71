// Writes src/platform/database/schema.ts from the migrations: `npm run schema` after every new one.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { prepareServer, startTemporary } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { roles } from '#platform/database/roles.ts'

const root = join(import.meta.dirname, '..')
const server = await startTemporary()
await prepareServer(server.superuserUrl)
const ownerUrl = server.urlFor('ortsgespraech', roles.owner)
await migrate({
  ownerUrl,
  programRole: roles.program,
  keeperRole: roles.keeper,
  directory: join(root, 'migrations'),
  queues: []
})
const codegen = [
  `--dialect=postgres`,
  `--url=${ownerUrl}`,
  '--default-schema=public',
  '--include-pattern=public.*',
  `--out-file=${join(root, 'src/platform/database/schema.ts')}`,
  '--type-mapping={"int8":"number","tsvector":"string","jsonb":"JsonColumn"}',
  '--custom-imports={"JsonColumn":"./json.ts#JsonColumn"}'
]
const { status } = spawnSync(join(root, 'node_modules/.bin/kysely-codegen'), codegen, { cwd: root, stdio: 'inherit' })
await server.stop()
process.exitCode = status ?? 1
