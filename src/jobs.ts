// Every kind of job the program runs. What is not listed here never runs.
import { conceptReviewJob } from '#concepts/review.ts'
import { checkChannelsJob } from '#channels/health.ts'
import { sendJob } from '#channels/send.ts'
import { sweepJob } from '#channels/sweep.ts'
import { campaignReviewJob } from '#campaigns/review.ts'
import { councilReadJob, councilSweepJob } from '#council/read.ts'
import { mailJob, mailSweepJob } from '#municipality/outgoing-mail.ts'
import { peopleSweepJob } from '#people/sweep.ts'
import { followCasesJob } from '#cases/forward/follow.ts'
import { sendCaseJob } from '#cases/forward/send.ts'
import { tidyPhotosJob } from '#cases/photo.ts'
import { clockAnewJob, clockJob } from '#dialogue/clock/tell.ts'
import { escalateJob } from '#approval/escalate.ts'
import { filesSweepJob } from '#dialogue/files.ts'
import { cardReminderJob } from '#dialogue/card-reminder.ts'
import { leaveJob, leaveSweepJob } from '#dialogue/leave.ts'
import { groupReplyJob, groupReplySweepJob } from '#dialogue/storm/answer-group.ts'
import { watchStormsJob } from '#dialogue/storm/watch.ts'
import { watchNobodyJob } from '#dialogue/watch-nobody.ts'
import { noticeMailJob } from '#dialogue/notices.ts'
import { forgetAddressesJob, releaseCommentJob, releaseCommentsJob } from '#dialogue/comments/jobs.ts'
import { reportDueJob, reportsDueJob } from '#dialogue/reports/jobs.ts'
import { tidyPicturesJob } from '#dialogue/remote-media.ts'
import { understandJob, understandLeftJob } from '#dialogue/understand.ts'
import { deliverJob, deliverLeftJob } from '#federation/deliver.ts'
import { consentJob } from '#media/consent.ts'
import { copyJob } from '#media/place.ts'
import { eraseFilesJob, mediaSweepJob } from '#media/retire.ts'
import { fanOutJob } from '#federation/fanout.ts'
import { repliesJob } from '#federation/replies.ts'
import { tellProfileJob } from '#federation/tellProfile.ts'
import { crisisPromiseJob } from '#crisis/promise.ts'
import { warningsJob } from '#crisis/warnings/ask.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { eraseAddressesJob } from '#privacy/address.ts'
import { retainJob } from '#retention/run.ts'
import { trustJob } from '#review/record.ts'
import { reviewMailJob } from '#review/tell.ts'
import { expiryJob } from '#posts/expire.ts'
import { seriesJob } from '#posts/series/make.ts'
import { learnAnewJob, learnJob } from '#routing/learn.ts'
import { scheduledJob, scheduleSweepJob } from '#posts/schedule.ts'

import { carryJob } from '#dialogue/moderation/carry.ts'
import { decisionsEndJob } from '#dialogue/moderation/ends.ts'
import { fetchEvidenceJob } from '#moderation/fetch-evidence.ts'

export const jobs: Job<any>[] = [
  understandJob,
  understandLeftJob,
  cardReminderJob,
  leaveJob,
  leaveSweepJob,
  noticeMailJob,
  clockJob,
  clockAnewJob,
  watchNobodyJob,
  watchStormsJob,
  groupReplyJob,
  groupReplySweepJob,
  learnJob,
  learnAnewJob,
  tidyPicturesJob,
  releaseCommentJob,
  releaseCommentsJob,
  forgetAddressesJob,
  filesSweepJob,
  tidyPhotosJob,
  reportDueJob,
  reportsDueJob,
  sendCaseJob,
  followCasesJob,
  reviewMailJob,
  escalateJob,
  trustJob,
  eraseAddressesJob,
  retainJob,
  conceptReviewJob,
  consentJob,
  copyJob,
  eraseFilesJob,
  mediaSweepJob,
  sendJob,
  checkChannelsJob,
  sweepJob,
  scheduledJob,
  scheduleSweepJob,
  seriesJob,
  expiryJob,
  mailJob,
  mailSweepJob,
  peopleSweepJob,
  fanOutJob,
  deliverJob,
  deliverLeftJob,
  tellProfileJob,
  repliesJob,
  campaignReviewJob,
  councilReadJob,
  councilSweepJob,
  crisisPromiseJob,
  warningsJob,
  carryJob,
  decisionsEndJob,
  fetchEvidenceJob
]
