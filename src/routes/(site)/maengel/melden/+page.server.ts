import { fail, redirect } from '@sveltejs/kit'
import { isUploaded, photoMaxBytes, takePhoto } from '#cases/photo.ts'
import { checkReport, reportCase, type ReportInput } from '#cases/report.ts'
import { findNear } from '#cases/near.ts'
import { findService, listServices } from '#cases/services.ts'
import { caseSettings, tileHost } from '#cases/settings.ts'
import { answerField } from '#cases/shared.ts'
import { limitComments } from '#dialogue/comment.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { showText } from '#site/shown-text.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const { municipality } = locals
  if (!municipality.settings.cases) throw new Refusal('casesOff', {}, 404)
  const { service, services, settings, notice } = await here(locals, async (tx) => ({
    service: await findService(tx, url.searchParams.get('kategorie') ?? ''),
    services: await listServices(tx),
    settings: await caseSettings(tx),
    notice: await showText(tx, municipality, 'comment-notice', locals.language)
  }))
  const { reviews, photos, intro, tiles, attribution, lat, lng, zoom } = settings
  const host = tiles ? tileHost(tiles) : null
  setHeaders({
    [cacheHeader]: pageCache({ tags: [`site:${municipality.id}`, `cases:${municipality.id}`] }),
    // The button below the place asks for it, and only when it is pressed.
    'permissions-policy': 'camera=(), microphone=(), geolocation=(self), interest-cohort=()'
  })
  // Only whoever asks for the map has a browser that asks for its pictures.
  const opensMap = host !== null && url.searchParams.get('karte') === '1'
  if (opensMap) locals.picturesFrom = host
  const isChosen = service !== null && !service.isArchived
  return {
    service: isChosen ? service : null,
    services: services.map(({ code, name, group, description }) => ({ code, name, group, description })),
    reviews,
    photos,
    intro,
    notice: { html: notice.html, version: notice.version },
    zone: municipality.timeZone,
    opensMap,
    map: host ? { host: new URL(host).host, tiles, attribution, lat, lng, zoom } : null
  }
}

type Typed = Record<string, string>

export const actions: Actions = {
  default: async ({ locals, request, url, getClientAddress }) => {
    const form = await request.formData()
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : ''
    }
    const typed: Typed = {}
    for (const name of ['text', 'address', 'lat', 'lng', 'name', 'email', 'phone'])
      typed[name] = text(name).slice(0, 20_000)
    const given = (code: string) => form.getAll(answerField(code)).map(String)
    const answers: Record<string, string[]> = {}
    for (const name of new Set(form.keys()))
      if (name.startsWith(answerField(''))) answers[name.slice(answerField('').length)] = form.getAll(name).map(String)
    const address = getClientAddress() || null
    const input: ReportInput = {
      service: url.searchParams.get('kategorie') ?? '',
      text: text('text'),
      address: text('address'),
      lat: text('lat'),
      lng: text('lng'),
      name: text('name'),
      email: text('email'),
      phone: text('phone'),
      answers: given,
      trap: text('homepage'),
      from: address,
      noticeVersion: text('notice').slice(0, 40) || null,
      photo: text('foto-da') || null
    }
    const kept = { ...typed, answers, photo: '' }
    const failing = (problem: unknown) => {
      if (!(problem instanceof Refusal)) throw problem
      const said = (key: string) => refusalText(locals.language, key, problem.data)
      const fields = problem instanceof Invalid ? problem.fields : {}
      const problems = Object.fromEntries(Object.entries(fields).map(([field, key]) => [field, said(key)]))
      return fail(problem.status, { typed: kept, problems, problem: said(problem.key), near: null })
    }
    let token: string
    try {
      await limitComments(locals.municipality.id, address)
      // The picture first: it stays, whatever is wrong with the words.
      input.photo = await keepPhoto(locals.municipality.id, form.get('foto'), input.photo ?? null, (work) =>
        here(locals, work)
      )
      kept.photo = input.photo ?? ''
      const checked = await here(locals, (tx) => checkReport(tx, input))
      if (text('neu') !== '1') {
        const near = await here(locals, (tx) => findNear(tx, { service: checked.service.id, place: checked.place }))
        if (near.length > 0) return fail(409, { typed: kept, problems: {}, problem: null, near })
      }
      token = (await here(locals, (tx) => reportCase(tx, input))).token
    } catch (problem) {
      return failing(problem)
    }
    redirect(303, `/k/${token}?neu=${encodeURIComponent('/maengel')}`)
  }
}

/** A picture that was chosen now, or the one that is here since the last try. */
async function keepPhoto(
  municipalityId: string,
  file: FormDataEntryValue | null,
  before: string | null,
  here: (work: (tx: Tx) => Promise<boolean>) => Promise<boolean>
): Promise<string | null> {
  if (file instanceof File && file.size > 0) {
    const { photos } = { photos: await here(async (tx) => (await caseSettings(tx)).photos) }
    if (!photos) return null
    if (file.size > photoMaxBytes)
      throw new Invalid({ foto: 'image.tooManyBytes' }, 'invalid', { maxBytes: photoMaxBytes })
    try {
      return await takePhoto(municipalityId, new Uint8Array(await file.arrayBuffer()))
    } catch (problem) {
      if (problem instanceof Refusal) throw new Invalid({ foto: problem.key }, 'invalid', problem.data)
      throw problem
    }
  }
  return before && (await here((tx) => isUploaded(tx, before))) ? before : null
}
