// Statements that come again and again are parsed and planned once per connection instead of each time: for a page that
// reads with five joins under row-level security that is most of the database's work. PostgreSQL still plans anew where
// the values matter.
import type pg from 'pg'

/** Only what is really used often is remembered: each costs the server memory on every connection. */
const seenOften = 10
const maxStatements = 200
/** "cached plan must not change result type": another process has migrated the schema under this one. */
const planIsStale = '0A000'

/**
 * A statement that begins with this is planned each time: where it asks for many rows at once, a plan that was made while
 * the table was small reads all of it ever after.
 */
const planAnew = '/* plan anew */'

interface Known {
  times: number
  name: string | null
}

const known = new Map<string, Known>()
const maxKnown = 2_000
let named = 0
let isOn = true

/** Makes a connection remember statements with parameters. */
export function rememberStatements(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
  const remembering = (text: unknown, values: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || rest.length > 0)
      return query(text, values, ...rest)
    const name = isOn && !text.trimStart().startsWith(planAnew) ? nameFor(text) : null
    if (name === null) return query(text, values)
    return query({ name, text, values }).catch((error: { code?: string }) => {
      if (error.code === planIsStale) isOn = false
      throw error
    })
  }
  client.query = remembering as typeof client.query
}

function nameFor(text: string): string | null {
  let statement = known.get(text)
  if (!statement) {
    if (known.size >= maxKnown) return null
    known.set(text, (statement = { times: 0, name: null }))
  }
  if (statement.name === null && ++statement.times > seenOften && named < maxStatements) statement.name = `s${++named}`
  return statement.name
}
