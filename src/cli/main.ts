// The command line. Run by bin/start.mjs: from the bundle for commands that serve pages, else from the sources.
import { parseArgs } from 'node:util'
import { AlreadyRunning } from '#platform/database/embedded.ts'
import { commands, isCommand, optionsOf } from './commands.ts'
import type { Call, Command, CommandModule, CommandName } from './commands.ts'
import { Complaint, text } from './say.ts'
import type { Text } from './say.ts'

/** Runs a command to its end and sets the exit code. Nothing happens when this module is only imported. */
export async function main(args: string[]): Promise<void> {
  try {
    await runCommand(args)
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}

/** Loaded one at a time: what one command needs must not slow down another. */
const modules: Record<CommandName, () => Promise<CommandModule>> = {
  start: () => import('./start.ts'),
  demo: () => import('./demo.ts'),
  migrate: () => import('./migrate.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  release: () => import('./release.ts'),
  doctor: () => import('./doctor.ts'),
  keys: () => import('./keys.ts'),
  person: () => import('./person.ts'),
  municipality: () => import('./municipality.ts'),
  verify: () => import('./verify.ts'),
  language: () => import('./language.ts'),
  dev: () => import('./dev.ts'),
  help: () => import('./help.ts')
}

async function runCommand([given = 'help', ...args]: string[]): Promise<void> {
  const name = given === '--help' || given === '-h' ? 'help' : given
  if (!isCommand(name)) throw new Complaint(unknown(name))
  const call = parse(name, args)
  const wanted = call.values.help ? 'help' : name
  await (await modules[wanted]()).run(call.values.help ? { values: {}, positionals: [name] } : call)
}

function parse(name: CommandName, args: string[]): Call {
  const command: Command = commands[name]
  try {
    return parseArgs({ args, options: optionsOf(command), allowPositionals: command.usage !== undefined })
  } catch (error) {
    const hint = `ortsgespraech help ${name}`
    const reason = (error as Error).message
    throw new Complaint({ de: `${reason}\nSo geht es: ${hint}`, en: `${reason}\nSee: ${hint}` })
  }
}

function unknown(name: string): Text {
  return {
    de: `Den Befehl „${name}“ gibt es nicht. Alle Befehle: ortsgespraech help`,
    en: `There is no command "${name}". All commands: ortsgespraech help`
  }
}

/** A complaint in the operator's language; anything else is a fault of ours, with the trace that finds it. */
function explain(error: unknown): string {
  if (error instanceof Complaint) return text(error.text)
  if (error instanceof AlreadyRunning) {
    const { pid, dataDirectory } = error
    return (
      `Ortsgespräch läuft hier bereits (Prozess ${pid}) mit den Daten in ${dataDirectory}.\n` +
      `Ortsgespräch is already running here (process ${pid}) with the data in ${dataDirectory}.`
    )
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
