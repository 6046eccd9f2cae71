import type { Language } from '#language/shared.ts'
import type { Municipality } from '#municipality/types.ts'
import type { Person } from '#people/types.ts'

declare global {
  namespace App {
    interface Locals {
      /** What the reader or the signed-in person wants to read. */
      language: Language
      /** Which municipality's host was asked. Always there, but on the set-up page. */
      municipality: Municipality
      /** The signed-in person. Always there on the desk, behind its door; on the site as well while signed in. */
      who: Person | null
      session: { id: string; secondFactor: boolean } | null
      /** The network address of who asks. For limits only (`limitKey`); never into a log or a table. */
      clientAddress: string
      /** A page that is shown whole under a status of its own, such as 410 for a withdrawn post. */
      status?: number
      /** An origin besides our own that this one page may show pictures of (a map that somebody opened). */
      picturesFrom?: string
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
