// The areas of the settings, in the order of the navigation, with the right each needs.
import { may, type Action } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Messages } from '#ui/messages/messages.ts'

interface Area {
  id: string
  href: string
  label: (t: Messages) => string
  /** Whoever holds one of these sees the area; without any it is for everybody. */
  needs?: Action[]
}

const areas: Area[] = [
  {
    id: 'municipality',
    href: '/desk/settings/municipality',
    label: (t) => t.settings.municipality,
    needs: ['municipality.settle']
  },
  { id: 'address', href: '/desk/settings/address', label: (t) => t.doctor.title, needs: ['municipality.address'] },
  { id: 'people', href: '/desk/settings/people', label: (t) => t.settings.people, needs: ['person.settle'] },
  { id: 'trust', href: '/desk/settings/trust', label: (t) => t.trust.area, needs: ['trust.settle'] },
  { id: 'units', href: '/desk/settings/units', label: (t) => t.settings.units, needs: ['unit.settle'] },
  { id: 'hours', href: '/desk/settings/hours', label: (t) => t.clock.settings, needs: ['unit.settle'] },
  { id: 'routing', href: '/desk/settings/routing', label: (t) => t.routing.title, needs: ['routing.settle'] },
  {
    id: 'channels',
    href: '/desk/settings/channels',
    label: (t) => t.settings.channels,
    needs: ['channel.settle', 'channel.release', 'concept.write']
  },
  {
    id: 'elections',
    href: '/desk/settings/elections',
    label: (t) => t.elections.title,
    needs: ['election.settle', 'post.write']
  },
  {
    id: 'fediverse',
    href: '/desk/settings/fediverse',
    label: (t) => t.fediverse.title,
    needs: ['channel.settle']
  },
  { id: 'mailboxes', href: '/desk/settings/mailboxes', label: (t) => t.mail.boxes, needs: ['channel.settle'] },
  { id: 'council', href: '/desk/settings/council', label: (t) => t.council.settings, needs: ['council.settle'] },
  { id: 'media', href: '/desk/settings/media', label: (t) => t.media.settings, needs: ['media.rules', 'media.place'] },
  { id: 'cases', href: '/desk/settings/cases', label: (t) => t.cases.settings.title, needs: ['case.settle'] },
  {
    id: 'checklists',
    href: '/desk/settings/checklists',
    label: (t) => t.work.checklists,
    needs: ['template.settle']
  },
  {
    id: 'authorities',
    href: '/desk/settings/authorities',
    label: (t) => t.work.authorities,
    needs: ['authority.settle']
  },
  { id: 'words', href: '/desk/settings/words', label: (t) => t.plain.settings, needs: ['words.settle'] },
  {
    id: 'comments',
    href: '/desk/settings/comments',
    label: (t) => t.comments.settings.title,
    needs: ['comments.settle']
  },
  { id: 'mail', href: '/desk/settings/mail', label: (t) => t.settings.mails, needs: ['mail.read'] },
  {
    id: 'quarantine',
    href: '/desk/quarantine',
    label: (t) => t.dialogue.quarantine.title,
    needs: ['message.replay']
  },
  { id: 'notices', href: '/desk/settings/notices', label: (t) => t.dialogue.notices.settings },
  { id: 'absences', href: '/desk/settings/absences', label: (t) => t.clock.absences },
  { id: 'level', href: '/desk/settings/level', label: (t) => t.trust.ownArea, needs: ['post.write'] },
  { id: 'account', href: '/desk/settings/account', label: (t) => t.settings.account }
]

/** What this person sees of the settings; never empty. */
export function areasFor(who: Person, t: Messages): { id: string; href: string; label: string }[] {
  return areas
    .filter(({ needs }) => !needs || needs.some((action) => may(who, action)))
    .map(({ id, href, label }) => ({ id, href, label: label(t) }))
}
