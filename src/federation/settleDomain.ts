import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { countFollowers } from './followerCount.ts'

export interface DomainInput {
  /** A host such as `spam.example`; holds for everything below it too. */
  domain: string
  /** `block`: nothing of it is taken; `hold`: its messages wait for a look; null: like any other again. */
  rule: 'block' | 'hold' | null
  reason: string
}

/**
 * Settles what happens to everything from another server. Followers from a blocked server go.
 * @throws NotAllowed, Invalid
 */
export async function settleDomain(tx: Tx, who: Who, input: DomainInput): Promise<void> {
  // It holds for the whole municipality.
  must(who, 'channel.settle', await rootUnit(tx))
  const domain = input.domain.trim().toLowerCase().replace(/^@/, '')
  const reason = input.reason.trim()
  if (!/^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(domain)) throw new Invalid({ domain: 'domainForm' })
  if (input.rule && !reason) throw new Invalid({ reason: 'reasonMissing' })
  if (!input.rule) {
    await tx.deleteFrom('domain_rule').where('domain', '=', domain).execute()
  } else {
    const row = { rule: input.rule, reason, set_by: who.kind === 'person' ? who.id : null, at: now() }
    await tx
      .insertInto('domain_rule')
      .values({ domain, ...row })
      .onConflict((conflict) => conflict.columns(['municipality_id', 'domain']).doUpdateSet(row))
      .execute()
  }
  if (input.rule === 'block') {
    // With or without a port, the domain itself or one below it.
    const pattern = `^https://([^/]*\\.)?${domain.replaceAll('.', '\\.')}(:\\d+)?/`
    const gone = await tx.deleteFrom('follower').where('uri', '~', pattern).returning('actor_id').execute()
    for (const actorId of new Set(gone.map((row) => row.actor_id))) await countFollowers(tx, actorId)
  }
  record(tx, who, 'domain.settled', tx.municipalityId, { domain, rule: input.rule })
}
