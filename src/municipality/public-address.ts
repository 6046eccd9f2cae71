// Whether the Fediverse may know this municipality. Its address stands for ever in what other servers keep, so nothing
// federates before the address was proven, and afterwards the address stays (see changeAddress in settle.ts).
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { finding } from './findings.ts'
import { loadMunicipality } from './hosts.ts'
import { lookAtAddress, type LookedAt } from './look-at-address.ts'
import { confirmAddress } from './settle.ts'
import type { Municipality } from './types.ts'
import { rootUnit } from './units.ts'

/** Whether the municipality the transaction stands in may federate. */
export async function federationAllowed(tx: Tx): Promise<boolean> {
  return isAddressConfirmed(await loadMunicipality(tx))
}

/** Whether the public address was proven, or this process was told by name to take it as proven. */
export function isAddressConfirmed({ settings, siteHost }: Pick<Municipality, 'settings' | 'siteHost'>): boolean {
  return settings.addressConfirmedAt !== null || isAssumed(siteHost)
}

/**
 * Looks at the public address from outside and, when it leads here, lets the Fediverse start. Opens its own
 * transactions, because nothing may be asked of the network inside one.
 * @throws NotAllowed
 */
export async function verifyPublicAddress(municipalityId: string, who: Who): Promise<LookedAt> {
  const { municipality, username } = await inMunicipality(municipalityId, async (tx) => {
    must(who, 'municipality.address', await rootUnit(tx))
    const municipality = await loadMunicipality(tx)
    const actor = await tx
      .selectFrom('fediverse_actor')
      .select('username')
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst()
    // Handles answer only when the Fediverse is open: before that, the way to them is all there is to see.
    return { municipality, username: isAddressConfirmed(municipality) ? (actor?.username ?? null) : null }
  })
  const looked = await lookAtAddress(municipality, username)
  // Headers that are wrong make every signature fail: the address counts as proven only when the way to it is right.
  const proven = looked.proven && !looked.findings.some(({ about, state }) => state === 'failed' && about !== 'handles')
  const handlesWork = !looked.findings.some(({ about, state }) => about === 'handles' && state === 'failed')
  if (proven && handlesWork) {
    await inMunicipality(municipalityId, async (tx) => {
      const now = await loadMunicipality(tx)
      if (now.siteHost === municipality.siteHost && now.handleDomain === municipality.handleDomain)
        await confirmAddress(tx, who)
    })
  } else if (isAssumed(municipality.siteHost)) {
    looked.findings.unshift(finding('address', 'warning', 'addressAssumed', { host: municipality.siteHost }))
  }
  return { ...looked, proven: proven && handlesWork }
}

/**
 * For tests and for machines that cannot reach themselves: exactly these hosts (a comma list, with their ports) count as
 * proven. No pattern, no "all": whoever sets it has looked at each of them.
 */
function isAssumed(siteHost: string): boolean {
  const named = (process.env.ORTSGESPRAECH_CONFIRMED_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase())
  return siteHost !== '' && named.includes(siteHost)
}
