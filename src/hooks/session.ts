// Who asks: the session of the cookie, and the door in front of the desk.
import { redirect } from '@sveltejs/kit'
import type { Cookies, RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { readSession, sessionCookie, sessionSeconds } from '#people/session.ts'
import { refusalText } from '#ui/messages/messages.ts'

/** The desk's pages for people who are not signed in (yet). */
const gate = /^\/desk\/(sign-in|sign-out|recover|invitation|switch)(\/|$)/

/** Reads the session and guards `/desk`: whoever is not signed in is sent to the door, and back afterwards. */
export const knowPerson: Handle = async ({ event, resolve }) => {
  const { locals, url, cookies } = event
  locals.who = null
  locals.session = null
  const name = sessionCookie(url.protocol === 'https:')
  const token = cookies.get(name)
  if (token && locals.municipality) {
    const session = await readSession(locals.municipality.id, token)
    if (session) {
      locals.who = session.person
      locals.session = { id: session.id, secondFactor: session.secondFactor }
      if (isDesk(event) && !url.searchParams.has('lang')) locals.language = session.person.language
    } else {
      // Gone for good: a cookie that opens nothing would only keep its owner from cached pages.
      cookies.delete(name, { path: '/', secure: url.protocol === 'https:' })
    }
  }
  if (isDesk(event) && !locals.who && !gate.test(event.route.id ?? url.pathname)) return sendToDoor(event)
  return resolve(event)
}

/** Puts the session's token into the browser. */
export function keepSession(cookies: Cookies, url: URL, token: string): void {
  const isHttps = url.protocol === 'https:'
  cookies.set(sessionCookie(isHttps), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps,
    maxAge: sessionSeconds
  })
}

/** Takes the session's token out of the browser; answers it. */
export function dropSession(cookies: Cookies, url: URL): string | null {
  const name = sessionCookie(url.protocol === 'https:')
  const token = cookies.get(name) ?? null
  cookies.delete(name, { path: '/', secure: url.protocol === 'https:' })
  return token
}

/** Where to go after signing in: only ever somewhere on the desk of this host. */
export function returnAddress(asked: string | null | undefined): string {
  return asked && /^\/desk(?:[/?][^\\]*)?$/.test(asked) && !asked.includes('..') && !gate.test(asked) ? asked : '/desk'
}

/** By the route too: `/%64esk` is the desk, and only the framework reads it so. */
export function isDesk({ url, route }: Pick<RequestEvent, 'url' | 'route'>): boolean {
  return [url.pathname, route.id ?? ''].some((path) => path === '/desk' || path.startsWith('/desk/'))
}

function sendToDoor({ url, request, locals, isDataRequest }: RequestEvent): Response {
  const door = (to: string) => `/desk/sign-in?to=${encodeURIComponent(to)}`
  if (request.method === 'GET' || request.method === 'HEAD') {
    const wantsPage = isDataRequest || (request.headers.get('accept') ?? '').includes('text/html')
    if (wantsPage) redirect(303, door(url.pathname + url.search))
    return new Response(null, { status: 401 })
  }
  // What was typed must not be lost: the page stays as it is and says what to do.
  const problem = refusalText(locals.language, 'sessionEnded')
  if (request.headers.get('x-sveltekit-action')) {
    // The shape in which an enhanced form expects a failure (devalue): a list in which objects point to their values.
    const data = JSON.stringify([{ problem: 1, sessionEnded: 2 }, problem, true])
    return Response.json({ type: 'failure', status: 401, data })
  }
  if ((request.headers.get('accept') ?? '').includes('text/html')) {
    return new Response(sessionEndedPage(problem, locals.language, door('/desk')), {
      status: 401,
      headers: { 'content-type': 'text/html; charset=utf-8' }
    })
  }
  return Response.json({ message: problem }, { status: 401 })
}

function sessionEndedPage(problem: string, language: string, href: string): string {
  const label = language === 'de' ? 'In einem neuen Tab anmelden' : 'Sign in in a new tab'
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${label}</title></head><body><main><h1>${problem}</h1><p><a href="${href}" target="_blank" rel="noopener">${label}</a></p></main></body></html>`
}
