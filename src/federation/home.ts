/** A municipality as other servers see it. */
import type { Tx } from '#platform/database/database.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { isAddressConfirmed } from '#municipality/public-address.ts'
import type { Municipality } from '#municipality/types.ts'

export interface Home {
  municipalityId: string
  name: string
  /** The beginning of every address of ours. */
  origin: string
  /** What stands behind the second @ of our handles. */
  handleDomain: string
  language: 'de' | 'en'
  /** Whether we speak to other servers. Not before the public address was proven: what others keep can never change. */
  isOpen: boolean
}

/** Reads the home of the municipality the transaction stands in. */
export async function homeOf(tx: Tx): Promise<Home> {
  return homeFrom(await loadMunicipality(tx))
}

/** The same for a municipality that is known already. */
export function homeFrom(municipality: Municipality): Home {
  return {
    municipalityId: municipality.id,
    name: municipality.name,
    origin: siteOrigin(municipality),
    handleDomain: municipality.handleDomain,
    language: municipality.language,
    isOpen: isAddressConfirmed(municipality)
  }
}
