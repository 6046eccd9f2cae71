// What the product knows about a channel and its municipality, for the text of its concept.
import { listGoals } from '#goals/find.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { landByKey } from '#municipality/laender.ts'
import type { Settings } from '#municipality/settings.ts'
import type { Tx } from '#platform/database/database.ts'
import type { TextValues } from '#platform/html/template.ts'
import { retentionDays } from '#privacy/classes.ts'
import { platformOf } from './shipped.ts'

interface Channel {
  name: string
  network: string
  unit_name: string
  unit_email: string | null
}

/** The values that the shipped texts speak of (see content/concepts/README.md). */
export async function factsFor(tx: Tx, channel: Channel): Promise<TextValues> {
  const municipality = await loadMunicipality(tx)
  const { contact, privacyOfficer, addressDays, serviceHours } = municipality.settings
  const authority = landByKey(municipality.land)?.dataProtectionAuthority as { name: string; site: string } | undefined
  const platform = platformOf(channel.network)
  const goals = (await listGoals(tx)).slice(0, 12)
  return {
    site: {
      name: municipality.name,
      url: siteOrigin(municipality),
      privacyPath: '/datenschutz',
      rulesPath: '/spielregeln',
      followPath: '/abo'
    },
    unit: { name: channel.unit_name, email: channel.unit_email ?? (contact.email || undefined) },
    channel: { name: channel.name },
    platform: { name: platform.name, provider: platform.provider, outside: platform.outside ? 'yes' : undefined },
    contact: { ...contact, address: contact.address.replace(/\n+/g, ', ') },
    privacyOfficer: { name: privacyOfficer.name, email: privacyOfficer.email },
    land: { authority: authority && { name: authority.name, site: authority.site } },
    goals: goals.length > 0 ? goals.map(({ name }) => `- ${name.replace(/\s+/g, ' ')}`).join('\n') : undefined,
    editors: await editingUnits(tx),
    hours: hoursInWords(serviceHours),
    days: { address: String(addressDays), raw: String((await retentionDays(tx)).rawDone) }
  }
}

/** The units in which somebody edits; people's names stay out of a public page. */
async function editingUnits(tx: Tx): Promise<string | undefined> {
  const rows = await tx
    .selectFrom('role')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .select('unit.name')
    .distinct()
    .where('role.role', '=', 'editor')
    .where('unit.archived_at', 'is', null)
    .orderBy('unit.name')
    .limit(20)
    .execute()
  return rows.map(({ name }) => name).join(', ') || undefined
}

const weekdays = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag']

/** `Montag bis Freitag, 08:00 bis 16:00 Uhr` */
function hoursInWords({ days, from, to }: Settings['serviceHours']): string | undefined {
  const sorted = [...new Set(days)].sort()
  if (sorted.length === 0) return undefined
  const names = sorted.map((day) => weekdays[day - 1]!)
  const span = sorted.at(-1)! - sorted[0]!
  const isRow = sorted.length > 2 && span === sorted.length - 1
  const said = isRow ? `${names[0]} bis ${names.at(-1)}` : names.join(', ')
  return `${said}, ${from} bis ${to} Uhr`
}
