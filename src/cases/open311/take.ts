// Reporting over the interface: a key, the fields of the standard, and the same way in as for the form of the site.
import { inMunicipality } from '#platform/database/database.ts'
import { FetchFailed, FetchRefused, guardedFetch } from '#platform/fetch/fetch.ts'
import { now } from '#platform/clock/clock.ts'
import { hashToken } from '#platform/id.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid, Refusal, TooMany } from '#platform/refusal.ts'
import { photoMaxBytes, takePhoto } from '../photo.ts'
import { checkReport, reportCase, type ReportInput } from '../report.ts'
import { findService } from '../services.ts'
import { caseSettings } from '../settings.ts'
import { answerField } from '../shared.ts'
import { type Answer, failure } from './document.ts'

export interface TakeInput {
  municipalityId: string
  fields: URLSearchParams
  /** Of the client, for the limit on wrong keys. */
  address: string | null
  /** What the client calls this very attempt, so that it may try again. */
  repeatKey: string | null
  /** A refusal in words. */
  say: (key: string, data: Record<string, unknown>) => string
}

/** Takes a request in. */
export async function takeRequest({ municipalityId, fields, address, repeatKey, say }: TakeInput): Promise<Answer> {
  try {
    const key = await keyOf(municipalityId, fields.get('api_key') ?? '', address)
    if (!key) return failure(403, 'api_key was missing or is not known')
    await takeFrom(`open311:${key.id}`, { limit: key.perHour, windowSeconds: 3600 })
    const input = inputOf(fields, key.id, repeatKey)
    if (input.service === '') return failure(400, 'service_code was not provided')
    const service = await inMunicipality(municipalityId, (tx) => findService(tx, input.service))
    if (!service || service.isArchived) return failure(404, 'service_code provided was not found')
    // The standard does not ask for words.
    if (input.text.trim() === '') input.text = service.name
    await inMunicipality(municipalityId, (tx) => checkReport(tx, input))
    const media = (fields.get('media_url') ?? '').trim()
    const photo = media === '' ? null : await fetchPhoto(municipalityId, media)
    const reported = await inMunicipality(municipalityId, async (tx) => {
      await tx.updateTable('case_key').set({ last_used_at: now() }).where('id', '=', key.id).execute()
      return reportCase(tx, { ...input, photo })
    })
    const notice = media !== '' && photo === null ? 'The report was taken; its picture could not be fetched.' : null
    return {
      status: 200,
      root: 'service_requests',
      value: [{ service_request_id: reported.code, service_notice: notice, account_id: null }]
    }
  } catch (problem) {
    if (problem instanceof TooMany)
      return {
        ...failure(429, 'too many requests with this key'),
        headers: { 'retry-after': `${problem.retryAfterSeconds}` }
      }
    if (problem instanceof Invalid)
      return failure(
        400,
        ...Object.entries(problem.fields).map(([field, one]) => `${nameOf(field)}: ${say(one, problem.data)}`)
      )
    if (problem instanceof Refusal) return failure(problem.status, say(problem.key, problem.data))
    throw problem
  }
}

async function keyOf(municipalityId: string, key: string, address: string | null) {
  const row =
    key !== '' && key.length <= 200
      ? await inMunicipality(municipalityId, (tx) =>
          tx
            .selectFrom('case_key')
            .select(['id', 'per_hour'])
            .where('hash', '=', hashToken(key))
            .where('revoked_at', 'is', null)
            .executeTakeFirst()
        )
      : undefined
  if (row) return { id: row.id, perHour: row.per_hour }
  await takeFrom(limitKey(`open311-key:${municipalityId}`, address ?? 'unknown'), { limit: 60, windowSeconds: 600 })
  return null
}

function inputOf(fields: URLSearchParams, key: string, repeatKey: string | null): ReportInput {
  const text = (name: string) => fields.get(name) ?? ''
  const addressId = text('address_id').trim().slice(0, 100)
  const address = text('address_string')
  const hasPlace = address.trim() !== '' || text('lat') !== '' || text('long') !== ''
  return {
    service: text('service_code').trim(),
    text: text('description'),
    address: hasPlace ? address : addressId,
    addressId,
    lat: text('lat'),
    lng: text('long'),
    name: `${text('first_name').slice(0, 200)} ${text('last_name').slice(0, 200)}`.trim().slice(0, 60),
    email: text('email'),
    phone: text('phone'),
    answers: (code) => [...fields.getAll(`attribute[${code}]`), ...fields.getAll(`attribute[${code}][]`)],
    // Others report for citizens: the address is theirs, not the citizen's.
    from: null,
    key,
    repeatKey,
    sender: `${text('device_id').slice(0, 200)} ${text('account_id').slice(0, 200)}`
  }
}

/** Null: it could not be had; the report counts more than its picture. */
async function fetchPhoto(municipalityId: string, address: string): Promise<string | null> {
  if (!(await inMunicipality(municipalityId, caseSettings)).photos) return null
  try {
    const answer = await guardedFetch(address, { accept: ['image/*'], maxBytes: photoMaxBytes })
    return answer.status === 200 ? await takePhoto(municipalityId, answer.bytes) : null
  } catch (problem) {
    if (problem instanceof FetchFailed || problem instanceof FetchRefused || problem instanceof Refusal) return null
    throw problem
  }
}

/** Our fields in the words of the standard. */
function nameOf(field: string): string {
  const names: Record<string, string> = {
    service: 'service_code',
    text: 'description',
    address: 'address_string',
    lng: 'long'
  }
  if (field.startsWith(answerField(''))) return `attribute[${field.slice(answerField('').length)}]`
  return names[field] ?? field
}
