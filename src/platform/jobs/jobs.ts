// Jobs: work that follows a change, enqueued in the change's own transaction. One queue per kind of work; a job's data
// holds ids only, the municipality's first. A handler must bear being called twice for the same job.
import { type Job as BossJob, PgBoss, fromKysely } from 'pg-boss'
import { log } from '#platform/log/log.ts'
import { redactText } from '#platform/log/redact.ts'
import { databaseUrl, type InstallationTx, type Tx } from '#platform/database/database.ts'

export interface JobData {
  /** The municipality's id. */
  m?: string
  [id: string]: string | number | null | undefined
}

export interface JobDefinition<Data extends JobData> {
  /** Also the queue's name: letters, digits, dashes. */
  name: string
  handle(data: Data): Promise<void>
  /** How often a failing job is tried again; default 8, with growing pauses up to an hour. */
  retryLimit?: number
  /** How many run at once in this process; default 2. */
  concurrency?: number
  /** Runs again and again: seconds between two runs (at least 30); the job's data is empty. */
  everySeconds?: number
  /** How long a run may take before it counts as lost; default 300 s. */
  expireInSeconds?: number
}

export interface SendOptions {
  startAfter?: Date
  /** While a job with this key waits, a second one is not added. */
  singletonKey?: string
  /** Jobs of a group (a channel, say) run one after the other. */
  group?: string
}

export interface Job<Data extends JobData> extends JobDefinition<Data> {
  /** Adds the job in the caller's transaction: rolled back with it, visible with it. */
  send(tx: Tx | InstallationTx, data: Data, options?: SendOptions): Promise<void>
}

const logger = log('jobs')
let sender: PgBoss | null = null
let worker: PgBoss | null = null

/** Describes a kind of job. List it in `src/jobs.ts`, or it will never run. */
export function defineJob<Data extends JobData>(definition: JobDefinition<Data>): Job<Data> {
  return {
    ...definition,
    async send(tx, data, options = {}) {
      await boss().send(definition.name, data, {
        db: fromKysely(tx),
        retryLimit: definition.retryLimit ?? 8,
        retryDelay: 2,
        retryBackoff: true,
        retryDelayMax: 3600,
        expireInSeconds: definition.expireInSeconds ?? 300,
        ...(options.startAfter && { startAfter: options.startAfter }),
        ...(options.singletonKey && { singletonKey: options.singletonKey, singletonSeconds: 1 }),
        ...(options.group && { group: { id: options.group } })
      })
    }
  }
}

/** A sender that never starts workers; enough for `send`, since the statement runs on the caller's connection. */
function boss(): PgBoss {
  sender ??= new PgBoss({ connectionString: databaseUrl(), migrate: false, supervise: false, schedule: false, max: 1 })
  return worker ?? sender
}

/** Opens what sending needs, in a process that may have no workers. */
export async function startSending(): Promise<void> {
  sender = new PgBoss({
    connectionString: databaseUrl(),
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    max: 1
  })
  sender.on('error', (error) => logger.warn('job sender: {error}', { error: String(error) }))
  await sender.start()
}

/** Starts the workers for these jobs in this process. */
export async function startJobs(jobs: Job<never>[] | Job<any>[]): Promise<void> {
  worker = new PgBoss({
    connectionString: databaseUrl(),
    migrate: false,
    createSchema: false,
    supervise: true,
    schedule: false,
    useListenNotify: true,
    max: 6
  })
  worker.on('error', (error) => logger.warn('job worker: {error}', { error: String(error) }))
  await worker.start()
  for (const job of jobs as Job<JobData>[]) {
    for (let place = 0; place < (job.concurrency ?? 2); place += 1) await startWorker(worker, job)
    if (job.everySeconds) startTicker(job)
  }
}

/** One worker of a queue. A queue of many jobs is emptied without a pause: after each job it looks for the next at once. */
async function startWorker(boss: PgBoss, job: Job<JobData>): Promise<void> {
  const options = {
    localConcurrency: 1,
    localGroupConcurrency: 1,
    batchSize: 1,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 10
  }
  let id: string | null = null
  id = await boss.work<JobData>(job.name, options, async ([one]: BossJob<JobData>[]) => {
    if (!one) return
    try {
      await job.handle(one.data ?? {})
    } catch (error) {
      const said = redactText(error instanceof Error ? (error.stack ?? error.message) : String(error))
      logger.error('job {name} failed: {error}', { name: job.name, job: one.id, error: said })
      // The queue keeps all of an error that it is given, also the row that the database quotes in it.
      // oxlint-disable-next-line preserve-caught-error -- exactly that is meant
      throw new Error(said.split('\n')[0])
    } finally {
      // Else it would sleep until the next notification or poll, whatever waits.
      if (id) boss.notifyWorker(id)
    }
  })
}

const tickers: NodeJS.Timeout[] = []

/** A repeated job: every process with workers proposes it, the singleton slot lets one through per interval. */
function startTicker(job: Job<JobData>): void {
  const seconds = job.everySeconds!
  const propose = (): void => {
    worker
      ?.send(
        job.name,
        {},
        { singletonKey: 'tick', singletonSeconds: seconds, retryLimit: 0, expireInSeconds: job.expireInSeconds ?? 300 }
      )
      .catch((error: unknown) =>
        logger.warn('could not propose {name}: {error}', { name: job.name, error: String(error) })
      )
  }
  propose()
  const timer = setInterval(propose, Math.min(seconds, 30) * 1000)
  timer.unref()
  tickers.push(timer)
}

/** Lets running jobs end (at most ten seconds), then stops. */
export async function stopJobs(): Promise<void> {
  for (const timer of tickers.splice(0)) clearInterval(timer)
  const running = [worker, sender]
  worker = null
  sender = null
  for (const one of running) await one?.stop({ graceful: true, timeout: 10_000, close: true } as never)
}
