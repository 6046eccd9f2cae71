// A council information system that answers in the specification's shapes of OParl 1.0 or 1.1, and lies where it is told to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Version = '1.0' | '1.1'
type Json = Record<string, unknown>

export interface StandIn {
  /** Of its system. */
  url: string
  origin: string
  host: string
  body: string
  organizations: Json[]
  meetings: Json[]
  papers: Json[]
  /** Each address that was asked for, with its query. */
  asked: string[]
  /** Answers instead of the server, by path; return false to let it answer. */
  answer: (path: string, request: IncomingMessage, response: ServerResponse) => boolean
  /** Changes what is about to be said. */
  change: (path: string, said: Json) => unknown
  object(kind: 'Organization' | 'Meeting' | 'Paper', id: string, more?: Json): Json
  close(): Promise<void>
}

const perPage = 3

/** Starts one on a free port. */
export async function startCouncil(version: Version = '1.1'): Promise<StandIn> {
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const origin = `http://${host}`
  const type = (name: string) => `https://schema.oparl.org/${version}/${name}`
  const self: StandIn = {
    origin,
    host,
    url: `${origin}/oparl/system`,
    body: `${origin}/oparl/body/1`,
    organizations: [],
    meetings: [],
    papers: [],
    asked: [],
    answer: () => false,
    change: (_path, said) => said,
    object: (name, id, more = {}) => ({
      id: `${origin}/oparl/${name.toLowerCase()}/${id}`,
      type: type(name),
      ...(name !== 'Meeting' && { body: `${origin}/oparl/body/1` }),
      name: `${name} ${id}`,
      created: '2026-01-08T14:28:31+01:00',
      modified: '2026-01-08T14:28:31+01:00',
      ...more
    }),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve())))
  }

  const body = (): Json => ({
    id: self.body,
    type: type('Body'),
    system: self.url,
    shortName: 'Musterstadt',
    name: 'Stadt Musterstadt',
    ags: '05315000',
    rgs: '053150000000',
    organization: `${origin}/oparl/body/1/organizations`,
    person: `${origin}/oparl/body/1/people`,
    meeting: `${origin}/oparl/body/1/meetings`,
    paper: `${origin}/oparl/body/1/papers`,
    legislativeTerm: [],
    created: '2014-01-08T14:28:31+01:00',
    modified: '2014-01-08T14:28:31+01:00'
  })

  const said = (url: URL): Json | null => {
    switch (url.pathname) {
      case '/oparl/system':
        return {
          id: self.url,
          type: type('System'),
          oparlVersion: `https://schema.oparl.org/${version}/`,
          body: `${origin}/oparl/bodies`,
          name: 'Ratsinformation Musterstadt',
          contactEmail: 'ris@musterstadt.example',
          vendor: 'https://example.com/'
        }
      case '/oparl/bodies':
        return list(url, [body()])
      case '/oparl/body/1':
        return body()
      case '/oparl/body/1/organizations':
        return list(url, self.organizations)
      case '/oparl/body/1/meetings':
        return list(url, self.meetings)
      case '/oparl/body/1/papers':
        return list(url, self.papers)
      default:
        return [...self.organizations, ...self.meetings, ...self.papers].find((one) => one.id === url.href) ?? null
    }
  }

  /** A page; deleted objects are only told to who asks for what changed, as 1.1 wants it. */
  const list = (url: URL, all: Json[]): Json => {
    const since = url.searchParams.get('modified_since')
    const shown = all.filter((one) =>
      since ? Date.parse(String(one.modified)) >= Date.parse(since) : (one as { deleted?: boolean }).deleted !== true
    )
    const page = Number(url.searchParams.get('page') ?? 1)
    const pages = Math.max(1, Math.ceil(shown.length / perPage))
    const at = (number: number) => {
      const other = new URL(url)
      other.searchParams.set('page', String(number))
      return other.href
    }
    return {
      data: shown.slice((page - 1) * perPage, page * perPage),
      pagination: { totalElements: shown.length, elementsPerPage: perPage, currentPage: page, totalPages: pages },
      links: { first: at(1), self: at(page), last: at(pages), ...(page < pages && { next: at(page + 1) }) }
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, origin)
    self.asked.push(url.pathname + url.search)
    if (self.answer(url.pathname, request, response)) return
    const found = said(url)
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(found ? self.change(url.pathname + url.search, found) : { error: 'nicht gefunden' }))
  }
  return self
}
