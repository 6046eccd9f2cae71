// What a process of the program needs besides the web server: keys, database, live updates, jobs. Started by the command
// line, or by the hooks in development.
import { join } from 'node:path'
import { sweepPublications } from '#channels/sweep.ts'
import { releaseDeliveries, stopDelivering } from '#federation/deliver.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { keepTrack } from '#dialogue/presence.ts'
import { listenToChannels } from '#dialogue/listen.ts'
import { reapplyErasuresIfDue } from '#subjects/reapply.ts'
import { forgetWithMessages } from '#dialogue/remote-media.ts'
import { connectDatabase, disconnectDatabase } from '#platform/database/database.ts'
import { guardGlobalFetch } from '#platform/fetch/fetch.ts'
import { stopSender } from '#channels/sender.ts'
import { joinWorkers, leaveWorkers } from '#platform/jobs/alone.ts'
import { startJobs, startSending, stopJobs } from '#platform/jobs/jobs.ts'
import { holdKeys } from '#platform/keys/held.ts'
import { holdStorage } from '#platform/media/images.ts'
import { keepRemotePictures } from '#platform/media/remote.ts'
import { startListening, stopListening } from '#platform/live/live.ts'
import { keepErasureLog } from '#privacy/erasureLog.ts'
import { followChanges } from '#site/follow.ts'
import { jobs } from './jobs.ts'

export interface ProgramOptions {
  /** The connection of the program's own role; the schema is up to date. */
  databaseUrl: string
  dataDirectory: string
  /** Whether this process does jobs, or only hands them on. */
  works: boolean
}

let stopFollowing = (): void => {}
let stopListeners = async (): Promise<void> => {}

/** Starts everything below the web server. Answers the function that stops it again, in the opposite order. */
export async function startProgram({
  databaseUrl,
  dataDirectory,
  works
}: ProgramOptions): Promise<() => Promise<void>> {
  // Libraries bring their own requests; none of them may reach into a private network.
  guardGlobalFetch()
  try {
    await holdKeys(join(dataDirectory, 'keys'), process.env.KEY_SERVICE_URL || undefined)
    await holdStorage(join(dataDirectory, 'media'))
    keepRemotePictures(join(dataDirectory, 'cache', 'remote'))
    keepErasureLog(dataDirectory)
    connectDatabase(databaseUrl)
    await reapplyErasuresIfDue()
    await startSending()
    await startListening(databaseUrl)
    const ends = [followChanges(), forgetWithMessages()]
    stopFollowing = () => ends.forEach((end) => end())
    keepTrack()
    if (works) {
      await joinWorkers(databaseUrl, takeOver)
      await startJobs(jobs)
      stopListeners = listenToChannels(databaseUrl)
    }
  } catch (error) {
    await stopProgram()
    throw error
  }
  return stopProgram
}

/** What a process was at when it was killed: begun again now, instead of when its time is up. */
async function takeOver(): Promise<void> {
  for (const id of await municipalityIds()) {
    await releaseDeliveries(id)
    await sweepPublications(id)
  }
}

async function stopProgram(): Promise<void> {
  // What is being delivered is tried again later; waiting for slow servers would hold up the end.
  await stopDelivering()
  stopFollowing()
  await stopListeners()
  await stopJobs()
  await leaveWorkers()
  await stopSender()
  await stopListening()
  await disconnectDatabase()
}
