import type { Language } from '#language/shared.ts'

declare global {
  namespace App {
    interface Locals {
      /** What the reader or the signed-in person wants to read. */
      language: Language
      /** Which municipality's host was asked; null when the host belongs to none. */
      municipality: RequestMunicipality | null
      /** A page that is shown whole under a status of its own, such as 410 for a withdrawn post. */
      status?: number
    }
    interface RequestMunicipality {
      id: string
      name: string
      /** `Stadt`, `Gemeinde`: shown above the name. */
      kind?: string | null
      coatOfArms?: string | null
      /** `#rrggbb` */
      colour?: string | null
      zone: string
    }
    interface Error {
      message: string
      /** To find the fault in the log. */
      reference?: string
    }
    interface PageData {
      language?: Language
    }
  }
}
