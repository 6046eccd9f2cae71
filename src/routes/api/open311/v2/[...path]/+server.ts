import { error } from '@sveltejs/kit'
import { type Question, serveOpen311 } from '#cases/open311/serve.ts'
import { refusalText } from '#ui/messages/messages.ts'
import type { RequestEvent, RequestHandler } from './$types'

/** Open311 GeoReport v2 of the municipality whose host is asked. */
async function answer(event: RequestEvent, method: Question['method']): Promise<Response> {
  const { locals, params, url, request } = event
  if (!locals.municipality) error(404, 'notFound')
  const { status, body, headers } = await serveOpen311(locals.municipality, {
    method,
    path: params.path,
    query: url.searchParams,
    fields: method === 'POST' ? await fieldsOf(request) : null,
    address: event.getClientAddress() || null,
    repeatKey: request.headers.get('idempotency-key')?.slice(0, 200) || null,
    say: (key, data) => refusalText(locals.language, key, data)
  })
  return new Response(body, { status, headers })
}

/** The fields of a form of either kind; null: the body is none. */
async function fieldsOf(request: Request): Promise<URLSearchParams | null> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null
  const form = await request.formData().catch(() => null)
  if (!form) return null
  const fields = new URLSearchParams()
  for (const [name, value] of form) if (typeof value === 'string') fields.append(name, value)
  return fields
}

export const GET: RequestHandler = (event) => answer(event, 'GET')
export const POST: RequestHandler = (event) => answer(event, 'POST')
/** Pages of others may read, not report. */
export const OPTIONS: RequestHandler = () =>
  new Response(null, {
    status: 204,
    headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, OPTIONS' }
  })
