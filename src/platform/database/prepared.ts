// A connection that prepares what it is asked often. Under row-level security a query of five tables takes longer to plan
// than to run; a prepared one is planned a few times and then no more.
import { createHash } from 'node:crypto'
import pg from 'pg'

/** Shorter ones are planned quickly. */
const shortest = 160
/** More different statements than the program has; where lists of changing length make more, the rest runs unprepared. */
const most = 300

const names = new Map<string, string>()

/** The name of a statement, the same in every process; null when it is not worth one. */
export function statementName(text: string, prepared: Set<string>): string | null {
  if (text.length < shortest || !/^(select|with) /.test(text)) return null
  let name = names.get(text)
  if (name === undefined) {
    if (names.size >= most * 4) return null
    name = `og_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
    names.set(text, name)
  }
  if (!prepared.has(name)) {
    if (prepared.size >= most) return null
    prepared.add(name)
  }
  return name
}

/** A connection of the pool. */
export class PreparingClient extends pg.Client {
  #prepared = new Set<string>()

  // oxlint-disable-next-line typescript/no-explicit-any -- the library's own overloads are many
  override query(first: any, ...rest: any[]): any {
    const [values] = rest
    if (typeof first === 'string' && Array.isArray(values)) {
      const name = statementName(first, this.#prepared)
      if (name) return super.query({ name, text: first, values }, ...rest.slice(1))
    }
    return super.query(first, ...rest)
  }
}
