import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'

/** Where the federation and the states publish their warnings. */
export const usualAddress = 'https://warnung.bund.de/api31'

/** The region of an ARS as the interface knows it: counties, so that the last seven digits are zero. */
export function regionOf(ars: string | null): string {
  return ars ? `${ars.slice(0, 5)}0000000` : ''
}

/** Switches the reading of official warnings on or off. @throws NotAllowed, Invalid */
export async function settleWarnings(
  tx: Tx,
  who: Who,
  input: { isOn: boolean; address: string; region: string }
): Promise<void> {
  must(who, 'warning.settle', await rootUnit(tx))
  const region = input.region.replace(/\s/g, '')
  const address = input.address.trim().replace(/\/+$/, '')
  const problems: Record<string, string> = {}
  if (!/^\d{5}0{7}$/.test(region)) problems.region = 'warnings.regionShape'
  if (!/^https?:\/\/[^\s?#]+$/.test(address) || !URL.canParse(address)) problems.address = 'warnings.addressShape'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const row = { is_on: input.isOn, address, region, problem: null }
  await tx
    .insertInto('warning_source')
    .values(row)
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(row))
    .execute()
  record(tx, who, input.isOn ? 'warning.switched-on' : 'warning.switched-off', tx.municipalityId)
}
