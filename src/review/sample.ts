// The draw of what is reviewed of those who speak freely. The seed of a month is fixed and stored before its first draw;
// from seed, object and version everybody can compute again what was drawn, so nobody can draw until it fits.
import { createHash, randomBytes } from 'node:crypto'
import { now, zoned } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'

/** What a seed gives for a version of an object: evenly spread from 0 to below 1. */
export function drawValue(seed: string, subjectId: string, version: number): number {
  const hash = createHash('sha256').update(`${seed}:${subjectId}:${version}`).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48
}

/** Whether this is reviewed; decided once and for ever, and written down. */
export async function draw(
  tx: Tx,
  input: { subjectId: string; version: number; share: number; zone: string }
): Promise<boolean> {
  const month = zoned(now(), input.zone).day.slice(0, 7)
  await tx
    .insertInto('sample_seed')
    .values({ month, seed: randomBytes(16).toString('hex'), made_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { seed } = await tx
    .selectFrom('sample_seed')
    .select('seed')
    .where('month', '=', month)
    .executeTakeFirstOrThrow()
  const value = drawValue(seed, input.subjectId, input.version)
  const chosen = value < input.share
  await tx
    .insertInto('sample_draw')
    .values({
      subject_id: input.subjectId,
      version_number: input.version,
      month,
      share: input.share,
      value,
      chosen,
      at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return chosen
}
