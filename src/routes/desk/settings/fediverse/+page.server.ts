import { changeActor, type ActorChange } from '#federation/changeActor.ts'
import { createActor } from '#federation/createActor.ts'
import { readFediverse, troubledServers, wakeServer } from '#federation/overview.ts'
import { settleDomain } from '#federation/settleDomain.ts'
import { refused, text } from '#hooks/refused.ts'
import { listUnits, rootUnit } from '#municipality/units.ts'
import { may, must } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { insertImage, storeImage, type StoredImage } from '#platform/media/images.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  must(who, 'channel.settle')
  const { fediverse, units, root } = await inMunicipality(locals.municipality.id, async (tx) => ({
    fediverse: await readFediverse(tx),
    units: await listUnits(tx, { open: true }),
    root: await rootUnit(tx)
  }))
  const taken = new Set(fediverse.actors.map((actor) => actor.unitId))
  return {
    ...fediverse,
    actors: fediverse.actors.map((actor) => ({ ...actor, canSettle: may(who, 'channel.settle', actor.unitId) })),
    units: units
      .filter((unit) => !taken.has(unit.id) && may(who, 'channel.settle', unit.id))
      .map(({ id, name, depth, slug }) => ({ value: id, label: `${'– '.repeat(depth)}${name}`, slug })),
    canRule: may(who, 'channel.settle', root),
    servers: await troubledServers(locals.municipality.id),
    now: now()
  }
}

type Fields = Record<string, string>

/** An action of the page: gives typed input back when refused. */
function act(
  id: (fields: Fields) => string,
  change: (locals: App.Locals, fields: Fields, form: FormData) => Promise<unknown>
): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const fields: Fields = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    try {
      await change(locals, fields, form)
    } catch (error) {
      return refused(error, locals.language, fields, id(fields))
    }
    return { saved: id(fields) }
  }
}

const inTown = (locals: App.Locals, work: (tx: Tx) => Promise<unknown>) => inMunicipality(locals.municipality.id, work)

function profileOf(fields: Fields): Omit<ActorChange, 'actor' | 'imageId'> {
  return {
    name: fields.name ?? '',
    summary: fields.summary ?? '',
    fields: [1, 2, 3, 4]
      .map((number) => ({
        name: (fields[`label${number}`] ?? '').trim().slice(0, 60),
        value: (fields[`content${number}`] ?? '').trim().slice(0, 300)
      }))
      .filter((line) => line.name && line.value),
    alsoKnownAs: (fields.alsoKnownAs ?? '').split(/[\s,]+/)
  }
}

/** The picture of the form, drawn anew and stored; null when none was chosen. */
async function pictureOf(locals: App.Locals, form: FormData): Promise<StoredImage | null> {
  const file = form.get('image')
  if (!(file instanceof File) || file.size === 0) return null
  return storeImage(locals.municipality.id, new Uint8Array(await file.arrayBuffer()))
}

async function addPicture(
  tx: Tx,
  locals: App.Locals,
  image: StoredImage | null,
  alt: string
): Promise<string | undefined> {
  if (!image) return undefined
  const picture = await insertImage(tx, image, { alt, personId: locals.who!.id })
  record(tx, locals.who!, 'media.added', picture.id)
  return picture.id
}

export const actions: Actions = {
  add: act(
    () => 'add',
    async (locals, fields) => {
      if (!/^[0-9a-f-]{36}$/.test(fields.unit ?? '')) throw new Invalid({ unit: 'choose' })
      const { name, summary } = profileOf(fields)
      if (!name.trim()) throw new Invalid({ name: 'nameMissing' })
      if (name.length > 100) throw new Invalid({ name: 'nameForm' })
      if (summary.length > 500) throw new Invalid({ summary: 'summaryTooLong' })
      await inTown(locals, (tx) =>
        createActor(tx, locals.who!, { unitId: fields.unit!, username: fields.username ?? '', name, summary })
      )
    }
  ),
  change: act(
    (fields) => `actor-${fields.actor}`,
    async (locals, fields, form) => {
      must(locals.who!, 'channel.settle')
      if (!/^[0-9a-f-]{36}$/.test(fields.actor ?? '')) throw new Invalid({ actor: 'choose' })
      const image = await pictureOf(locals, form)
      const profile = profileOf(fields)
      await inTown(locals, async (tx) => {
        const imageId = await addPicture(tx, locals, image, profile.name)
        await changeActor(tx, locals.who!, { actor: fields.actor!, ...profile, ...(imageId && { imageId }) })
      })
    }
  ),
  wake: act(
    () => 'servers',
    (locals, { host = '' }) => wakeServer(locals.municipality.id, locals.who!, host)
  ),
  rule: act(
    () => 'rule',
    async (locals, { domain = '', rule, reason = '' }) => {
      if (rule !== 'block' && rule !== 'hold') throw new Invalid({ rule: 'choose' })
      await inTown(locals, (tx) => settleDomain(tx, locals.who!, { domain, rule, reason }))
    }
  ),
  lift: act(
    () => 'rules',
    (locals, { domain = '' }) =>
      inTown(locals, (tx) => settleDomain(tx, locals.who!, { domain, rule: null, reason: '' }))
  )
}
