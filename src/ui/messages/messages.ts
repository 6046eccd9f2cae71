/** All texts of the user interface, by language and area. A key that lacks its English text is a type error. */
import type { Language } from '#language/shared.ts'
import * as account from './account.ts'
import * as calendar from './calendar.ts'
import * as caseRefusals from './caseRefusals.ts'
import * as caseSettings from './caseSettings.ts'
import * as cases from './cases.ts'
import * as calendarRefusals from './calendarRefusals.ts'
import * as changes from './changes.ts'
import * as channelHealth from './channelHealth.ts'
import * as clock from './clock.ts'
import * as conceptRefusals from './conceptRefusals.ts'
import * as comments from './comments.ts'
import * as concepts from './concepts.ts'
import * as campaignRefusals from './campaignRefusals.ts'
import * as campaigns from './campaigns.ts'
import * as council from './council.ts'
import * as crisis from './crisis.ts'
import * as dialogue from './dialogue.ts'
import * as dialoguePages from './dialoguePages.ts'
import * as dialogueRefusals from './dialogueRefusals.ts'
import * as series from './series.ts'
import * as templates from './templates.ts'
import * as versions from './versions.ts'
import * as words from './words.ts'
import * as deskInside from './desk-inside.ts'
import * as deskWork from './desk-work.ts'
import * as desk from './desk.ts'
import * as doctor from './doctor.ts'
import * as duty from './duty.ts'
import * as electionRefusals from './electionRefusals.ts'
import * as elections from './elections.ts'
import * as finding from './finding.ts'
import * as fediverse from './fediverse.ts'
import * as goalHistory from './goalHistory.ts'
import * as goalImport from './goalImport.ts'
import * as goalRefusals from './goalRefusals.ts'
import * as goals from './goals.ts'
import * as mail from './mail.ts'
import * as media from './media.ts'
import * as mediaItem from './mediaItem.ts'
import * as mediaRefusals from './mediaRefusals.ts'
import * as mediaSettings from './mediaSettings.ts'
import * as mediaShape from './mediaShape.ts'
import * as refusals from './refusals.ts'
import * as ownDecisions from './ownDecisions.ts'
import * as people from './people.ts'
import * as plain from './plain.ts'
import * as posts from './posts.ts'
import * as privacy from './privacy.ts'
import * as moderation from './moderation.ts'
import * as moderationRefusals from './moderationRefusals.ts'
import * as reports from './reports.ts'
import * as reviewRefusals from './reviewRefusals.ts'
import * as reviews from './reviews.ts'
import * as settings from './settings.ts'
import * as routing from './routing.ts'
import * as site from './site.ts'
import * as storms from './storms.ts'
import * as together from './together.ts'
import * as trust from './trust.ts'
import * as variants from './variants.ts'
import * as writing from './writing.ts'

