// Where this installation lies on the disk: sources, bundle and node_modules are found from here.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder of this installation. Found by walking up to the lockfile, because the same module runs from `src` and
 * from the bundle in `build`, at different depths.
 * @throws Error when no parent folder holds a package-lock.json
 */
export function installation(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package-lock.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`No installation of Ortsgespräch above ${import.meta.dirname}`)
  }
}
