import type { SiteFrameData } from '#ui/shared.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals, url }) => {
  const other = new URL(url)
  other.searchParams.set('lang', locals.language === 'de' ? 'en' : 'de')
  const frame: SiteFrameData = {
    language: locals.language,
    name: locals.municipality?.name ?? 'Ortsgespräch',
    kind: locals.municipality?.kind,
    coatOfArms: locals.municipality?.coatOfArms,
    otherLanguage: other.pathname + other.search
  }
  return { frame }
}
