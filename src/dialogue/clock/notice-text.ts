import type { Language } from '#language/shared.ts'
import type { Zoned } from '#platform/clock/clock.ts'

const weekdays = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
}
const months = {
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' ')
}

/** What the program says outside of service hours. `opening` null: nobody knows when somebody is back. */
export function firstNoticeText(language: Language, opening: Zoned | null): string {
  const day = opening && Number(opening.day.slice(8))
  const month = opening && months[language][Number(opening.day.slice(5, 7)) - 1]
  const weekday = opening && weekdays[language][opening.weekday - 1]
  if (language === 'en') {
    const when = opening ? `from ${weekday}, ${day} ${month}, ${opening.time}` : 'as soon as somebody is back'
    return `Hello,\n\nyour message has arrived. Nobody is on duty right now. We will read it ${when}.\n\nThis message was sent automatically.`
  }
  const when = opening ? `ab ${weekday}, ${day}. ${month}, ${opening.time} Uhr` : 'sobald wieder jemand da ist'
  return `Guten Tag,\n\nIhre Nachricht ist angekommen. Zurzeit ist niemand im Dienst. Wir lesen sie ${when}.\n\nDiese Nachricht wurde automatisch verschickt.`
}
