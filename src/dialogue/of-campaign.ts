import type { Tx } from '#platform/database/database.ts'
import type { Person } from '#people/types.ts'
import { clockPlan } from './clock/plan.ts'
import { type Row, seenBy, selectRows, toRow } from './queries.ts'

/** The conversations on a campaign's posts that this person may read, last spoken first, at most 100. */
export async function conversationsOfCampaign(tx: Tx, who: Person, campaign: string): Promise<Row[]> {
  const rows = await selectRows(tx)
    .where((where) => seenBy(where, who))
    .where('c.post_id', 'in', (from) =>
      from.selectFrom('post').select('post.id').where('post.campaign_id', '=', campaign)
    )
    .orderBy('c.last_message_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(100)
    .execute()
  const plan = await clockPlan(tx)
  return rows.map((row) => toRow(row, plan))
}
