// Whose account a channel is. An office speaks on its own; a person's account is marked wherever it is shown; for a candidate's the
// office never speaks.
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { needsConcept } from '#concepts/state.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

export const accountKinds = ['office', 'person', 'candidate'] as const
export type AccountKind = (typeof accountKinds)[number]

/** Says whose account a channel is. @throws NotAllowed, NotFound, Invalid without the name of a person's account */
export async function setAccountKind(
  tx: Tx,
  who: Who,
  input: { channel: string; kind: string; holder: string }
): Promise<void> {
  const channel = await tx
    .selectFrom('channel')
    .select(['unit_id', 'network'])
    .where('id', '=', input.channel)
    .forUpdate()
    .executeTakeFirst()
  if (!channel) throw new NotFound()
  must(who, 'channel.settle', channel.unit_id)
  const kind = accountKinds.find((one) => one === input.kind)
  const holder = input.holder.trim()
  if (!kind) throw new Invalid({ kind: 'choose' })
  if (kind !== 'office' && !hasAccount(channel.network)) throw new Invalid({ kind: 'channels.officeOnly' })
  if (kind !== 'office' && !holder) throw new Invalid({ holder: 'nameMissing' })
  if (holder.length > 200) throw new Invalid({ holder: 'nameLong' })
  await tx
    .updateTable('channel')
    .set({ account_kind: kind, account_holder: kind === 'office' ? null : holder })
    .where('id', '=', input.channel)
    .execute()
  record(tx, who, 'channel.account-settled', input.channel, { kind })
}

/** The own site, and what reaches nobody outside, can be nobody's but the office's. */
export function hasAccount(network: string): boolean {
  return network !== 'site' && needsConcept(network)
}
