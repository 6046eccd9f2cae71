// Builds the bundle when its sources changed since the last time.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const sources = ['package-lock.json', 'package.json', 'vite.config.ts', 'vite', 'src', 'static', 'content']

/**
 * Builds unless the bundle in `build` was made from exactly these sources by this Node.
 * @param {string} root
 */
export async function buildIfNeeded(root) {
  const wanted = await fingerprint(root)
  if (await isBuilt(root, wanted)) return
  const release = await takeTurn(root)
  try {
    if (await isBuilt(root, wanted)) return // by the one before us
    console.log('Wird gebaut … (einmalig)')
    await rm(join(root, mark), { force: true }) // an interrupted build is no build
    await build(root)
    await writeFile(join(root, mark), wanted)
  } finally {
    release()
  }
}

const mark = 'build/.fingerprint'

/** @param {string} root @param {string} wanted */
async function isBuilt(root, wanted) {
  const made = await readFile(join(root, mark), 'utf8').catch(() => '')
  return made === wanted && existsSync(join(root, 'build/server/main.js'))
}

/**
 * Two starts of a new version must not build at once. SQLite's file lock waits, and ends with its process.
 * @param {string} root
 */
async function takeTurn(root) {
  const { DatabaseSync } = await import('node:sqlite')
  const lock = new DatabaseSync(join(root, 'node_modules/.build.lock'), { timeout: 180_000 })
  lock.exec('begin exclusive')
  return () => lock.close()
}

/**
 * One hash over all that the bundle depends on. Tests are not part of it.
 * @param {string} root
 */
export async function fingerprint(root) {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) await add(hash, root, source)
  return hash.digest('hex')
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} path */
async function add(hash, root, path) {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => null)
  if (!entries) {
    const bytes = await readFile(join(root, path)).catch(() => '')
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name } of entries) if (!name.endsWith('.test.ts')) await add(hash, root, `${path}/${name}`)
}

/**
 * Runs Vite apart, so that its memory goes with it; what it says is only of interest when it fails.
 * @param {string} root
 * @returns {Promise<void>}
 */
function build(root) {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite)) throw new Error('vite is not installed (npm ci --omit=dev?); build first, then omit it')
  // Whoever builds, tests included: the bundle is the one for production.
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [vite, 'build'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ chunk) => (said += chunk))
  const stop = () => child.kill()
  process.once('exit', stop)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', stop)
      if (code === 0) return resolve()
      console.error(said)
      reject(new Error(`vite ended with ${code}`))
    })
  })
}
