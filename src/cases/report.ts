// A defect is reported: on the site's form, or over the interface. It begins a conversation like any other.
import { checkComment, privateToken } from '#dialogue/comment.ts'
import { type HoldReason, textReasons } from '#dialogue/comments/holds.ts'
import { askAddress } from '#dialogue/comments/mail.ts'
import { takeMessage } from '#dialogue/receive.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { citizen } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml, withoutControls } from '#platform/html/plain.ts'
import { hashToken, newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { keepAddress } from '#privacy/address.ts'
import { type Given, readAnswers } from './attributes.ts'
import { freeCode } from './code.ts'
import { useUpload } from './photo.ts'
import { type Place, readPlace } from './place.ts'
import { findService } from './services.ts'
import { areCasesOn, caseSettings } from './settings.ts'
import { type AttributeAnswer, caseLimits, type Service } from './shared.ts'

export interface ReportInput {
  /** The category's code. */
  service: string
  text: string
  address?: string | null
  addressId?: string | null
  lat?: string | null
  lng?: string | null
  name?: string | null
  email?: string | null
  phone?: string | null
  answers: Given
  /** Token of a picture that was taken before. */
  photo?: string | null
  /** A field that people do not see. */
  trap?: string | null
  /** Where it came from; kept apart, sealed. Null: unknown, or a system that reports for others. */
  from: string | null
  noticeVersion?: string | null
  /** The key of the system that reports. */
  key?: string | null
  /** By what a system knows the same report again. */
  repeatKey?: string | null
  /** What a system calls whoever reports; not kept. */
  sender?: string
}

export interface Reported {
  id: string
  /** Names the case in public. */
  code: string
  /** For the private link. */
  token: string
  conversation: string
  message: string
  /** The same was sent before: nothing was added. */
  wasThere: boolean
}

export interface CheckedReport {
  service: Service
  place: Place
  answers: AttributeAnswer[]
  name: string
  email: string | null
  phone: string | null
  text: string
}

/** Reads what was typed, all faults at once. @throws Invalid, Refusal `casesOff` */
export async function checkReport(tx: Tx, input: ReportInput): Promise<CheckedReport> {
  if (!(await areCasesOn(tx))) throw new Refusal('casesOff', {}, 404)
  const service = await findService(tx, input.service)
  const { place, faults: placeFaults } = readPlace(input)
  const { answers, faults: answerFaults } =
    service && !service.isArchived ? readAnswers(service.attributes, input.answers) : { answers: [], faults: {} }
  const phone = withoutControls((input.phone ?? '').slice(0, 200).toWellFormed()).trim()
  const { said, faults: saidFaults, data } = readWords(input)
  const faults: Record<string, string> = {
    ...saidFaults,
    ...((!service || service.isArchived) && { service: 'caseServiceUnknown' }),
    ...placeFaults,
    ...answerFaults,
    ...(phone !== '' && !/^[+0-9 ()/.-]{4,40}$/.test(phone) && { phone: 'casePhone' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', data)
  return { service: service!, place, answers, phone: phone || null, ...said! }
}

/** Name, e-mail and words by the same rules as in a comment; a name need not be given. */
function readWords(input: ReportInput): {
  said: { name: string; email: string | null; text: string } | null
  faults: Record<string, string>
  data: Record<string, unknown>
} {
  const nameless = (input.name ?? '').trim() === ''
  try {
    const said = checkComment({
      name: nameless ? '–' : (input.name ?? ''),
      email: input.email,
      text: input.text,
      trap: input.trap
    })
    const isLong = [...said.text].length > caseLimits.text
    return {
      said: { ...said, name: nameless ? '' : said.name },
      faults: isLong ? { text: 'caseTextLong' } : {},
      data: { length: [...said.text].length, max: caseLimits.text }
    }
  } catch (problem) {
    if (!(problem instanceof Invalid)) throw problem
    const { text, ...others } = problem.fields
    const key = text === 'commentTooLong' ? 'caseTextLong' : text === 'commentTextMissing' ? 'caseTextMissing' : text
    return {
      said: null,
      faults: { ...others, ...(key && { text: key }) },
      data: { ...problem.data, max: caseLimits.text }
    }
  }
}

/**
 * Takes a report in. The same one sent twice (a double click, a system that is not sure) is one case.
 * @throws Invalid, Refusal `casesOff`
 */
export async function reportCase(tx: Tx, input: ReportInput): Promise<Reported> {
  const checked = await checkReport(tx, input)
  const { service, place } = checked
  const { reviews, photos } = await caseSettings(tx)
  const channel = await tx
    .selectFrom('channel')
    .select(['id', 'network'])
    .where('network', '=', 'site')
    .limit(1)
    .executeTakeFirstOrThrow()
  const municipality = await loadMunicipality(tx)
  const { timeZone: zone } = municipality
  const reasons: HoldReason[] = [
    ...(reviews ? [{ kind: 'all' as const }] : []),
    ...textReasons(municipality.settings.comments, checked.text)
  ]
  const token = await privateToken(tx.municipalityId, dayIn(now(), zone), identityOf(input, checked))
  const linkHash = hashToken(token)
  const received = await takeMessage(
    tx,
    {
      kind: 'message',
      channelId: channel.id,
      network: channel.network,
      remoteId: input.repeatKey ? `case:${input.key}:${hashToken(input.repeatKey)}` : `case:${linkHash}`,
      remoteUrl: null,
      author: {
        network: channel.network,
        remoteId: null,
        name: checked.name || service.name,
        email: checked.email
      },
      inReplyTo: null,
      thread: null,
      html: plainToHtml(checked.text),
      text: checked.text,
      language: null,
      contentWarning: null,
      visibility: 'public',
      emojis: [],
      attachments: [],
      at: now(),
      held: reasons.length > 0,
      holdReasons: reasons,
      rawId: null,
      unitId: service.unitId,
      resolveMinutes: service.resolveMinutes,
      place: { words: place.address, latitude: place.lat, longitude: place.lng },
      linkHash,
      noticeVersion: input.noticeVersion ?? null
    },
    null,
    citizen
  )
  const message = received.messageId!
  const conversation = received.conversationId!
  if (received.outcome !== 'new') {
    const known = await tx
      .selectFrom('case_report')
      .select(['id', 'code'])
      .where('message_id', '=', message)
      .executeTakeFirstOrThrow()
    return { ...known, token, conversation, message, wasThere: true }
  }
  if (input.from) await keepAddress(tx, message, input.from, zone)
  if (checked.email) await askAddress(tx, municipality, message, checked.email)
  const photo = photos && input.photo ? await useUpload(tx, input.photo) : null
  const id = newId()
  const at = now()
  const code = await freeCode(tx)
  await tx
    .insertInto('case_report')
    .values({
      id,
      code,
      message_id: message,
      service_id: service.id,
      address: place.address,
      address_id: (input.addressId ?? '').slice(0, 100),
      lat: place.lat,
      lng: place.lng,
      attributes: JSON.stringify(checked.answers),
      phone: checked.phone,
      photo: photo && JSON.stringify(photo),
      photo_state: photo ? 'held' : 'none',
      key_id: input.key ?? null,
      reported_at: at,
      changed_at: at
    })
    .execute()
  await tx.insertInto('case_step').values({ id: newId(), case_id: id, state: 'open', at }).execute()
  record(tx, citizen, 'case.reported', id, { conversation, message, service: service.id })
  return { id, code, token, conversation, message, wasThere: false }
}

/** What makes two reports the same one. */
function identityOf(input: ReportInput, checked: CheckedReport): (string | number | null)[] {
  const { place, answers } = checked
  return [
    'case',
    input.key ?? '',
    input.repeatKey ?? '',
    input.sender ?? '',
    checked.service.id,
    place.address,
    place.lat,
    place.lng,
    checked.name,
    checked.email,
    checked.phone,
    checked.text,
    JSON.stringify(answers.map(({ code, values }) => [code, values])),
    input.from
  ]
}
