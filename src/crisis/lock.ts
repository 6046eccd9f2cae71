import type { Tx } from '#platform/database/database.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'

export async function lockCrisis(tx: Tx, id: string) {
  const crisis = await tx.selectFrom('crisis').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!crisis) throw new NotFound()
  return crisis
}

/** @throws NotFound, Refusal `crisis.isOver` */
export async function lockActive(tx: Tx, id: string) {
  const crisis = await lockCrisis(tx, id)
  if (crisis.state !== 'active') throw new Refusal('crisis.isOver', {}, 409)
  return crisis
}
