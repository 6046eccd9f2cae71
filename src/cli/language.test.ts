import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installation } from '#platform/installation.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-'))
  await writeFile(join(folder, 'text.md'), '# Frist\n\nDer Antrag ist unverzüglich einzureichen.\n')
  await writeFile(join(folder, 'house.json'), JSON.stringify({ allow: ['unverzüglich'] }))
  await writeFile(join(folder, 'broken.json'), '{"add": [{"find": 1}]}')
})
afterAll(() => rm(folder, { recursive: true }))

const language = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(installation(), 'bin/start.mjs'), 'language', ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'de_DE.UTF-8' }
  })

it('prints each mark with its place, and the counts', async () => {
  const { stdout } = await language('text.md')
  expect(stdout).toContain('3:16  Amtsdeutsch: „unverzüglich“\n    Klingt nach Papier. Besser: sofort\n')
  expect(stdout).toContain('6 Wörter · 2 Sätze · 3 Hinweise')
})

it('knows the words of the house, and prints JSON', async () => {
  const { stdout } = await language('text.md', '--house', 'house.json', '--json')
  const { measures, marks } = JSON.parse(stdout)
  expect(measures).toMatchObject({ words: 6, sentences: 2, scores: null })
  expect(marks.map((mark: { rule: string; line: number }) => [mark.rule, mark.line])).toEqual([
    ['whatToDo', 1],
    ['isTo', 3]
  ])
})

it('says what is wrong with a file', async () => {
  await expect(language('nothing.md')).rejects.toThrow('nothing.md ist nicht zu lesen')
  await expect(language('text.md', '--house', 'broken.json')).rejects.toThrow('content/language/README.md')
  await expect(language()).rejects.toThrow('Welche Datei?')
})
