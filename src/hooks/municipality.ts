// Which municipality a request is for, and what is answered when it is for none.
import { redirect } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { hasMunicipality, municipalityAt, siteOrigin } from '#municipality/hosts.ts'
import { unknownHost } from './unknown-host.ts'

/** Finds the municipality of the host. Behind it every page may rely on `locals.municipality`, but those of the set-up. */
export const findMunicipality: Handle = async ({ event, resolve }) => {
  const { url, locals, request } = event
  const isSetup = url.pathname === '/setup'
  const found = await municipalityAt(url.host)
  if (!found) {
    if (isSetup) return resolve(event)
    if (await hasMunicipality()) return unknownHost(url.host, locals.language)
    redirect(303, '/setup')
  }
  locals.municipality = found.municipality
  // The domain of the handles only answers who is meant by a handle; people who open it want to see the site.
  if (
    found.purpose === 'handle' &&
    !url.pathname.startsWith('/.well-known/') &&
    ['GET', 'HEAD'].includes(request.method)
  ) {
    return new Response(null, {
      status: 308,
      headers: { location: siteOrigin(found.municipality) + url.pathname + url.search }
    })
  }
  return resolve(event)
}
