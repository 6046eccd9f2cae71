import { PgBoss } from 'pg-boss'

/** Creates or upgrades pg-boss's tables and makes sure that every queue exists. Runs as the owner, in `migrate`. */
export async function installPgBoss(ownerUrl: string, queues: string[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    migrate: true,
    createSchema: true,
    supervise: false,
    schedule: false,
    max: 2
  })
  boss.on('error', () => {})
  await boss.start()
  try {
    const existing = new Set((await boss.getQueues()).map((queue) => queue.name))
    for (const name of queues) if (!existing.has(name)) await boss.createQueue(name, { notify: true })
  } finally {
    await boss.stop({ graceful: false })
  }
}
