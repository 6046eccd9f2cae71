// Reads the name of a host as a person enters it.
import { isLoopback, normalHost } from './hosts.ts'

/** The host of what was entered: `https://www.musterstadt.de/` and `www.Musterstadt.de` mean the same. Null: none. */
export function readHost(entered: string): string | null {
  const bare = normalHost(
    entered
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/.*$/, '')
  )
  const [, name = '', port] = /^(\[[0-9a-f:]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(toAscii(bare)) ?? []
  if (!name || (port && Number(port) > 65_535)) return null
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  const isName = new RegExp(`^${label}(\\.${label})+$`).test(name) && name.length <= 253
  if (!isName && !isLoopback(name)) return null
  return port ? `${name}:${port}` : name
}

/** Names with umlauts as the name service knows them. */
function toAscii(host: string): string {
  try {
    return new URL(`http://${host}`).host || host
  } catch {
    return ''
  }
}
