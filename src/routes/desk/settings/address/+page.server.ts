import { refused } from '#hooks/refused.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { isAddressConfirmed, verifyPublicAddress } from '#municipality/public-address.ts'
import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { messages } from '#ui/messages/messages.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) =>
  inMunicipality(locals.municipality.id, async (tx) => {
    must(locals.who!, 'municipality.address', await rootUnit(tx))
    const municipality = await loadMunicipality(tx)
    return {
      siteHost: municipality.siteHost,
      handleDomain: municipality.handleDomain,
      confirmedAt: municipality.settings.addressConfirmedAt,
      isOpen: isAddressConfirmed(municipality)
    }
  })

export const actions: Actions = {
  check: async ({ locals }) => {
    const { municipality, language, who } = locals
    try {
      await takeFrom(limitKey('check-address', municipality.id), { limit: 20, windowSeconds: 600 })
      const { findings, proven } = await verifyPublicAddress(municipality.id, who!)
      const words = messages(language).doctor.findings
      return { proven, findings: findings.map(({ state, key, data }) => ({ key, state, ...words[key](data) })) }
    } catch (error) {
      return refused(error, language, {})
    }
  }
}
