// Articles of law that a decision may rest on, in plain words. A list to choose from, no legal advice: an article that lacks
// here is named in the facts.
import type { Language } from '#language/shared.ts'

export interface Statute {
  code: string
  /** Of an offence that is prosecuted: the police step is near. */
  isCrime: boolean
  de: { name: string; plain: string }
  en: { name: string; plain: string }
}

function crime(code: string, name: string, plain: string, enName: string, enPlain: string): Statute {
  return { code, isCrime: true, de: { name, plain }, en: { name: enName, plain: enPlain } }
}

export const statutes: readonly Statute[] = [
  crime(
    'StGB-86a',
    '§ 86a StGB: Kennzeichen verfassungswidriger Organisationen',
    'Zeichen, Parolen oder Grüße verbotener Organisationen zeigen, etwa ein Hakenkreuz; nicht, wer erkennbar darüber aufklärt.',
    'Section 86a StGB: symbols of unconstitutional organisations',
    'Showing signs, slogans or salutes of banned organisations; not where somebody plainly informs about them.'
  ),
  crime(
    'StGB-111',
    '§ 111 StGB: Aufforderung zu Straftaten',
    'Öffentlich dazu auffordern, eine Straftat zu begehen.',
    'Section 111 StGB: public incitement to crime',
    'Calling on others in public to commit a crime.'
  ),
  crime(
    'StGB-126',
    '§ 126 StGB: Störung des öffentlichen Friedens durch Androhung von Straftaten',
    'Schwere Straftaten so androhen, dass Menschen sich nicht mehr sicher fühlen.',
    'Section 126 StGB: threatening crimes that disturb the public peace',
    'Threatening grave crimes so that people no longer feel safe.'
  ),
  crime(
    'StGB-130',
    '§ 130 StGB: Volksverhetzung',
    'Zu Hass oder Gewalt gegen Gruppen von Menschen aufstacheln, sie verächtlich machen, den Holocaust leugnen.',
    'Section 130 StGB: incitement of masses',
    'Stirring up hatred or violence against groups of people, degrading them, denying the Holocaust.'
  ),
  crime(
    'StGB-131',
    '§ 131 StGB: Gewaltdarstellung',
    'Grausame Gewalt gegen Menschen verherrlichend oder verharmlosend zeigen.',
    'Section 131 StGB: depictions of violence',
    'Showing cruel violence against people in a way that glorifies it or plays it down.'
  ),
  crime(
    'StGB-140',
    '§ 140 StGB: Belohnung und Billigung von Straftaten',
    'Eine schwere Straftat öffentlich gutheißen, so dass der öffentliche Frieden leidet.',
    'Section 140 StGB: rewarding and approving of crimes',
    'Approving in public of a grave crime in a way that disturbs the public peace.'
  ),
  crime(
    'StGB-185',
    '§ 185 StGB: Beleidigung',
    'Jemanden herabwürdigen, ohne dass es noch um die Sache geht. Scharfe Kritik ist erlaubt.',
    'Section 185 StGB: insult',
    'Degrading somebody without any concern for the matter. Sharp criticism is allowed.'
  ),
  crime(
    'StGB-186',
    '§ 186 StGB: Üble Nachrede',
    'Über jemanden etwas Herabwürdigendes als Tatsache behaupten, das nicht erweislich wahr ist.',
    'Section 186 StGB: malicious gossip',
    'Stating as a fact something degrading about somebody that cannot be proven true.'
  ),
  crime(
    'StGB-187',
    '§ 187 StGB: Verleumdung',
    'Über jemanden wider besseres Wissen etwas Unwahres und Herabwürdigendes behaupten.',
    'Section 187 StGB: defamation',
    'Stating something untrue and degrading about somebody while knowing better.'
  ),
  crime(
    'StGB-188',
    '§ 188 StGB: Gegen Personen des politischen Lebens gerichtete Beleidigung, üble Nachrede und Verleumdung',
    'Beleidigung, üble Nachrede oder Verleumdung gegen Menschen in der Politik, auch in der Gemeinde, die ihr Wirken erheblich erschweren kann.',
    'Section 188 StGB: insult and defamation of persons in political life',
    'Insult or defamation of people in politics, also in a municipality, that can make their work considerably harder.'
  ),
  crime(
    'StGB-240',
    '§ 240 StGB: Nötigung',
    'Jemanden mit Gewalt oder einer Drohung zu etwas zwingen.',
    'Section 240 StGB: coercion',
    'Forcing somebody to something by violence or a threat.'
  ),
  crime(
    'StGB-241',
    '§ 241 StGB: Bedrohung',
    'Jemandem oder nahestehenden Menschen mit einer Straftat drohen.',
    'Section 241 StGB: threat',
    'Threatening somebody, or people close to them, with a crime.'
  ),
  {
    code: 'DSGVO-6',
    isCrime: false,
    de: {
      name: 'Art. 6 DSGVO: Persönliche Angaben ohne Rechtsgrundlage',
      plain: 'Der Text nennt Namen, Adressen, Gesundheit oder anderes von Menschen, ohne dass das erlaubt ist.'
    },
    en: {
      name: 'Art. 6 GDPR: personal data without a legal basis',
      plain: 'The text gives names, addresses, health or other things about people without any permission.'
    }
  },
  {
    code: 'KUG-22',
    isCrime: false,
    de: {
      name: '§ 22 KunstUrhG: Bild einer Person ohne Einwilligung',
      plain: 'Ein Foto zeigt Menschen, die damit nicht einverstanden sind.'
    },
    en: {
      name: 'Section 22 KunstUrhG: picture of a person without consent',
      plain: 'A photo shows people who did not agree to it.'
    }
  },
  {
    code: 'UrhG-97',
    isCrime: false,
    de: {
      name: '§ 97 UrhG: Verletzung eines Urheberrechts',
      plain: 'Text, Bild oder Musik anderer ohne deren Erlaubnis.'
    },
    en: {
      name: 'Section 97 UrhG: infringement of copyright',
      plain: 'Text, picture or music of others without permission.'
    }
  }
]

/** The article with this code, if it is on the list. */
export function statuteOf(code: string, language: Language = 'de'): ({ isCrime: boolean } & Statute['de']) | null {
  const found = statutes.find((one) => one.code === code)
  return found ? { isCrime: found.isCrime, ...found[language] } : null
}
