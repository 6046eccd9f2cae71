import type { Settings } from './settings.ts'

export const kinds = ['gemeinde', 'stadt', 'gemeindeverband', 'kreis', 'verband', 'provider'] as const
export type Kind = (typeof kinds)[number]

/** The tenant, as every request and job knows it. */
export interface Municipality {
  id: string
  name: string
  kind: Kind
  /** Key of the Land, such as `DE-NW`. */
  land: string
  ars: string | null
  ags: string | null
  /** Where the site and the desk are, with the port where it is not the usual one: `www.musterstadt.de`, `localhost:3000`. */
  siteHost: string
  /** What stands behind the second @ of its names in the Fediverse. */
  handleDomain: string
  timeZone: string
  language: 'de' | 'en'
  settings: Settings
  /** Address of the coat of arms on its own site. */
  coatOfArms: string | null
}

export interface Unit {
  id: string
  parentId: string | null
  name: string
  shortName: string
  slug: string
  email: string | null
  archivedAt: Date | null
}
