/** Fedify's key-value store on PostgreSQL: remembers which form of signature a server takes, and other small things. */
import type { KvKey, KvStore, KvStoreListEntry, KvStoreSetOptions } from '@fedify/fedify'
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'

/** The store. Expired entries are never given; they are removed when something is written, a few at a time. */
export const kvStore: KvStore = {
  async get<T>(key: KvKey): Promise<T | undefined> {
    const row = await inInstallation((tx) =>
      tx
        .selectFrom('fedify_kv')
        .select('value')
        .where('key', '=', [...key])
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now())]))
        .executeTakeFirst()
    )
    return row?.value as T | undefined
  },
  async set(key: KvKey, value: unknown, options?: KvStoreSetOptions): Promise<void> {
    const row = { value: JSON.stringify(value), expires_at: expiry(options) }
    await inInstallation(async (tx) => {
      await tx
        .insertInto('fedify_kv')
        .values({ key: [...key], ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute()
      await sql`
        delete from fedify_kv where key in
          (select key from fedify_kv where expires_at < ${now()} limit 20 for update skip locked)`.execute(tx)
    })
  },
  async delete(key: KvKey): Promise<void> {
    await inInstallation((tx) =>
      tx
        .deleteFrom('fedify_kv')
        .where('key', '=', [...key])
        .execute()
    )
  },
  async *list(prefix?: KvKey): AsyncIterable<KvStoreListEntry> {
    const wanted = [...(prefix ?? [])]
    const rows = await inInstallation((tx) =>
      tx
        .selectFrom('fedify_kv')
        .select(['key', 'value'])
        .where(sql<boolean>`key[1:${sql.lit(wanted.length)}] = ${wanted}::text[]`)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now())]))
        .limit(1000)
        .execute()
    )
    for (const row of rows) yield { key: row.key as unknown as KvKey, value: row.value }
  }
}

function expiry(options?: KvStoreSetOptions): Date | null {
  if (!options?.ttl) return null
  return new Date(now().getTime() + options.ttl.total('milliseconds'))
}
