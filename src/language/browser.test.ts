import { join } from 'node:path'
import { expect, it } from 'vitest'
import { build, type Rolldown } from 'vite'
import { browserGuard } from '../../vite/guard.ts'

it('runs in the browser: alone, small, and without a way out', { timeout: 60_000 }, async () => {
  const root = join(import.meta.dirname, '../..')
  const [built] = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    plugins: [browserGuard()],
    build: { write: false, lib: { entry: join(root, 'src/language/summarise.ts'), formats: ['es'] } }
  })) as Rolldown.RolldownOutput[]
  const code = built!.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n')
  expect(code.length).toBeGreaterThan(10_000)
  expect(code.length).toBeLessThan(180_000)
  expect(code).not.toMatch(/\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|node:|\bimport\(/)
})
