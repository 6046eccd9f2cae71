// The areas of data protection, with the right each needs.
import { may, type Action } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Messages } from '#ui/messages/messages.ts'

const areas: { id: string; href: string; label: (t: Messages) => string; needs: Action[] }[] = [
  { id: 'overview', href: '/desk/privacy', label: (t) => t.privacy.overview, needs: ['privacy.read'] },
  {
    id: 'holds',
    href: '/desk/privacy/holds',
    label: (t) => t.privacy.holds.title,
    needs: ['address.hold', 'address.ask']
  },
  {
    id: 'requests',
    href: '/desk/privacy/requests',
    label: (t) => t.privacy.requests.title,
    needs: ['subject.handle']
  },
  {
    id: 'notice',
    href: '/desk/privacy/notice',
    label: (t) => t.privacy.notice.title,
    needs: ['notice.write', 'notice.confirm']
  },
  {
    id: 'retention',
    href: '/desk/privacy/retention',
    label: (t) => t.privacy.retention.title,
    needs: ['privacy.read']
  },
  { id: 'reads', href: '/desk/privacy/reads', label: (t) => t.privacy.reads.title, needs: ['privacy.read'] }
]

/** What this person sees of data protection. */
export function privacyAreas(who: Person, t: Messages): { id: string; href: string; label: string }[] {
  return areas
    .filter(({ needs }) => needs.some((action) => may(who, action)))
    .map(({ id, href, label }) => ({ id, href, label: label(t) }))
}
