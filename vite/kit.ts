/**
 * Two places in SvelteKit that cost a fifth of every page we render, changed without changing what they do for us. Each
 * says what it replaces and fails the build when SvelteKit no longer reads so; then look whether it is still needed.
 */
import type { Plugin } from 'vite'

const changes = [
  {
    // An ETag for every page, by a hash in JavaScript. Pages that are kept get theirs once, from the page cache; the others
    // are not asked for again.
    file: '/@sveltejs/kit/src/runtime/server/page/render.js',
    before: 'headers.set(\'etag\', `"${hash(transformed)}"`)',
    after: ''
  },
  {
    // What `load` answers is written out for the page's script, also where the page has none and it is thrown away.
    file: '/@sveltejs/kit/src/runtime/server/page/index.js',
    before: 'if (node) {\n\t\t\t\t\t\tdata_serializer.add_node(i, server_data)',
    after: 'if (node && csr) {\n\t\t\t\t\t\tdata_serializer.add_node(i, server_data)'
  }
]

/** The Vite plugin. */
export function leanKit(): Plugin {
  return {
    name: 'lean-kit',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      const change = changes.find(({ file }) => id.split('?')[0]!.endsWith(file))
      if (!change) return null
      if (!code.includes(change.before)) this.error(`${change.file} does not read as expected: see vite/kit.ts`)
      return { code: code.replaceAll(change.before, change.after), map: null }
    }
  }
}
