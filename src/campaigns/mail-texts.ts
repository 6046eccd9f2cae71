// What the mails about campaigns say.
import type { Language } from '#language/shared.ts'

/** Tells a campaign's people that it is time to look back. */
export function reviewMail(
  language: Language,
  data: { municipality: string; title: string; link: string }
): { subject: string; body: string } {
  return language === 'en'
    ? {
        subject: `Time to look back: ${data.title}`,
        body: `The review date of the campaign “${data.title}” of ${data.municipality} has come.

What was counted, what did people ask, what shall change? Two sentences are enough:
${data.link}`
      }
    : {
        subject: `Zeit für den Rückblick: ${data.title}`,
        body: `Guten Tag,

für die Kampagne „${data.title}“ (${data.municipality}) ist der Tag der Überprüfung gekommen.

Was wurde gezählt, was wurde gefragt, was soll anders werden? Zwei Sätze genügen:
${data.link}`
      }
}
