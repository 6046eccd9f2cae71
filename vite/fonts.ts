/** Cuts Fira Sans down to the letters European names and texts need: 130 KB become about 45 KB a weight. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Plugin } from 'vite'

/** Keep in step with `unicode-range` in src/ui/styles/fonts.css. */
const ranges: [number, number][] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x192, 0x192],
  [0x218, 0x21b],
  [0x1e00, 0x1eff],
  [0x2000, 0x2044],
  [0x2070, 0x2089],
  [0x20ac, 0x20ac],
  [0x2116, 0x2122],
  [0x2190, 0x2199],
  [0x2212, 0x2212]
]

/** The Vite plugin: an import of a `.woff2` with `?subset` yields the address of the smaller file (use it in CSS `url()`). */
export function subsetFonts(): Plugin {
  let cache = ''
  let isBuild = false
  return {
    name: 'subset-fonts',
    enforce: 'pre',
    configResolved(config) {
      cache = join(config.root, 'node_modules/.cache/fonts')
      isBuild = config.command === 'build'
    },
    async transform(code, id) {
      if (!id.includes('/ui/styles/fonts.css')) return
      const folder = join(this.environment.config.root, 'node_modules/@kern-ux/native/dist/fonts/fira-sans')
      const names = [...new Set([...code.matchAll(/'fira:(\w+)'/g)].map((match) => match[1]!))]
      let css = code
      for (const name of names) {
        const file = await subset(join(folder, `FiraSans-${name}.woff2`), cache)
        // Vite rewrites addresses in CSS after us: a path into the cache folder becomes a hashed asset of the build.
        css = css.replaceAll(`'fira:${name}'`, `'${isBuild ? file : `/@fs${file}`}'`)
      }
      return { code: css, map: null }
    }
  }
}

async function subset(file: string, cache: string): Promise<string> {
  const font = await readFile(file)
  const key = createHash('sha256').update(font).update(JSON.stringify(ranges)).digest('hex').slice(0, 12)
  const target = join(cache, `${basename(file, '.woff2').toLowerCase()}-${key}.woff2`)
  const cached = await readFile(target).catch(() => null)
  if (cached) return target

  const { default: subsetFont } = await import('subset-font')
  const letters = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
  )
  const smaller = await subsetFont(font, letters.join(''), { targetFormat: 'woff2' })
  await mkdir(cache, { recursive: true })
  await writeFile(`${target}.${process.pid}`, smaller)
  await rename(`${target}.${process.pid}`, target)
  return target
}
