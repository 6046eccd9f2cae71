/** Where our actors and objects stand: every address of ours in the Fediverse is made and read here. */

/** Everything of ours in the Fediverse is below this path. */
export const root = '/fediverse'

export const publicAudience = 'https://www.w3.org/ns/activitystreams#Public'

/** Whether an audience entry means everybody; some servers write it short. */
export function isPublic(address: string): boolean {
  return address === publicAudience || address === 'as:Public' || address === 'Public'
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

export const actorAddress = (origin: string, actorId: string) => `${origin}${root}/actors/${actorId}`
export const inboxAddress = (origin: string, actorId: string) => `${actorAddress(origin, actorId)}/inbox`
export const followersAddress = (origin: string, actorId: string) => `${actorAddress(origin, actorId)}/followers`
export const sharedInboxAddress = (origin: string) => `${origin}${root}/inbox`
export const objectAddress = (origin: string, id: string) => `${origin}${root}/objects/${id}`
export const activityAddress = (origin: string, id: string) => `${origin}${root}/activities/${id}`
export const keyAddress = (origin: string, actorId: string) => `${actorAddress(origin, actorId)}#main-key`
export const proofKeyAddress = (origin: string, actorId: string) => `${actorAddress(origin, actorId)}#ed25519-key`

/** The id in an address of this kind below this origin; null when it is another's or another kind. */
export function idIn(kind: 'actors' | 'objects' | 'activities', origin: string, address: string): string | null {
  if (!address.startsWith(`${origin}${root}/${kind}/`)) return null
  const match = new RegExp(`^/(${uuid})$`).exec(address.slice(`${origin}${root}/${kind}`.length))
  return match?.[1] ?? null
}

/** `host` of an address, null when it is none. Two addresses belong to the same server when these are equal. */
export function hostOf(address: string): string | null {
  const url = URL.parse(address)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.host : null
}

/** The domain of an address and those above it: a rule for a domain holds below it too. */
export function domainsOf(address: string | null): string[] {
  const host = address && hostOf(address)?.replace(/:\d+$/, '')
  if (!host) return []
  const parts = host.split('.')
  return parts.slice(0, -1).map((_, index) => parts.slice(index).join('.'))
}
