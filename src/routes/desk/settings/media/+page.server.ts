import { error } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { choosePlace, keptSecret, readPlace, settleBucket, startCopy, tryBucket } from '#media/place.ts'
import { mediaRules, settleMediaRules } from '#media/rules.ts'
import { may, must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  const [mayRule, mayPlace] = [may(who, 'media.rules'), may(who, 'media.place')]
  if (!mayRule && !mayPlace) error(403, 'notAllowed')
  return inMunicipality(locals.municipality.id, async (tx) => ({
    rules: mayRule ? await mediaRules(tx) : null,
    place: mayPlace ? await readPlace(tx, who) : null
  }))
}

type Typed = (name: string) => string

function bucketOf(typed: Typed) {
  return {
    endpoint: typed('endpoint').trim().replace(/\/+$/, ''),
    region: typed('region').trim(),
    bucket: typed('bucket').trim(),
    prefix: typed('prefix')
      .trim()
      .replace(/^\/+|\/+$/g, ''),
    accessKey: typed('accessKey').trim(),
    pathStyle: typed('pathStyle') === 'yes'
  }
}

/** A form of this page; the secret never comes back. */
function action(id: string, work: (locals: App.Locals, typed: Typed) => Promise<string>) {
  return async ({ request, locals }: { request: Request; locals: App.Locals }) => {
    const form = await request.formData()
    const typed: Typed = (name) => text(form, name)
    try {
      return {
        form: id,
        saved: await work(locals, typed),
        problem: null,
        fields: {} as Record<string, string>,
        values: null
      }
    } catch (problem) {
      const { secret: _secret, ...values } = Object.fromEntries(
        [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      )
      return refused<Record<string, string> | null>(problem, locals.language, values, id)
    }
  }
}

async function tried(locals: App.Locals, typed: Typed): Promise<string> {
  const who = locals.who!
  must(who, 'media.place')
  await takeFrom(limitKey('try-bucket', who.id), { limit: 30, windowSeconds: 600 })
  const secret = typed('secret') || (await inMunicipality(locals.municipality.id, (tx) => keptSecret(tx, who)))
  await tryBucket(locals.municipality.id, bucketOf(typed), secret)
  return secret
}

export const actions: Actions = {
  rules: action('rules', async (locals, typed) => {
    const rules = {
      imageMb: Number(typed('imageMb')),
      videoMb: Number(typed('videoMb')),
      documentMb: Number(typed('documentMb')),
      licenceRequired: typed('licenceRequired') === 'yes',
      consentRequired: typed('consentRequired') === 'yes'
    }
    await inMunicipality(locals.municipality.id, (tx) => settleMediaRules(tx, locals.who!, rules))
    return 'rules'
  }),
  tryBucket: action('bucket', async (locals, typed) => {
    await tried(locals, typed)
    return 'tried'
  }),
  bucket: action('bucket', async (locals, typed) => {
    const secret = await tried(locals, typed)
    await inMunicipality(locals.municipality.id, (tx) => settleBucket(tx, locals.who!, bucketOf(typed), secret))
    return 'bucket'
  }),
  place: action('place', async (locals, typed) => {
    const place = typed('place') === 's3' ? 's3' : 'disk'
    await inMunicipality(locals.municipality.id, (tx) => choosePlace(tx, locals.who!, place))
    return 'place'
  }),
  copy: action('copy', async (locals) => {
    await inMunicipality(locals.municipality.id, (tx) => startCopy(tx, locals.who!))
    return 'copy'
  })
}
