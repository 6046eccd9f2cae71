import { refused, text } from '#hooks/refused.ts'
import { landByKey } from '#municipality/laender.ts'
import { rootUnit } from '#municipality/units.ts'
import {
  addHost,
  changeAddress,
  changeIdentity,
  changeSettings,
  listHosts,
  type SettingsPart
} from '#municipality/settle.ts'
import { kinds, type Kind } from '#municipality/types.ts'
import { may, must } from '#people/rights.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { insertImage, storeImage } from '#platform/media/images.ts'
import { Invalid } from '#platform/refusal.ts'
import { showTexts } from '#site/shown-text.ts'
import { messages } from '#ui/messages/messages.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { municipality, who } = locals
  const t = messages(locals.language).settings
  const { hosts, root, texts } = await inMunicipality(municipality.id, async (tx) => {
    const root = await rootUnit(tx)
    must(who!, 'municipality.settle', root)
    const pages = { imprint: {}, privacy: {}, accessibility: {} }
    return { hosts: await listHosts(tx), root, texts: await showTexts(tx, municipality, locals.language, pages) }
  })
  const { name, kind, ars, ags, siteHost, handleDomain, settings, coatOfArms } = municipality
  return {
    municipality: { name, kind, ars: ars ?? '', ags: ags ?? '', siteHost, handleDomain, coatOfArms },
    land: landByKey(municipality.land)?.name ?? municipality.land,
    settings,
    hosts,
    incomplete: [texts.imprint, texts.privacy, texts.accessibility]
      .map(({ title, missing }, index) => ({
        title,
        missing,
        href: ['/impressum', '/datenschutz', '/barrierefreiheit'][index]!
      }))
      .filter(({ missing }) => missing.length > 0),
    mayMove: may(who!, 'municipality.address', root),
    kinds: kinds.map((value) => ({ value, label: t.kinds[value] }))
  }
}

type Fields = Record<string, string>

/** An action that changes something in one transaction, names its section, and gives typed input back when refused. */
function section(
  id: string,
  change: (tx: Tx, locals: App.Locals, fields: Fields, form: FormData) => Promise<unknown>
): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const fields = Object.fromEntries([...form.keys()].map((name) => [name, text(form, name)]))
    try {
      await inMunicipality(locals.municipality.id, (tx) => change(tx, locals, fields, form))
    } catch (error) {
      return refused(error, locals.language, fields, id)
    }
    return { saved: id }
  }
}

const settle = (id: string, part: (fields: Fields, form: FormData) => SettingsPart): Action =>
  section(id, (tx, { who }, fields, form) => changeSettings(tx, who!, part(fields, form)))

const contactOf = (fields: Fields, group: string) => ({
  name: fields[`${group}.name`] ?? '',
  address: fields[`${group}.address`] ?? '',
  email: fields[`${group}.email`] ?? '',
  phone: fields[`${group}.phone`] ?? ''
})

export const actions: Actions = {
  identity: section('identity', (tx, { who }, fields) =>
    changeIdentity(tx, who!, {
      name: fields.name ?? '',
      kind: fields.kind as Kind,
      ars: fields.ars ?? '',
      ags: fields.ags ?? ''
    })
  ),
  look: settle('look', ({ colour = '', motto = '' }) => ({ colour: colour.toLowerCase(), motto })),
  contact: settle('contact', (fields) => ({ contact: contactOf(fields, 'contact') })),
  imprint: settle('imprint', (fields) => ({
    imprint: {
      representative: fields['imprint.representative'] ?? '',
      responsible: fields['imprint.responsible'] ?? '',
      responsibleAddress: fields['imprint.responsibleAddress'] ?? '',
      supervisoryAuthority: fields['imprint.supervisoryAuthority'] ?? '',
      vatId: fields['imprint.vatId'] ?? '',
      more: fields['imprint.more'] ?? ''
    }
  })),
  privacyOfficer: settle('privacyOfficer', (fields) => ({ privacyOfficer: contactOf(fields, 'privacyOfficer') })),
  accessibilityContact: settle('accessibilityContact', (fields) => ({
    accessibilityContact: contactOf(fields, 'accessibilityContact')
  })),
  conversation: settle('conversation', (fields, form) => ({
    netiquette: fields.netiquette ?? '',
    licence: fields.licence ?? '',
    citizensTextInMail: form.has('citizensTextInMail'),
    signPerson: form.has('signPerson'),
    serviceHours: { days: form.getAll('days').map(Number), from: fields.from ?? '', to: fields.to ?? '' }
  })),
  address: section('address', (tx, { who }, { siteHost = '', handleDomain = '' }) =>
    changeAddress(tx, who!, { siteHost, handleDomain })
  ),
  host: section('host', (tx, { who }, { host = '' }) => addHost(tx, who!, host)),
  noArms: settle('noArms', () => ({ coatOfArms: null })),
  arms: async ({ request, locals }) => {
    const { municipality, who, language } = locals
    try {
      await inMunicipality(municipality.id, async (tx) => must(who!, 'municipality.settle', await rootUnit(tx)))
      const file = (await request.formData()).get('file')
      if (!(file instanceof File) || file.size === 0) throw new Invalid({ file: 'fileMissing' })
      const image = await storeImage(municipality.id, new Uint8Array(await file.arrayBuffer()))
      await inMunicipality(municipality.id, async (tx) => {
        const picture = await insertImage(tx, image, {
          alt: `${messages(language).settings.coatOfArms}: ${municipality.name}`,
          personId: who!.id
        })
        record(tx, who!, 'media.added', picture.id)
        await changeSettings(tx, who!, { coatOfArms: picture.id })
      })
    } catch (error) {
      return refused(error, language, {} as Fields, 'arms')
    }
    return { saved: 'arms' }
  }
}
