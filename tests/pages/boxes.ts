// A mail box that nobody can reach: its page says why, and how to mend it.
import { addBox } from '#channels/mail/settle.ts'
import { rootUnit } from '#municipality/units.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { personOf, type PlayedTown } from '#practice/town.ts'

/** Answers where its page stands. */
export async function bringBox(town: PlayedTown): Promise<{ box: string }> {
  const who = await personOf(town, 'miriam')
  const server = { host: '10.0.0.1', port: 993, security: 'tls', user: 'buergerbuero' }
  const id = await inMunicipality(town.municipalityId, async (tx) =>
    addBox(tx, who, {
      name: 'Bürgerbüro',
      unitId: await rootUnit(tx),
      address: 'buergerbuero@musterstadt.example',
      imap: server,
      smtp: { ...server, port: 465 },
      authservId: '',
      plusAddressing: false,
      passwords: { imap: 'nicht echt', smtp: '' }
    })
  )
  return { box: `/desk/settings/mailboxes/${id}` }
}
