// What the mails about sign-in say, in the language of the person.
import type { Language } from '#language/shared.ts'

interface Text {
  subject: string
  body: string
}

/** The mail with the link to a new password. */
export function recoveryText(language: Language, data: { municipality: string; link: string }): Text {
  return language === 'en'
    ? {
        subject: `New password for the desk of ${data.municipality}`,
        body: `Somebody, probably you, asked for a new password for the desk of ${data.municipality}.

This link works for one hour, and once:
${data.link}

If it was not you, there is nothing to do: your password stays as it is.`
      }
    : {
        subject: `Neues Passwort für die Redaktion von ${data.municipality}`,
        body: `Guten Tag,

jemand, vermutlich Sie selbst, hat ein neues Passwort für Ortsgespräch (${data.municipality}) angefordert.

Dieser Link gilt eine Stunde lang und nur einmal:
${data.link}

Falls Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist.`
      }
}

/** The mail that invites somebody. */
export function invitationText(
  language: Language,
  data: { municipality: string; inviter: string; link: string; days: number }
): Text {
  return language === 'en'
    ? {
        subject: `Invitation to the desk of ${data.municipality}`,
        body: `${data.inviter} invites you to work at the desk of ${data.municipality}, where the municipality publishes and answers.

Accept within ${data.days} days here:
${data.link}`
      }
    : {
        subject: `Einladung in die Redaktion von ${data.municipality}`,
        body: `Guten Tag,

${data.inviter} lädt Sie ein, in Ortsgespräch für ${data.municipality} mitzuarbeiten: Beiträge veröffentlichen, Fragen beantworten, den Überblick behalten.

Hier nehmen Sie die Einladung an (${data.days} Tage lang gültig):
${data.link}`
      }
}

/** The mail that tells of a changed password, so that nobody changes it behind somebody's back. */
export function passwordChangedText(language: Language, data: { municipality: string; link: string }): Text {
  return language === 'en'
    ? {
        subject: 'Your password was changed',
        body: `The password of your account at the desk of ${data.municipality} was changed, and all other sessions were ended.

If it was not you, set a new one at once:
${data.link}`
      }
    : {
        subject: 'Ihr Passwort wurde geändert',
        body: `Guten Tag,

das Passwort Ihres Kontos bei Ortsgespräch (${data.municipality}) wurde geändert, alle anderen Sitzungen wurden beendet.

Falls Sie das nicht waren, setzen Sie bitte sofort ein neues:
${data.link}`
      }
}
