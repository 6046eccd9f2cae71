// What time alone does to comments.
import { municipalityIds } from '#municipality/hosts.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { forgetUnconfirmed } from './mail.ts'
import { releaseDue } from './release.ts'

const logger = log('dialogue')

/** A comment that waited for nothing but time: asked for with the comment, at that moment. */
export const releaseCommentJob = defineJob<{ m: string }>({
  name: 'release-comment',
  handle: async ({ m }) => void (await inMunicipality(m, releaseDue))
})

/** Every ten minutes: what began to wait for time alone later, or whose job was lost. */
export const releaseCommentsJob = defineJob({
  name: 'release-comments',
  everySeconds: 600,
  retryLimit: 0,
  async handle() {
    for (const id of await municipalityIds())
      await inMunicipality(id, releaseDue).catch((error: unknown) =>
        logger.error('comments were not released: {error}', { municipality: id, error })
      )
  }
})

/** Every hour: mail addresses that nobody confirmed in time. */
export const forgetAddressesJob = defineJob({
  name: 'forget-comment-mails',
  everySeconds: 3600,
  retryLimit: 0,
  async handle() {
    for (const id of await municipalityIds())
      await inMunicipality(id, forgetUnconfirmed).catch((error: unknown) =>
        logger.error('addresses were not erased: {error}', { municipality: id, error })
      )
  }
})
