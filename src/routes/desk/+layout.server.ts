import { outgoingHeld } from '#channels/held.ts'
import { troubledChannels } from '#channels/queries.ts'
import { activeCrisis } from '#crisis/queries.ts'
import { electionRestraint, type Restraint } from '#elections/restraint.ts'
import { listStorms } from '#dialogue/storm/queries.ts'
import { onDuty } from '#duty/queries.ts'
import { may } from '#people/rights.ts'
import { placesOf } from '#people/switch.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { countAsked } from '#privacy/hold.ts'
import type { Language } from '#language/shared.ts'
import { formatDate } from '#ui/dates.ts'
import type { DeskFrameData } from '#ui/shared.ts'
import { messages } from '#ui/messages/messages.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const { name, coatOfArms } = locals.municipality
  const gate = { name, coatOfArms }
  return { gate, frame: locals.who ? await frameFor(locals, locals.who) : null }
}

async function frameFor({ language, municipality }: App.Locals, who: Person): Promise<DeskFrameData> {
  const t = messages(language)
  const [others, { channel, held, duty, crisis, restraint, asked, storms }] = await Promise.all([
    placesOf(who.accountId),
    inMunicipality(municipality.id, async (tx) => ({
      channel: (await troubledChannels(tx))[0],
      duty: (await onDuty(tx, now())).map((one) => one.personName),
      crisis: may(who, 'crisis.read') ? await activeCrisis(tx) : null,
      restraint: may(who, 'post.write') ? await electionRestraint(tx, now()) : null,
      asked: await countAsked(tx, who),
      storms: await listStorms(tx, who, true),
      held: may(who, 'channel.release') && (await outgoingHeld(tx)) !== null
    }))
  ])
  const canTalk = may(who, 'conversation.read')
  const canWrite = may(who, 'post.write')
  return {
    language,
    municipality: { name: municipality.name, coatOfArms: municipality.coatOfArms },
    person: { name: who.name },
    places: [
      ...(canTalk
        ? [{ id: 'dialogue', label: t.desk.dialogue, href: '/desk', icon: 'dialogue' as const, also: ['/desk/storms'] }]
        : []),
      ...(canWrite
        ? [
            {
              id: 'editing',
              label: t.desk.editing,
              href: '/desk/posts',
              icon: 'edit' as const,
              also: ['/desk/campaigns', '/desk/audiences', '/desk/media', '/desk/crisis']
            }
          ]
        : []),
      // Who guards the data looks after consent, and writes no posts.
      ...(!canWrite && may(who, 'media.withdraw')
        ? [{ id: 'media', label: t.media.title, href: '/desk/media', icon: 'image' as const }]
        : []),
      ...(canTalk || canWrite
        ? [{ id: 'calendar', label: t.desk.calendar, href: '/desk/calendar', icon: 'calendar' as const }]
        : []),
      ...(may(who, 'goal.read')
        ? [{ id: 'goals', label: t.desk.goals, href: '/desk/goals', icon: 'goal' as const, also: ['/desk/council'] }]
        : []),
      ...(may(who, 'privacy.read')
        ? [{ id: 'privacy', label: t.privacy.title, href: '/desk/privacy', icon: 'lock' as const, count: asked }]
        : []),
      { id: 'settings', label: t.desk.settings, href: '/desk/settings', icon: 'settings' }
    ],
    create: [
      ...(canWrite ? [{ label: t.posts.post, href: '/desk/posts/new', icon: 'edit' as const }] : []),
      ...(canTalk ? [{ label: t.dialogue.enter.title, href: '/desk/conversations/new', icon: 'note' as const }] : [])
    ],
    duty: canTalk && duty.length > 0 ? [...new Set(duty)].slice(0, 3).join(', ') : null,
    trouble: channel
      ? {
          text: `${channel.name}: ${t.settings.health[channel.health]}`,
          href: '/desk/settings/channels'
        }
      : null,
    banners: [
      ...(held ? [{ text: t.doctor.heldTitle, label: t.doctor.heldLook, href: '/desk/settings/release' }] : []),
      ...(asked > 0
        ? [{ text: t.privacy.banner(asked), label: t.privacy.bannerLook, href: '/desk/privacy/holds' }]
        : []),
      ...storms
        .slice(0, 2)
        .map(({ id, title }) => ({ text: t.storms.banner(title), label: t.storms.look, href: `/desk/storms/${id}` })),
      ...(crisis
        ? [{ text: t.crisis.banner(crisis.title), label: t.crisis.bannerLook, href: `/desk/crisis/${crisis.id}` }]
        : []),
      ...(restraint ? [electionBanner(restraint, language, municipality.timeZone)] : [])
    ],
    others: others
      .filter((place) => place.municipalityId !== municipality.id)
      .map((place) => ({ name: place.name, href: `/desk/switch/${place.municipalityId}` }))
  }
}

/** Whoever writes knows of restraint on every page. */
function electionBanner({ elections, until }: Restraint, language: Language, zone: string) {
  const t = messages(language).elections
  // It ends with the last moment of a day; the day after would be a day too many.
  const last = formatDate(new Date(until.getTime() - 1000), { language, zone })
  return {
    text: t.banner(elections.map(({ name }) => name).join(', '), last),
    label: t.bannerLabel,
    href: '/desk/settings/elections'
  }
}
