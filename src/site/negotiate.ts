/** Which language and which representation a request gets: one decision for the page cache, the hooks and the routes. */
import Negotiator from 'negotiator'
import { languages } from '#language/shared.ts'
import type { Language } from '#language/shared.ts'

/** One address serves people and other servers. */
export type Representation = 'html' | 'activity'

/** What counts as asking for ActivityPub. */
const activityTypes = [
  'application/activity+json',
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  'application/ld+json'
]

/**
 * The language of an answer: `?lang=` wins, then `Accept-Language`, then German.
 * @example negotiateLanguage('en-GB,en;q=0.8', null) // 'en'
 */
export function negotiateLanguage(acceptLanguage: string | undefined, asked: string | null): Language {
  if (asked === 'de' || asked === 'en') return asked
  return rememberedLanguage(acceptLanguage ?? '')
}

/**
 * HTML for people, ActivityPub for servers that ask for it and do not like HTML better.
 * @example negotiateRepresentation('application/activity+json, text/html;q=0.5') // 'activity'
 */
export function negotiateRepresentation(accept: string | undefined): Representation {
  return accept?.includes('json') ? rememberedRepresentation(accept) : 'html'
}

const rememberedLanguage = remember((header): Language => {
  if (header === '') return languages[0]
  const found = new Negotiator({ headers: { 'accept-language': header } }).language([...languages])
  return found === 'en' ? 'en' : 'de'
})

const rememberedRepresentation = remember((header): Representation => {
  const types = ['text/html', 'application/xhtml+xml', ...activityTypes]
  const found = new Negotiator({ headers: { accept: header } }).mediaType(types)
  // `*/*` alone, or HTML liked as well: HTML. Equal liking goes to what the client wrote first.
  return found && activityTypes.includes(found) ? 'activity' : 'html'
})

/** Few different headers reach a server, so each is parsed once; bounded, because anyone may invent more. */
function remember<T>(parse: (header: string) => T): (header: string) => T {
  const known = new Map<string, T>()
  return (header) => {
    let value = known.get(header)
    if (value === undefined) {
      value = parse(header)
      if (known.size >= 1000) known.clear()
      if (header.length <= 300) known.set(header, value)
    }
    return value
  }
}
