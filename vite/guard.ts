/** Keeps server code out of the browser: only listed folders may reach the client, everything else fails build and dev. */
import { relative } from 'node:path'
import type { Plugin } from 'vite'

/** What may reach the client, relative to the project's root. The same rule stands in .dependency-cruiser.cjs. */
const allowed = [
  /^src\/routes\//,
  /^src\/ui\//,
  /^src\/app\./,
  /^src\/hooks\.client\.ts$/,
  /^src\/.*\/shared\.ts$/,
  // Marks while typing and never uploads a text, so it runs where the text is; it may import nothing else of the program.
  /^src\/language\//
]

/**
 * The Vite plugin. SvelteKit's own guard knows only `*.server.*` and `server/` folders; any other module that a page imports by
 * mistake would be shipped, SQL included, with no more than a warning.
 */
export function browserGuard(): Plugin {
  let root = ''

  const source = (id: string) => relative(root, (id.split('?')[0] ?? id).replace(/^\0/, '')).replaceAll('\\', '/')
  const isForbidden = (id: string) => {
    const file = source(id)
    return file.startsWith('src/') && !allowed.some((pattern) => pattern.test(file))
  }

  return {
    name: 'browser-guard',
    enforce: 'pre',
    configResolved(config) {
      root = config.root
    },
    applyToEnvironment: (environment) => environment.config.consumer === 'client',

    // In dev a module is transformed when the browser asks for it; who imported it is already in the graph.
    transform(_code, id) {
      if (this.environment.mode !== 'dev' || !isForbidden(id)) return
      const graph = this.environment.moduleGraph
      const importersOf = (module: string) =>
        [...(graph.getModuleById(module)?.importers ?? [])].map((m) => m.id ?? m.url)
      throw new Error(complaint(chain(id, importersOf).map(source)))
    },

    // In a build the graph is complete only at its end.
    buildEnd(error) {
      if (error || this.environment.mode !== 'build') return
      const importersOf = (module: string) => {
        const info = this.getModuleInfo(module)
        return info ? [...info.importers, ...info.dynamicImporters] : []
      }
      for (const id of this.getModuleIds()) {
        if (isForbidden(id)) this.error(complaint(chain(id, importersOf).map(source)))
      }
    }
  }
}

/** The shortest way from a module up to one that nobody imports, top first. */
function chain(id: string, importersOf: (id: string) => readonly string[]): string[] {
  const seen = new Set([id])
  let paths: string[][] = [[id]]
  let longest = [id]
  while (paths.length > 0) {
    const next: string[][] = []
    for (const path of paths) {
      const importers = importersOf(path[0]!)
      if (importers.length === 0) return path
      for (const importer of importers) {
        if (seen.has(importer)) continue
        seen.add(importer)
        next.push([importer, ...path])
      }
    }
    longest = next[0] ?? longest
    paths = next
  }
  return longest
}

function complaint(files: string[]): string {
  const pyramid = files.map((file, depth) => `${'  '.repeat(depth + 1)}${file}`).join(' imports\n')
  return `Server code would reach the browser:\n${pyramid}\nMove what the page needs to a shared.ts, or load it in +page.server.ts.`
}
