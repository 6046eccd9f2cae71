import type { DeskFrameData } from '#ui/shared.ts'
import { messages } from '#ui/messages/messages.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => {
  const { language } = locals
  const t = messages(language).desk
  const frame: DeskFrameData = {
    language,
    municipality: { name: locals.municipality?.name ?? 'Ortsgespräch', coatOfArms: locals.municipality?.coatOfArms },
    person: { name: '' },
    places: [
      { id: 'dialogue', label: t.dialogue, href: '/desk', icon: 'dialogue' },
      { id: 'editing', label: t.editing, href: '/desk/posts', icon: 'edit' },
      { id: 'settings', label: t.settings, href: '/desk/settings', icon: 'settings' }
    ],
    create: []
  }
  return { frame }
}
