import { sveltekit } from '@sveltejs/kit/vite'
import adapter from '@sveltejs/adapter-node'
import { defineConfig } from 'vite'
import { browserGuard } from './vite/guard.ts'
import { leanKit } from './vite/kit.ts'
import { kernStyles } from './vite/kern.ts'
import { subsetFonts } from './vite/fonts.ts'

export default defineConfig({
  plugins: [
    browserGuard(),
    kernStyles(),
    subsetFonts(),
    leanKit(),
    sveltekit({
      // The adapter reads its settings from variables; src/server.ts sets these and nobody else's are mistaken for them.
      adapter: adapter({ envPrefix: 'ADAPTER_NODE_' }),
      // No nonce: pages are cached. The site ships no script at all, the desk's start script is allowed by its hash.
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Attributes only (the municipality's colour, positions in pictures); what others write is cleaned of them at intake.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'media-src': ['self'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'worker-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
          'object-src': ['none']
        }
      },
      // Cached pages are served at one address only, and absolute addresses keep the error page whole at any depth.
      paths: { relative: false }
    })
  ],
  environments: {
    // One bundle: the start command is an entry of the same build, so that each module exists once in a process. A thread
    // is a process of its own in this respect.
    ssr: {
      build: {
        rolldownOptions: {
          input: { main: 'src/cli/main.ts', 'poster.worker': 'src/federation/poster.worker.ts' }
        }
      }
    }
  },
  build: { reportCompressedSize: false }
})
