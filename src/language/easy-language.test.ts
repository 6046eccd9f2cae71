import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const places = ['src/ui', 'src/routes', 'src/language', 'content/language']
const easy = /leicht(?:e|en|er) sprache|easy(?:-to-|[ -])(?:read|language)/i

test('the product never calls a text "Leichte Sprache": at most it says that it is none', () => {
  const files = places.flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, withFileTypes: true })
      // Folders of addresses such as `transparenz.json` have an ending too.
      .filter((one) => one.isFile() && /\.(?:ts|svelte|json|md)$/.test(one.name) && !one.name.endsWith('.test.ts'))
      .map((one) => relative(root, join(one.parentPath, one.name)))
  )
  expect(files.length).toBeGreaterThan(100)
  const claims = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => easy.test(line) && !/\b(?:kein|keine|nicht|nie|never|not|no)\b/i.test(line))
      .map((line) => `${file}: ${line.trim()}`)
  )
  expect(claims).toEqual([])
})
