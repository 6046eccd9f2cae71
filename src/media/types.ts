import type { Crop, CropPlace, StoredVariant } from '#platform/media/images.ts'
import type { Captions, ServedFile } from '#platform/media/served.ts'
import type { MediaKind } from '#platform/media/stage.ts'

export type { MediaKind }

/** Licences that pictures of municipalities usually have; `own` is one in other words. */
export const licences = [
  'own-work',
  'permission',
  'press',
  'stock',
  'cc0',
  'cc-by-4.0',
  'cc-by-sa-4.0',
  'dl-de-by-2.0',
  'dl-de-zero-2.0',
  'public-domain',
  'own'
] as const
export type Licence = (typeof licences)[number]

/** What is known of the people shown. */
export const consents = ['unsaid', 'nobody', 'not-needed', 'asked', 'given'] as const
export type Consent = (typeof consents)[number]

export type AltException = 'decorative' | 'reason'
export type WithdrawnWhy = 'consent' | 'rights' | 'other'

/** The longest texts. */
export const lengths = {
  name: 120,
  alt: 1500,
  altReason: 300,
  caption: 500,
  author: 200,
  licenceText: 300,
  source: 500,
  consentScope: 300,
  consentReference: 120,
  captionsException: 300
} as const

/** A file of the library with everything its page shows. */
export interface MediaItem {
  id: string
  token: string
  kind: MediaKind
  name: string
  mime: string
  bytes: number
  width: number
  height: number
  durationMs: number | null
  unitId: string | null
  unitName: string | null
  uploadedBy: string | null
  createdAt: Date
  alt: string
  altException: AltException | null
  altReason: string
  caption: string
  showsText: boolean
  author: string
  licence: Licence | null
  licenceText: string
  source: string
  consent: Consent
  consentOn: string | null
  consentScope: string
  consentReference: string
  consentUntil: string | null
  consentRevokedOn: string | null
  focalX: number
  focalY: number
  crops: Partial<Record<CropPlace, Crop>>
  variants: StoredVariant[]
  file: ServedFile | null
  captions: Captions[]
  captionsException: string
  hasOriginal: boolean
  /** A document whose electronic signature would break if anything in it changed. */
  isSigned: boolean
  withdrawnAt: Date | null
  withdrawnWhy: WithdrawnWhy | null
  retiredAt: Date | null
  replacedBy: string | null
  erasedAt: Date | null
}

export const mediaKinds = ['image', 'video', 'document'] as const satisfies MediaKind[]
