// What mails about a notice of illegal content say, to whoever gave it and to the staff.
import type { Language } from '#language/shared.ts'
import type { ReportOutcome } from './shared.ts'

interface Letter {
  subject: string
  body: string
}

/** The receipt, without undue delay (Art. 16(4) DSA). */
export function receiptMail(
  language: Language,
  data: { municipality: string; location: string; code: string; link: string }
): Letter {
  return language === 'de'
    ? {
        subject: `Ihre Meldung ist angekommen (${data.municipality})`,
        body: `Guten Tag,

Ihre Meldung ist angekommen. Es geht um:
${data.location}

Ein Mensch prüft sie und entscheidet. Die Entscheidung bekommen Sie mit Begründung an diese Adresse. Jederzeit nachsehen:
${data.link}
Ihr Code: ${data.code}`
      }
    : {
        subject: `Your notice has arrived (${data.municipality})`,
        body: `Hello,

your notice has arrived. It is about:
${data.location}

A person looks at it and decides. You will get the decision with its reasons at this address. You can look at any time:
${data.link}
Your code: ${data.code}`
      }
}

const outcomes: Record<Language, Record<ReportOutcome, string>> = {
  de: {
    measure: 'Wir haben etwas unternommen.',
    unfounded: 'Der Kommentar bleibt stehen.',
    gone: 'Der Kommentar war schon nicht mehr zu sehen.'
  },
  en: {
    measure: 'We have taken a measure.',
    unfounded: 'The comment stays.',
    gone: 'The comment could no longer be seen.'
  }
}

/** The decision with what can be done against it (Art. 16(5) DSA). Its whole reasons stand on the page of the notice. */
export function decisionMail(
  language: Language,
  data: {
    municipality: string
    location: string
    link: string
    outcome: ReportOutcome
    measure: string
    reason: string
  }
): Letter {
  const { municipality, location, link, outcome, measure, reason } = data
  const what = `${outcomes[language][outcome]}${measure ? ` ${measure}` : ''}`
  return language === 'de'
    ? {
        subject: `Entscheidung über Ihre Meldung (${municipality})`,
        body: `Guten Tag,

über Ihre Meldung hat ein Mensch entschieden. ${what}
Es ging um: ${location}

Begründung:
${reason}

Sind Sie anderer Meinung? Auf dieser Seite können Sie verlangen, dass eine andere Person noch einmal entscheidet:
${link}
Der Weg zu den Gerichten steht Ihnen daneben offen.`
      }
    : {
        subject: `Decision on your notice (${municipality})`,
        body: `Hello,

a person has decided on your notice. ${what}
It was about: ${location}

Reasons:
${reason}

Do you disagree? On this page you can ask for another person to decide again:
${link}
Besides, you may go to court.`
      }
}

/** What came of the review that the notifier asked for, or that changed what they were told. */
export function reviewMail(
  language: Language,
  data: { municipality: string; link: string; outcome: 'upheld' | 'changed' | 'undone'; note: string }
): Letter {
  const said = {
    de: {
      upheld: 'Die Entscheidung bleibt.',
      changed: 'Die Entscheidung wurde geändert.',
      undone: 'Die Entscheidung wurde aufgehoben.'
    },
    en: {
      upheld: 'The decision stands.',
      changed: 'The decision was changed.',
      undone: 'The decision was taken back.'
    }
  }[language][data.outcome]
  return language === 'de'
    ? {
        subject: `Noch einmal geprüft: Ihre Meldung (${data.municipality})`,
        body: `Guten Tag,

eine andere Person hat die Entscheidung über Ihre Meldung noch einmal geprüft. ${said}

Begründung:
${data.note}

Alles dazu:
${data.link}`
      }
    : {
        subject: `Looked at again: your notice (${data.municipality})`,
        body: `Hello,

another person has looked again at the decision on your notice. ${said}

Reasons:
${data.note}

All about it:
${data.link}`
      }
}

/** To the staff at once; holds nothing of what was said. */
export function dangerMail(language: Language, data: { municipality: string; link: string }): Letter {
  return language === 'de'
    ? {
        subject: `Sofort ansehen: Meldung mit Gefahr für Leben oder Sicherheit (${data.municipality})`,
        body: `Jemand hat einen Kommentar gemeldet, in dem es um Gefahr für Leben oder Sicherheit einer Person gehen könnte.
Bitte sofort ansehen und entscheiden, ob die Polizei (110) zu verständigen ist:
${data.link}`
      }
    : {
        subject: `Look at once: a notice of danger to life or safety (${data.municipality})`,
        body: `Somebody gave notice of a comment that may be about danger to the life or safety of a person.
Please look at once and decide whether the police (110) must be told:
${data.link}`
      }
}