const all = {
  de: {
    comments: comments.de,
    moderation: moderation.de,
    ownDecisions: ownDecisions.de,
    concepts: concepts.de,
    words: words.de,
    work: { ...deskWork.de, ...deskInside.de },
    changes: changes.de,
    channelHealth: channelHealth.de,
    clock: clock.de,
    calendar: calendar.de,
    cases: { ...cases.de, settings: caseSettings.de },
    campaigns: campaigns.de,
    series: series.de,
    council: council.de,
    crisis: crisis.de,
    templates: templates.de,
    versions: versions.de,
    desk: desk.de,
    doctor: doctor.de,
    duty: duty.de,
    elections: elections.de,
    fediverse: fediverse.de,
    finding: finding.de,
    goals: { ...goals.de, ...goalHistory.de, ...goalImport.de },
    dialogue: { ...dialogue.de, ...dialoguePages.de },
    media: { ...media.de, ...mediaItem.de, ...mediaShape.de, ...mediaSettings.de },
    mail: mail.de,
    people: people.de,
    plain: plain.de,
    posts: posts.de,
    privacy: privacy.de,
    refusals: {
      ...variants.de.refusals,
      ...comments.de.refusals,
      ...reports.de.refusals,
      ...plain.de.refusals,
      ...refusals.de,
      ...clock.refusalsDe,
      ...finding.refusalsDe,
      ...crisis.refusalsDe,
      ...routing.refusalsDe,
      ...storms.refusalsDe,
      ...mail.refusalsDe,
      ...privacy.refusalsDe,
      ...dialogueRefusals.de,
      ...deskWork.refusalsDe,
      ...deskInside.refusalsDe,
      ...reviewRefusals.de,
      ...moderationRefusals.de,
      ...calendarRefusals.de,
      ...caseRefusals.de,
      ...conceptRefusals.de,
      ...electionRefusals.de,
      ...goalRefusals.de,
      ...council.refusalsDe,
      ...campaignRefusals.de,
      ...mediaRefusals.de
    },
    reports: reports.de,
    reviews: reviews.de,
    settings: { ...settings.de, ...account.de },
    routing: routing.de,
    site: site.de,
    storms: storms.de,
    together: together.de,
    trust: trust.de,
    variants: variants.de,
    writing: writing.de
  },
  en: {
    comments: comments.en,
    moderation: moderation.en,
    ownDecisions: ownDecisions.en,
    concepts: concepts.en,
    words: words.en,
    work: { ...deskWork.en, ...deskInside.en },
    changes: changes.en,
    channelHealth: channelHealth.en,
    clock: clock.en,
    calendar: calendar.en,
    cases: { ...cases.en, settings: caseSettings.en },
    campaigns: campaigns.en,
    series: series.en,
    council: council.en,
    crisis: crisis.en,
    templates: templates.en,
    versions: versions.en,
    desk: desk.en,
    doctor: doctor.en,
    duty: duty.en,
    elections: elections.en,
    fediverse: fediverse.en,
    finding: finding.en,
    goals: { ...goals.en, ...goalHistory.en, ...goalImport.en },
    dialogue: { ...dialogue.en, ...dialoguePages.en },
    media: { ...media.en, ...mediaItem.en, ...mediaShape.en, ...mediaSettings.en },
    mail: mail.en,
    people: people.en,
    plain: plain.en,
    posts: posts.en,
    privacy: privacy.en,
    refusals: {
      ...variants.en.refusals,
      ...comments.en.refusals,
      ...reports.en.refusals,
      ...plain.en.refusals,
      ...refusals.en,
      ...clock.refusalsEn,
      ...finding.refusalsEn,
      ...crisis.refusalsEn,
      ...routing.refusalsEn,
      ...storms.refusalsEn,
      ...mail.refusalsEn,
      ...privacy.refusalsEn,
      ...dialogueRefusals.en,
      ...deskWork.refusalsEn,
      ...deskInside.refusalsEn,
      ...reviewRefusals.en,
      ...moderationRefusals.en,
      ...calendarRefusals.en,
      ...caseRefusals.en,
      ...conceptRefusals.en,
      ...electionRefusals.en,
      ...goalRefusals.en,
      ...council.refusalsEn,
      ...campaignRefusals.en,
      ...mediaRefusals.en
    },
    reports: reports.en,
    reviews: reviews.en,
    settings: { ...settings.en, ...account.en },
    routing: routing.en,
    site: site.en,
    storms: storms.en,
    together: together.en,
    trust: trust.en,
    variants: variants.en,
    writing: writing.en
  }
}

export type Messages = (typeof all)['de']

/**
 * The texts of a language.
 * @example const t = messages(data.language); t.words.save
 */
export function messages(language: Language): Messages {
  return all[language]
}

/**
 * What a refusal says to a person. An unknown key says that it could not be done, never the key.
 * @example refusalText('de', 'tooMany', { retryAfterSeconds: 90 })
 */
export function refusalText(language: Language, key: string, data: Record<string, unknown> = {}): string {
  const texts: Record<string, string | ((data: Record<string, unknown>) => string)> = all[language].refusals
  const text = texts[key] ?? texts.unknown!
  return typeof text === 'function' ? text(data) : text
}
