// The ticket of the first step of signing in waits in a cookie for the second one.
import type { Cookies } from '@sveltejs/kit'

const minutes = 10

const nameOf = (url: URL): string => (url.protocol === 'https:' ? '__Host-second-factor' : 'second-factor')

/** Keeps it in the browser for as long as it is good for something. */
export function keepTicket(cookies: Cookies, url: URL, ticket: string): void {
  cookies.set(nameOf(url), ticket, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: minutes * 60
  })
}

/** The ticket, or an empty text. */
export function readTicket(cookies: Cookies, url: URL): string {
  return cookies.get(nameOf(url)) ?? ''
}

/** Takes it out of the browser. */
export function dropTicket(cookies: Cookies, url: URL): void {
  cookies.delete(nameOf(url), { path: '/', secure: url.protocol === 'https:' })
}
