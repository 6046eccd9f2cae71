/** Purges KERN's stylesheet (340 KB) to the classes and custom properties that our sources use. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'postcss'
import type { AtRule, Root } from 'postcss'
import type { Plugin } from 'vite'

/** The Vite plugin: `@kern-ux/native/dist/kern.css` arrives purged wherever it is imported. */
export function kernStyles(): Plugin {
  return {
    name: 'kern-styles',
    enforce: 'pre',
    async transform(code, id) {
      if (!id.includes('@kern-ux/native/dist/kern.css')) return
      const sources = await readSources(join(this.environment.config.root, 'src'))
      return { code: purge(code, sources), map: null }
    }
  }
}

/** Everything in `src` that can name a class or a custom property, as one text. */
async function readSources(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(svelte|css|html|ts)$/.test(entry.name))
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))
  return texts.join('\n')
}

/**
 * Leaves out rules none of whose selectors can match, then custom properties nobody reads. A class counts as used when its name
 * stands anywhere in the sources, so write class names in full (`kern-alert--info`, never `kern-alert--${kind}`).
 */
export function purge(css: string, sources: string): string {
  const root = parse(css)
  const used = new Set(sources.match(/kern-[\w-]+/g) ?? [])

  root.walkAtRules('charset', (rule) => void rule.remove())
  root.walkComments((comment) => void comment.remove())
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    const kept = rule.selectors.filter((selector) => classesOf(selector).every((name) => used.has(name)))
    // Themes are chosen by the system alone; KERN's switches by attribute and class would double every colour.
    const wanted = kept.filter((selector) => !/data-kern-theme|\.kern-(light|dark)\b/.test(bare(selector)))
    if (wanted.length === 0) rule.remove()
    else rule.selectors = wanted
  })
  while (dropUnreadProperties(root, sources)) continue
  dropEmpty(root)
  // In a layer, so that our own rules win without fighting over specificity (important declarations would win from within).
  root.walkDecls((declaration) => void (declaration.parent?.parent?.type === 'root' && (declaration.important = false)))
  return `@layer kern {\n${root.toString()}\n}`
}

/** Class names a selector cannot match without. */
function classesOf(selector: string): string[] {
  return [...bare(selector).matchAll(/\.(kern-[\w-]+)/g)].map((match) => match[1])
}

/** A selector without the alternatives of `:is()` and `:where()` and without what `:not()` rules out. */
function bare(selector: string): string {
  return selector.replace(/:(not|is|where)\([^()]*(\([^()]*\)[^()]*)*\)/g, '')
}

function dropUnreadProperties(root: Root, sources: string): boolean {
  const read = new Set(sources.match(/--kern-[\w-]+/g) ?? [])
  root.walkDecls((declaration) => {
    for (const match of declaration.value.matchAll(/var\(\s*(--[\w-]+)/g)) read.add(match[1]!)
  })
  let dropped = false
  root.walkDecls(/^--/, (declaration) => {
    if (read.has(declaration.prop)) return
    declaration.remove()
    dropped = true
  })
  return dropped
}

function dropEmpty(root: Root) {
  root.walkRules((rule) => void (rule.nodes.length === 0 && rule.remove()))
  root.walkAtRules((rule) => void (rule.nodes?.length === 0 && rule.remove()))
}
