import type { SiteFrameData } from '#ui/shared.ts'
import { messages } from '#ui/messages/messages.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals, url }) => {
  const other = new URL(url)
  other.searchParams.set('lang', locals.language === 'de' ? 'en' : 'de')
  const frame: SiteFrameData = {
    language: locals.language,
    name: locals.municipality.name,
    kind: messages(locals.language).settings.kinds[locals.municipality.kind],
    coatOfArms: locals.municipality.coatOfArms,
    alert: locals.municipality.settings.alert,
    hasCases: locals.municipality.settings.cases,
    otherLanguage: other.pathname + other.search
  }
  return { frame }
}
