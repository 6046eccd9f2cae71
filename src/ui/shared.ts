/** What the frames of both faces are told by their layout loads. */
import type { Language } from '#language/shared.ts'
import type { IconName } from './Icon.svelte'

/** The public site's head and foot. */
export interface SiteFrameData {
  language: Language
  name: string
  /** `Stadt`, `Landkreis`: stands above the name. */
  kind?: string | null
  coatOfArms?: string | null
  /** Where the same page stands in the other language. */
  otherLanguage?: string | null
  /** Places of the main navigation that do not exist yet are left out. */
  hasTopics?: boolean
  hasSubscription?: boolean
  /** Citizens may report defects. */
  hasCases?: boolean
  signedIn?: boolean
  /** Above every page while a crisis lasts. */
  alert?: { title: string; path: string } | null
}

/** A main place of the desk. */
export interface Place {
  id: string
  label: string
  href: string
  icon: IconName
  /** What waits there; nothing is shown for 0. */
  count?: number
  /** Addresses besides its own that belong to it. */
  also?: string[]
}

export interface DeskFrameData {
  language: Language
  municipality: { name: string; coatOfArms?: string | null }
  person: { name: string }
  /** In the order of a day; only those the person's roles need. */
  places: Place[]
  /** What `n` offers. */
  create: { label: string; href: string; icon: IconName }[]
  /** Who answers today. */
  duty?: string | null
  /** A dot that is only there when something is wrong. */
  trouble?: { text: string; href: string } | null
  /** Above every page, for those who can do something about it. */
  banners?: { text: string; label: string; href: string }[]
  /** The person's other municipalities of this installation. */
  others?: { name: string; href: string }[]
}
