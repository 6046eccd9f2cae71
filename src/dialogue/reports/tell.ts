// Telling the staff of a notice: as of anything else in the dialogue; in danger by a mail of its own at once, at any hour.
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { citizen, system } from '#people/types.ts'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { tellPerson } from '../notices.ts'
import { dangerMail } from './letters.ts'

interface Told {
  id: string
  conversation: string
  unit: string | null
  danger: boolean
}

/** Those who may decide about it hear of it. */
export async function tellOfReport(tx: Tx, report: Told): Promise<void> {
  const people = await decidersOf(tx, report.unit, ['editor', 'leader'])
  for (const { id } of people)
    await tellPerson(tx, citizen, { person: id, kind: 'reported', conversation: report.conversation })
  if (!report.danger) return
  const municipality = await loadMunicipality(tx)
  const link = `${siteOrigin(municipality)}/desk/reports/${report.id}`
  for (const { email, language } of people) {
    const mail = dangerMail(language === 'en' ? 'en' : 'de', { municipality: municipality.name, link })
    await sendMailLater(tx, { recipient: email, purpose: 'danger', ...mail })
  }
}

/** The time is over: leaders hear of it. */
export async function tellOver(tx: Tx, report: { conversation: string; unit: string | null }): Promise<void> {
  const leaders = await decidersOf(tx, report.unit, ['leader'])
  const told = leaders.length > 0 ? leaders : await decidersOf(tx, report.unit, ['editor'])
  for (const { id } of told)
    await tellPerson(tx, system, { person: id, kind: 'overdue', conversation: report.conversation })
}

/** Who holds one of these roles in the unit or above it; where it has none, anywhere. */
async function decidersOf(
  tx: Tx,
  unitId: string | null,
  roles: string[]
): Promise<{ id: string; email: string; language: string }[]> {
  const { rows } = await sql<{ id: string; email: string; language: string }>`
    with recursive above as (
      select id, parent_id from unit where id = ${unitId}
      union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id
    )
    select p.id, a.email, p.language from person p join account a on a.id = p.account_id
    where p.left_at is null and exists (
      select 1 from role r where r.person_id = p.id and r.role = any(${roles})
        and (${unitId}::uuid is null or r.unit_id in (select id from above))
    ) order by p.id limit 50`.execute(tx)
  return rows
}
