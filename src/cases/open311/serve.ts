// Open311 GeoReport v2: which question is asked, and of which municipality.
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { caseSettings } from '../settings.ts'
import { type Answer, failure, render } from './document.ts'
import { readDefinition, readRequest, readRequests, readServices, readToken } from './read.ts'
import { takeRequest } from './take.ts'

/** Where the interface stands on the site. */
export const open311Path = '/api/open311/v2'
/** Says that a report sent again under the same `Idempotency-Key` is one report. */
const repeatHeader = 'x-open311-idempotency'

export interface Question {
  method: 'GET' | 'POST'
  /** Behind `/api/open311/v2/`. */
  path: string
  query: URLSearchParams
  /** The form's fields of a POST; null: it was none. */
  fields: URLSearchParams | null
  address: string | null
  repeatKey: string | null
  say: (key: string, data: Record<string, unknown>) => string
}

export interface Served {
  status: number
  body: string
  headers: Record<string, string>
}

/** Answers a question in the format that its address names; XML where it names none. */
export async function serveOpen311(municipality: Municipality, question: Question): Promise<Served> {
  const [, what = '', format] = /^(.*?)(?:\.(xml|json))?$/.exec(question.path) ?? []
  const answer = await answerTo(municipality, question, what, format)
  const kind = format === 'json' ? 'json' : 'xml'
  return {
    status: answer.status,
    body: render(answer, kind),
    headers: {
      'content-type': `${kind === 'json' ? 'application/json' : 'text/xml'}; charset=utf-8`,
      [repeatHeader]: 'key',
      // Reading is for everybody's page; a key has no place in one.
      ...(question.method === 'GET' && { 'access-control-allow-origin': '*' }),
      ...answer.headers
    }
  }
}

async function answerTo(
  municipality: Municipality,
  question: Question,
  what: string,
  format: string | undefined
): Promise<Answer> {
  const isPost = question.method === 'POST'
  if (!format) return failure(404, 'the address must end with .xml or .json')
  if (!municipality.settings.cases) return failure(404, 'no requests are taken here')
  const origin = siteOrigin(municipality)
  const read = <T>(work: (tx: Tx) => Promise<T>) => inMunicipality(municipality.id, work)
  if (isPost && question.fields === null) return failure(400, 'the fields must be sent as a form')
  const asked = (isPost ? question.fields?.get('jurisdiction_id') : null) ?? question.query.get('jurisdiction_id')
  if (asked && !(await isHere(municipality, asked.trim())))
    return failure(404, 'jurisdiction_id provided was not found')
  if (isPost) {
    if (what !== 'requests') return failure(405, 'only requests can be posted')
    return takeRequest({ ...question, municipalityId: municipality.id, fields: question.fields! })
  }
  const [, list = '', one] = /^(discovery|services|requests|tokens)(?:\/([^/]{1,200}))?$/.exec(what) ?? []
  if (list === 'discovery' && !one) return discovery(origin, municipality)
  if (list === 'services') return read((tx) => (one ? readDefinition(tx, one) : readServices(tx)))
  if (list === 'requests')
    return read((tx) => (one ? readRequest(tx, one, origin) : readRequests(tx, question.query, origin)))
  if (list === 'tokens' && one) return read((tx) => readToken(tx, one))
  return failure(404, 'there is no such resource')
}

/** The names by which others may ask for this municipality. */
async function isHere({ id, siteHost, handleDomain }: Municipality, asked: string): Promise<boolean> {
  const { jurisdiction } = await inMunicipality(id, caseSettings)
  const names = [jurisdiction, siteHost, siteHost.replace(/:\d+$/, ''), handleDomain].filter(Boolean)
  return names.some((name) => name.toLowerCase() === asked.toLowerCase())
}

/** When the interface last changed in what it does. */
const changeset = '2026-11-22T00:00:00Z'

function discovery(origin: string, { settings }: Municipality): Answer {
  const contact = [settings.contact.name, settings.contact.email, settings.contact.phone].filter(Boolean).join(', ')
  return {
    status: 200,
    root: 'discovery',
    value: {
      changeset,
      contact: contact || origin,
      key_service: `${origin}/impressum`,
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: origin + open311Path,
          changeset,
          type: 'production',
          formats: ['text/xml', 'application/json']
        }
      ]
    }
  }
}
