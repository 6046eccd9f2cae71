#!/usr/bin/env node
// The door of the program, for any Node from 20 on: goes on under the Node 24 that npm installed, builds what must be
// built once, and runs the command. Plain JavaScript, because it runs before anything else is known to be there.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildIfNeeded } from './build.mjs'

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))
const wantedMajor = 24
/** These serve pages and run from the bundle; all other commands run the sources. */
const bundled = ['start', 'demo']

const [command = 'help', ...rest] = process.argv.slice(2)

if (!existsSync(join(root, 'node_modules'))) {
  fail(
    `In ${root} fehlt node_modules. Bitte dort zuerst „npm ci“ ausführen.`,
    `node_modules is missing: run "npm ci" in ${root} first.`
  )
}
if (parseInt(process.versions.node, 10) === wantedMajor) await run()
else continueUnder(ownNode())

async function run() {
  endWithParent()
  const asksForHelp = rest.includes('--help') || rest.includes('-h')
  const serves = bundled.includes(command) && !asksForHelp
  if (serves || command === 'build') {
    process.env.NODE_ENV ??= 'production'
    await buildIfNeeded(root).catch((error) => fail(`Der Bau ist gescheitert: ${error.message}`, 'The build failed.'))
    if (command === 'build') return
  }
  const entry = serves ? 'build/server/main.js' : 'src/cli/main.ts'
  const { main } = await import(pathToFileURL(join(root, entry)).href)
  await main(process.argv.slice(2))
}

/** The Node that came with `npm ci`: the package `node`, or the package for the platform that it brings. */
function ownNode() {
  const platform = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const places = ['node', `node/node_modules/${platform}`, platform].map((name) =>
    join(root, 'node_modules', name, 'bin/node')
  )
  return (
    places.find((file) => existsSync(file)) ??
    fail(
      `Node ${wantedMajor} fehlt in node_modules (liefen die Installationsskripte?). Bitte „npm rebuild node“ ausführen.`,
      `Node ${wantedMajor} is missing in node_modules (were install scripts off?): run "npm rebuild node".`
    )
  )
}

/**
 * Signals go on to the child, its end becomes ours. If we are killed, the open channel between us tells it.
 * @param {string} node
 */
function continueUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc']
  })
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`Node ${wantedMajor} startet nicht: ${error.message}`, `${node} does not run.`))
  child.on('exit', (code, signal) => {
    for (const one of signals) process.removeAllListeners(one)
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}

function end() {
  process.kill(process.pid, 'SIGTERM')
}

/** A parent that was killed cannot pass anything on: the other door's channel closes, npm's child finds a new parent. */
function endWithParent() {
  if (process.channel) {
    process.on('disconnect', end)
    process.channel.unref()
  } else if (process.env.npm_lifecycle_event) {
    const parent = process.ppid
    const timer = setInterval(() => process.ppid === parent || (clearInterval(timer), end()), 500)
    timer.unref()
  }
}

/** @param {string} german @param {string} english @returns {never} */
function fail(german, english) {
  console.error(`${german}\n${english}`)
  process.exit(1)
}
