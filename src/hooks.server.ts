import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks'
import { sequence } from '@sveltejs/kit/hooks'
import { dev } from '$app/env'
import { homeFrom } from '#federation/home.ts'
import { isFediversePath, serveFediverse, servePage } from '#federation/serve.ts'
import { findMunicipality } from '#hooks/municipality.ts'
import { isDesk, knowPerson } from '#hooks/session.ts'
import { municipalityAt } from '#municipality/hosts.ts'
import { isDatabaseAway } from '#platform/database/away.ts'
import { isUnstorable } from '#platform/database/storable.ts'
import { isDiskFull } from '#platform/disk.ts'
import { newId } from '#platform/id.ts'
import { log } from '#platform/log/log.ts'
import { Refusal } from '#platform/refusal.ts'
import { negotiateLanguage, negotiateRepresentation } from '#site/negotiate.ts'
import { refusalText } from '#ui/messages/messages.ts'

const holder = globalThis as typeof globalThis & { ortsgespraechInDevelopment?: Promise<unknown> }

/** The start command has everything running before the first request; in development it is up to us, once. */
export const init: ServerInit = async () => {
  if (!dev) return
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDirectory } = process.env
  if (!databaseUrl || !dataDirectory) throw new Error('start it with: npm run dev')
  const { startProgram } = await import('#program.ts')
  await (holder.ortsgespraechInDevelopment ??= startProgram({ databaseUrl, dataDirectory, works: true }))
}

/** What other servers ask is answered before anything of the site is thought of. */
const federate: Handle = async ({ event, resolve }) => {
  const isTheirs = isFediversePath(event.url.pathname)
  const isAsked = negotiateRepresentation(event.request.headers.get('accept') ?? undefined) === 'activity'
  if (!isTheirs && !isAsked) return resolve(event)
  const found = await municipalityAt(event.url.host)
  if (!found) return resolve(event)
  const answer = isTheirs ? serveFediverse : servePage
  return (await answer(event.request, homeFrom(found.municipality))) ?? resolve(event)
}

/** Settles what every page needs to know of the request. */
const settle: Handle = async ({ event, resolve }) => {
  event.locals.language = negotiateLanguage(
    event.request.headers.get('accept-language') ?? undefined,
    event.url.searchParams.get('lang')
  )
  event.locals.clientAddress = event.getClientAddress()
  return resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%html%', attributes(event)),
    preload: ({ type, path }) => type === 'css' || type === 'js' || (type === 'font' && path.includes('regular'))
  })
}

/** The face decides the density, the municipality its colour; they stand on the root so that all styles can read them. */
function attributes({ url, locals }: { url: URL; locals: App.Locals }): string {
  const face = url.pathname === '/desk' || url.pathname.startsWith('/desk/') ? 'desk' : 'site'
  const colour = locals.municipality?.settings.colour
  return (
    `lang="${locals.language}" data-face="${face}"` +
    (colour && /^#[0-9a-f]{6}$/i.test(colour) ? ` style="--municipality: ${colour}"` : '')
  )
}

/** What every answer says about itself; pages get their content policy from SvelteKit (vite.config.ts). */
const protect: Handle = async ({ event, resolve }) => {
  const answer = await resolve(event)
  const { status = answer.status } = event.locals
  const response = status === answer.status ? answer : new Response(answer.body, { status, headers: answer.headers })
  const { headers } = response
  const set = (name: string, value: string) => headers.has(name) || headers.set(name, value)
  const { picturesFrom } = event.locals
  if (picturesFrom) {
    const policy = headers.get('content-security-policy') ?? ''
    headers.set('content-security-policy', policy.replace(/(^|; ?)img-src /, `$1img-src ${picturesFrom} `))
  }
  set('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
  set('x-content-type-options', 'nosniff')
  set('referrer-policy', 'strict-origin-when-cross-origin')
  set('cross-origin-opener-policy', 'same-origin')
  set('permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()')
  if (event.url.protocol === 'https:') set('strict-transport-security', 'max-age=31536000')
  if (headers.get('content-type') === 'text/html') headers.set('content-type', 'text/html; charset=utf-8')
  // Whoever has a session sees pages of their own; everything else may be kept if it is asked for again each time.
  const isPersonal = isDesk(event) || event.request.headers.get('cookie')?.includes('session')
  set('cache-control', isPersonal ? 'private, no-store' : 'no-cache')
  return response
}

export const handle: Handle = sequence(protect, federate, settle, findMunicipality, knowPerson)

/** Refusals say in words what a person can do; a bug gets a reference that is found in the log. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'unknown' && error instanceof Refusal) {
    return { status: error.status, message: refusalText(event.locals.language ?? 'de', error.key, error.data) }
  }
  if (kind !== 'unknown') return { message: error.message }
  if (isDatabaseAway(error)) return { status: 503, message: refusalText(event.locals.language ?? 'de', 'databaseAway') }
  if (isUnstorable(error)) return { status: 400, message: refusalText(event.locals.language ?? 'de', 'unreadable') }
  const isFull = isDiskFull(error)
  const reference = newId().slice(-8)
  log('web').error('{method} {route} failed: {error}', {
    method: event.request.method,
    route: event.route.id,
    error,
    reference
  })
  const message = refusalText(event.locals.language ?? 'de', isFull ? 'diskFull' : 'unknown')
  return { status: isFull ? 507 : 500, message, reference }
}
