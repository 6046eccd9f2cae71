// `ortsgespraech help`: everything the command line and the environment know, made from the list of commands.
import { commands, findCommand } from './commands.ts'
import type { Call, Command } from './commands.ts'
import { Complaint, text } from './say.ts'
import type { Text } from './say.ts'
import { variables } from './settings.ts'

/** Prints the help, or that of one command. */
export async function run({ positionals: [name] }: Call): Promise<void> {
  if (name === undefined) return void console.log(overview())
  const command = findCommand(name)
  if (!command) throw new Complaint({ de: `Den Befehl „${name}“ gibt es nicht.`, en: `There is no command "${name}".` })
  console.log(details(name, command))
}

function overview(): string {
  const list = Object.entries(commands).map(([name, { about }]): Line => [name, about])
  return [
    text({ de: 'Aufruf: ortsgespraech BEFEHL [OPTIONEN]', en: 'Usage: ortsgespraech COMMAND [OPTIONS]' }),
    text({
      de: 'In der Installation auch: npm start, npm run demo, npm run ortsgespraech -- BEFEHL',
      en: 'In the installation also: npm start, npm run demo, npm run ortsgespraech -- COMMAND'
    }),
    '',
    text({ de: 'Befehle:', en: 'Commands:' }),
    ...columns(list),
    '',
    text({
      de: 'Optionen eines Befehls: ortsgespraech help BEFEHL',
      en: 'Options of a command: ortsgespraech help COMMAND'
    }),
    '',
    text({ de: 'Umgebungsvariablen (alle dürfen fehlen):', en: 'Environment variables (none is needed):' }),
    ...columns(Object.entries(variables))
  ].join('\n')
}

function details(name: string, { usage, about, options = {} }: Command): string {
  const lines = Object.entries(options).map(([option, { value, about }]): Line => [
    `--${option}${value ? ` ${value}` : ''}`,
    about
  ])
  lines.push(['--help, -h', { de: 'diese Hilfe', en: 'this help' }])
  const call = ['ortsgespraech', name, usage, '[OPTIONS]'].filter(Boolean).join(' ')
  return [text({ de: `Aufruf: ${call}`, en: `Usage: ${call}` }), '', `  ${text(about)}`, '', ...columns(lines)].join(
    '\n'
  )
}

type Line = [name: string, about: Text]

function columns(lines: Line[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length)) + 2
  return lines.map(([name, about]) => `  ${name.padEnd(width)}${text(about)}`)
}
