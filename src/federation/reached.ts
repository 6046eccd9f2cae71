import { inInstallation } from '#platform/database/database.ts'

/** The host of the server that took something of ours most recently; null when none has yet. */
export async function lastReachedServer(): Promise<string | null> {
  const row = await inInstallation((tx) =>
    tx
      .selectFrom('remote_server')
      .select('host')
      .where('last_success_at', 'is not', null)
      .orderBy('last_success_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )
  return row?.host ?? null
}
