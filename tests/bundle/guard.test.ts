import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { build } from 'vite'
import { browserGuard } from '../../vite/guard.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** Builds a small client of these files with the guard on. */
async function buildClient(files: Record<string, string>) {
  const root = await mkdtemp(join(tmpdir(), 'guard-'))
  folders.push(root)
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true })
    await writeFile(join(root, name), text)
  }
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [browserGuard()],
    build: { write: false, rolldownOptions: { input: join(root, 'src/routes/page.ts') } }
  })
}

test('a page may import what is in ui, and what a module shares', async () => {
  await buildClient({
    'src/routes/page.ts': `import { a } from '../ui/a.ts'; import { b } from '../posts/shared.ts'; console.log(a, b)`,
    'src/ui/a.ts': 'export const a = 1',
    'src/posts/shared.ts': 'export const b = 2'
  })
})

test('a page that imports server code, even through another file, fails the build and says how it got there', async () => {
  const broken = buildClient({
    'src/routes/page.ts': `import { a } from '../ui/a.ts'; console.log(a)`,
    'src/ui/a.ts': `export { publish as a } from '../posts/publish.ts'`,
    'src/posts/publish.ts': `export const publish = 'insert into post'`
  })
  await expect(broken).rejects.toThrow(
    /src\/routes\/page\.ts imports\s+src\/ui\/a\.ts imports\s+src\/posts\/publish\.ts/
  )
})
