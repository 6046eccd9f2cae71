// What other systems answer, in XML or JSON, however loosely they read the standard.

/** An answer that cannot be read as what it should be. */
export class Unreadable extends Error {}

export type Fields = Record<string, string>

const members: Record<string, string> = { services: 'service', service_requests: 'request', errors: 'error' }

/** The members of a list as flat texts; what is nested is left out. @throws Unreadable */
export async function readList(text: string, root: string): Promise<Fields[]> {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  const list = trimmed.startsWith('<') ? await listOfXml(trimmed, root) : listOfJson(trimmed, root)
  return list.slice(0, 1000).map(flat)
}

function listOfJson(text: string, root: string): unknown[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Unreadable('no JSON')
  }
  if (Array.isArray(parsed)) return parsed
  // Some name the list although the standard does not, or leave the list out around a single one.
  const named = (parsed as Record<string, unknown> | null)?.[root]
  if (Array.isArray(named)) return named
  if (typeof parsed === 'object' && parsed !== null) return [parsed]
  throw new Unreadable('no list')
}

async function listOfXml(xml: string, root: string): Promise<unknown[]> {
  // A document type could name entities that grow without end or fetch something.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Unreadable('document type')
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (XMLValidator.validate(xml) !== true) throw new Unreadable('no XML')
  const parser = new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false, trimValues: true })
  const whole = (parser.parse(xml) as Record<string, unknown>)[root]
  if (whole === undefined) throw new Unreadable(`no ${root}`)
  const found =
    typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[members[root] ?? ''] : []
  return found === undefined || found === null ? [] : [found].flat()
}

function flat(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) return {}
  const fields: Fields = {}
  for (const [name, one] of Object.entries(value))
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
      fields[name] = String(one).trim().slice(0, 5000)
  return fields
}

/** What another system says is wrong, for a person to read; at most 500 signs. */
export async function readErrors(text: string): Promise<string> {
  const errors = await readList(text, 'errors').catch(() => [])
  const said = errors.map(({ description = '', code = '' }) => description || code).filter(Boolean)
  return said.join('; ').slice(0, 500)
}
