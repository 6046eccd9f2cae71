/** What was found when the installation was looked at: the words, and what to do. The keys are those of municipality/findings.ts. */
import type { FindingKey } from '#municipality/findings.ts'

export type FindingData = Record<string, string | number>

export interface FindingText {
  text: string
  /** The next step; lines to copy stand on lines of their own. */
  todo?: string
}

type Findings = Record<FindingKey, (data: FindingData) => FindingText>

const gigabytes = (bytes: string | number | undefined, language: string) =>
  (Number(bytes ?? 0) / 1024 ** 3).toLocaleString(language, { maximumFractionDigits: 1 })

/** The same in both languages: what goes into the configuration of the other server. */
const redirectLines = (d: FindingData) =>
  `nginx:  location = /.well-known/webfinger { return 301 https://${d.host}$request_uri; }\nCaddy:  redir /.well-known/webfinger https://${d.host}{uri} 301`

const proxyLines =
  'nginx:  proxy_set_header Host $host; proxy_set_header X-Forwarded-Host $host; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-For $remote_addr;\nCaddy:  reverse_proxy 127.0.0.1:3000'

export const de: Findings = {
  addressProven: (d) => ({ text: `https://${d.host} führt hierher.` }),
  addressAssumed: (d) => ({
    text: `https://${d.host} gilt als geprüft, weil ORTSGESPRAECH_CONFIRMED_HOSTS es sagt.`,
    todo: 'Nur so lassen, wenn jemand die Adresse von außen geprüft hat.'
  }),
  addressLocal: (d) => ({
    text: `${d.host} gibt es nur auf diesem Rechner. Alles geht, nur das Fediverse nicht.`,
    todo: 'Für den Betrieb unter „Einstellungen, Kommune und Website“ die öffentliche Adresse eintragen.'
  }),
  addressPrivate: (d) => ({
    text: `${d.host} führt von hier aus zu einer Adresse im eigenen Netz. Von außen lässt sich so nichts prüfen.`,
    todo: 'Den Namen auch innen auf die öffentliche Adresse zeigen lassen. Wer die Adresse selbst von außen geprüft hat, kann ORTSGESPRAECH_CONFIRMED_HOSTS setzen (docs/operations.md).'
  }),
  addressUnknownName: (d) => ({
    text: `Den Namen ${d.host} kennt das DNS nicht.`,
    todo: 'Beim Anbieter der Domain einen A- und AAAA-Eintrag auf diesen Server anlegen. Neue Einträge brauchen bis zu einer Stunde.'
  }),
  addressUnreachable: (d) => ({
    text: `Unter https://${d.host} antwortet niemand (${d.reason}).`,
    todo: 'Läuft der Proxy (Caddy, nginx), und lässt die Firewall Port 443 durch? Manche Netze erreichen sich selbst nicht unter ihrer öffentlichen Adresse: dann den Namen innen auf den Proxy zeigen lassen.'
  }),
  addressNoTls: (d) => ({
    text: `Die Verbindung zu https://${d.host} ist nicht vertrauenswürdig.`,
    todo: 'Ein gültiges Zertifikat einrichten; Caddy holt es selbst (deploy/Caddyfile).'
  }),
  addressElsewhere: (d) => ({
    text: `Unter https://${d.host} antwortet ein anderer Server als dieser (Status ${d.status}).`,
    todo: `Zeigt der DNS-Eintrag hierher, und leitet der Proxy an dieses Programm weiter? Läuft es gerade, mit demselben Datenordner?`
  }),
  addressRefused: (d) => ({
    text: `${d.host} taugt nicht als öffentliche Adresse (${d.reason}).`,
    todo: 'Einen Namen wie www.musterstadt.de eintragen.'
  }),
  plainRedirected: (d) => ({ text: `http://${d.host} leitet auf https um.` }),
  plainServed: (d) => ({
    text: `http://${d.host} liefert Seiten ohne Verschlüsselung aus.`,
    todo: 'Den Proxy von Port 80 auf https umleiten lassen (deploy/nginx.conf zeigt es; Caddy tut es von selbst).'
  }),
  certificateGood: (d) => ({ text: `Das Zertifikat gilt noch ${d.days} Tage (${d.issuer}).` }),
  certificateEnding: (d) => ({
    text: `Das Zertifikat läuft in ${d.days} Tagen ab, am ${d.until}.`,
    todo: 'Die Erneuerung prüfen; Caddy und certbot erneuern sonst 30 Tage vorher.'
  }),
  certificateBad: (d) => ({
    text: `Browser lehnen das Zertifikat ab (${d.problem}; gültig bis ${d.until}).`,
    todo: 'Ein Zertifikat für genau diesen Namen einrichten, mit vollständiger Kette.'
  }),
  proxyGood: () => ({
    text: 'Der Proxy sagt richtig weiter, wer anfragt und wie, und lässt keine Angaben von Fremden durch.'
  }),
  proxyProtocolMissing: () => ({
    text: 'Der Proxy sagt nicht, dass die Anfrage über https kam. Anmeldung und Fediverse gehen so nicht.',
    todo: proxyLines
  }),
  proxyProtocolUntrusted: () => ({
    text: 'Der Proxy sagt, dass die Anfrage über https kam, aber ihm wird nicht geglaubt.',
    todo: 'Seine Adresse in TRUSTED_PROXIES eintragen und neu starten. Steht er auf demselben Rechner:\nTRUSTED_PROXIES=loopback'
  }),
  proxyAddressMissing: () => ({
    text: 'Der Proxy sagt nicht, von welcher Adresse die Anfrage kam. Schutz gegen Missbrauch sähe alle als einen.',
    todo: proxyLines
  }),
  proxyAddressSpoofed: () => ({
    text: 'Der Proxy gibt X-Forwarded-For von Fremden ungeprüft weiter: Jeder könnte sich als jemand anderes ausgeben.',
    todo: proxyLines
  }),
  proxyHostWrong: (d) => ({
    text: `Der Proxy gibt die Anfrage unter einem anderen Namen weiter: ${d.seen} statt ${d.host}.`,
    todo: proxyLines
  }),
  proxyHostSpoofed: () => ({
    text: 'Der Proxy gibt X-Forwarded-Host von Fremden weiter: Jeder könnte sich Seiten unter falschem Namen geben lassen.',
    todo: proxyLines
  }),
  clockGood: (d) => ({ text: `Die Uhr geht richtig (Abweichung ${d.seconds} s).` }),
  clockWrong: (d) => ({
    text: `Die Uhr geht ${d.seconds} Sekunden falsch. Andere Server lehnen Unterschriften mit falscher Zeit ab.`,
    todo: 'Die Zeit abgleichen lassen: timedatectl set-ntp true'
  }),
  clockUnknown: () => ({ text: 'Ob die Uhr richtig geht, war nicht zu erfahren.' }),
  handlesAtSite: (d) => ({ text: `Namen im Fediverse enden auf @${d.domain}, wie die Website.` }),
  handlesFound: (d) => ({ text: `Namen im Fediverse enden auf @${d.domain} und führen zu ${d.host}.` }),
  handlesUnreachable: (d) => ({
    text: `Namen im Fediverse sollen auf @${d.domain} enden, aber https://${d.domain} antwortet nicht.`,
    todo: `Dort muss https laufen und eine Zeile stehen:\n${redirectLines(d)}`
  }),
  handlesNotRedirected: (d) => ({
    text: `Namen im Fediverse sollen auf @${d.domain} enden, aber dort fehlt der Wegweiser hierher.`,
    todo: `Auf dem Server von ${d.domain} diese Zeile eintragen:\n${redirectLines(d)}`
  }),
  databaseGood: (d) => ({ text: `PostgreSQL ${d.version} antwortet.` }),
  databaseOld: (d) => ({ text: `PostgreSQL ${d.version} ist zu alt.`, todo: 'Version 15 oder neuer verwenden.' }),
  databaseAway: (d) => ({
    text: `Die Datenbank ist nicht erreichbar: ${d.reason}`,
    todo: 'Eingebaut: postgresql.log im Datenordner lesen. Sonst DATABASE_URL und den Server prüfen.'
  }),
  schemaGood: (d) => ({ text: `Das Schema ist auf dem Stand dieser Version (${d.count} Migrationen).` }),
  schemaOld: (d) => ({ text: `Dem Schema fehlen ${d.count} Migrationen.`, todo: 'ortsgespraech migrate' }),
  schemaNewer: (d) => ({
    text: `Das Schema stammt aus einer neueren Version (${d.names}).`,
    todo: 'Das Programm aktualisieren, oder eine ältere Sicherung wiederherstellen.'
  }),
  rolesGood: (d) => ({ text: `Das Programm arbeitet als ${d.role} und kann die Trennung der Kommunen nicht umgehen.` }),
  rolesPowerful: (d) => ({
    text: `Das Programm arbeitet als ${d.role}. Dieser Benutzer könnte die Trennung der Kommunen umgehen.`,
    todo: 'In DATABASE_URL einen Benutzer ohne Sonderrechte nennen, den Verwalter in DATABASE_ADMIN_URL.'
  }),
  diskGood: (d) => ({ text: `Auf der Platte von ${d.folder} sind ${gigabytes(d.free, 'de')} GB frei.` }),
  diskLow: (d) => ({
    text: `Auf der Platte von ${d.folder} sind nur noch ${gigabytes(d.free, 'de')} GB frei.`,
    todo: 'Platz schaffen. Alte Sicherungen: ortsgespraech backup --keep N'
  }),
  diskFull: (d) => ({
    text: `Die Platte von ${d.folder} ist voll. Neues kann nicht gespeichert werden.`,
    todo: 'Sofort Platz schaffen; das Programm macht dann von selbst weiter.'
  }),
  diskReadOnly: (d) => ({
    text: `In ${d.folder} lässt sich nicht schreiben (${d.code}).`,
    todo: 'Gehört der Ordner dem Benutzer, unter dem das Programm läuft? Ist das Dateisystem nur lesbar eingehängt?'
  }),
  keysGood: () => ({ text: 'Der Schlüsselordner ist nur für das Programm lesbar.' }),
  keysMissing: () => ({ text: 'Es gibt noch keine Schlüssel; der erste Start legt sie an.' }),
  keysOpen: (d) => ({
    text: `Andere auf diesem Rechner können ${d.path} lesen.`,
    todo: `chmod -R go= ${d.path}`
  }),
  mailGood: (d) => ({ text: `Der Mailserver nimmt Mails an; Absender ist ${d.sender}.` }),
  mailMissing: () => ({
    text: 'Es ist kein Mailserver eingetragen. Einladungen und Hinweise gibt es nur als Link im Programm.',
    todo: 'SMTP_URL=smtps://benutzer:passwort@mail.example.de und MAIL_FROM=ortsgespraech@example.de setzen.'
  }),
  mailSenderMissing: () => ({
    text: 'Ein Mailserver ist eingetragen, aber kein Absender.',
    todo: 'MAIL_FROM=ortsgespraech@example.de setzen.'
  }),
  mailFailing: (d) => ({
    text: `Der Mailserver weist uns ab oder antwortet nicht (${d.code}).`,
    todo: 'SMTP_URL prüfen: Name, Port (465 mit smtps, 587 mit smtp), Benutzer, Passwort.'
  }),
  outsideGood: (d) => ({ text: `Verbindungen nach außen gehen (${d.host}).` }),
  outsideClosed: (d) => ({
    text: `Keine Verbindung nach außen (${d.host}: ${d.reason}).`,
    todo: 'Die Firewall muss ausgehend Port 443 und DNS erlauben; sonst gibt es kein Fediverse.'
  }),
  programRuns: (d) => ({ text: `Das Programm läuft (Prozess ${d.pid}).` }),
  programStopped: () => ({
    text: 'Das Programm läuft gerade nicht. Die Adresse lässt sich nur prüfen, wenn es läuft.',
    todo: 'npm start, dann noch einmal prüfen.'
  }),
  noMunicipality: () => ({
    text: 'Es gibt noch keine Kommune.',
    todo: 'npm start zeigt den Link zum Einrichten.'
  }),
  outgoingHeld: (d) => ({
    text: `Seit einer Wiederherstellung am ${d.since} geht nichts hinaus.`,
    todo: 'Nachsehen und freigeben: ortsgespraech release'
  }),
  backupGood: (d) => ({ text: `Die letzte Sicherung im Datenordner ist ${d.days} Tage alt.` }),
  backupOld: (d) => ({
    text: `Die letzte Sicherung im Datenordner ist ${d.days} Tage alt.`,
    todo: 'ortsgespraech backup, am besten täglich (docs/operations.md).'
  }),
  backupNone: () => ({
    text: 'Im Datenordner liegt keine Sicherung.',
    todo: 'ortsgespraech backup, am besten täglich und auf eine andere Platte (docs/operations.md).'
  })
}

export const en: Findings = {
  addressProven: (d) => ({ text: `https://${d.host} leads here.` }),
  addressAssumed: (d) => ({
    text: `https://${d.host} counts as checked because ORTSGESPRAECH_CONFIRMED_HOSTS says so.`,
    todo: 'Leave it so only if somebody has checked the address from outside.'
  }),
  addressLocal: (d) => ({
    text: `${d.host} exists on this machine only. Everything works but the Fediverse.`,
    todo: 'To go live, enter the public address under "Settings, Municipality and site".'
  }),
  addressPrivate: (d) => ({
    text: `From here ${d.host} leads to an address of a private network. Nothing can be checked from outside that way.`,
    todo: 'Let the name lead to the public address inside the network too. If you have checked the address from outside yourself, set ORTSGESPRAECH_CONFIRMED_HOSTS (docs/operations.md).'
  }),
  addressUnknownName: (d) => ({
    text: `DNS does not know the name ${d.host}.`,
    todo: 'Add an A and an AAAA record for this server where the domain is registered. New records take up to an hour.'
  }),
  addressUnreachable: (d) => ({
    text: `Nobody answers at https://${d.host} (${d.reason}).`,
    todo: 'Does the proxy (Caddy, nginx) run, and does the firewall let port 443 through? Some networks cannot reach themselves under their public address: then let the name lead to the proxy inside.'
  }),
  addressNoTls: (d) => ({
    text: `The connection to https://${d.host} cannot be trusted.`,
    todo: 'Set up a valid certificate; Caddy gets it by itself (deploy/Caddyfile).'
  }),
  addressElsewhere: (d) => ({
    text: `Another server than this one answers at https://${d.host} (status ${d.status}).`,
    todo: 'Does the DNS record lead here, and does the proxy pass requests on to this program? Is it running, on the same data folder?'
  }),
  addressRefused: (d) => ({
    text: `${d.host} cannot be a public address (${d.reason}).`,
    todo: 'Enter a name such as www.musterstadt.de.'
  }),
  plainRedirected: (d) => ({ text: `http://${d.host} redirects to https.` }),
  plainServed: (d) => ({
    text: `http://${d.host} serves pages without encryption.`,
    todo: 'Let the proxy redirect port 80 to https (deploy/nginx.conf shows it; Caddy does it by itself).'
  }),
  certificateGood: (d) => ({ text: `The certificate is valid for ${d.days} more days (${d.issuer}).` }),
  certificateEnding: (d) => ({
    text: `The certificate ends in ${d.days} days, on ${d.until}.`,
    todo: 'Check its renewal; Caddy and certbot renew 30 days before.'
  }),
  certificateBad: (d) => ({
    text: `Browsers refuse the certificate (${d.problem}; valid until ${d.until}).`,
    todo: 'Set up a certificate for exactly this name, with its whole chain.'
  }),
  proxyGood: () => ({
    text: 'The proxy rightly passes on who asks and how, and lets nothing through that strangers claim.'
  }),
  proxyProtocolMissing: () => ({
    text: 'The proxy does not say that the request came over https. Sign-in and Fediverse will not work.',
    todo: proxyLines
  }),
  proxyProtocolUntrusted: () => ({
    text: 'The proxy says that the request came over https, but it is not believed.',
    todo: 'Enter its address in TRUSTED_PROXIES and start again. If it is on the same machine:\nTRUSTED_PROXIES=loopback'
  }),
  proxyAddressMissing: () => ({
    text: 'The proxy does not say which address the request came from. Protection against abuse would see everybody as one.',
    todo: proxyLines
  }),
  proxyAddressSpoofed: () => ({
    text: "The proxy passes on strangers' X-Forwarded-For: anybody could pose as somebody else.",
    todo: proxyLines
  }),
  proxyHostWrong: (d) => ({
    text: `The proxy passes the request on under another name: ${d.seen} instead of ${d.host}.`,
    todo: proxyLines
  }),
  proxyHostSpoofed: () => ({
    text: "The proxy passes on strangers' X-Forwarded-Host: anybody could get pages under a wrong name.",
    todo: proxyLines
  }),
  clockGood: (d) => ({ text: `The clock is right (${d.seconds} s off).` }),
  clockWrong: (d) => ({
    text: `The clock is ${d.seconds} seconds wrong. Other servers refuse signatures with a wrong time.`,
    todo: 'Let the time be synchronised: timedatectl set-ntp true'
  }),
  clockUnknown: () => ({ text: 'Whether the clock is right could not be learned.' }),
  handlesAtSite: (d) => ({ text: `Handles end in @${d.domain}, like the site.` }),
  handlesFound: (d) => ({ text: `Handles end in @${d.domain} and lead to ${d.host}.` }),
  handlesUnreachable: (d) => ({
    text: `Handles shall end in @${d.domain}, but https://${d.domain} does not answer.`,
    todo: `There must be https, and one line:\n${redirectLines(d)}`
  }),
  handlesNotRedirected: (d) => ({
    text: `Handles shall end in @${d.domain}, but nothing there points here.`,
    todo: `Add this line on the server of ${d.domain}:\n${redirectLines(d)}`
  }),
  databaseGood: (d) => ({ text: `PostgreSQL ${d.version} answers.` }),
  databaseOld: (d) => ({ text: `PostgreSQL ${d.version} is too old.`, todo: 'Use version 15 or newer.' }),
  databaseAway: (d) => ({
    text: `The database cannot be reached: ${d.reason}`,
    todo: 'Built in: read postgresql.log in the data folder. Else check DATABASE_URL and the server.'
  }),
  schemaGood: (d) => ({ text: `The schema is up to date with this release (${d.count} migrations).` }),
  schemaOld: (d) => ({ text: `The schema lacks ${d.count} migrations.`, todo: 'ortsgespraech migrate' }),
  schemaNewer: (d) => ({
    text: `The schema is of a newer release (${d.names}).`,
    todo: 'Upgrade the program, or restore an older backup.'
  }),
  rolesGood: (d) => ({ text: `The program works as ${d.role} and cannot get around the isolation of municipalities.` }),
  rolesPowerful: (d) => ({
    text: `The program works as ${d.role}. This user could get around the isolation of municipalities.`,
    todo: 'Name a user without special rights in DATABASE_URL, and the administrator in DATABASE_ADMIN_URL.'
  }),
  diskGood: (d) => ({ text: `The disk of ${d.folder} has ${gigabytes(d.free, 'en')} GB free.` }),
  diskLow: (d) => ({
    text: `The disk of ${d.folder} has only ${gigabytes(d.free, 'en')} GB free.`,
    todo: 'Make room. Old backups: ortsgespraech backup --keep N'
  }),
  diskFull: (d) => ({
    text: `The disk of ${d.folder} is full. Nothing new can be stored.`,
    todo: 'Make room at once; the program then goes on by itself.'
  }),
  diskReadOnly: (d) => ({
    text: `${d.folder} cannot be written to (${d.code}).`,
    todo: 'Does the folder belong to the user the program runs as? Is the file system mounted read-only?'
  }),
  keysGood: () => ({ text: 'Only the program can read the key folder.' }),
  keysMissing: () => ({ text: 'There are no keys yet; the first start makes them.' }),
  keysOpen: (d) => ({ text: `Others on this machine can read ${d.path}.`, todo: `chmod -R go= ${d.path}` }),
  mailGood: (d) => ({ text: `The mail server takes mail; the sender is ${d.sender}.` }),
  mailMissing: () => ({
    text: 'No mail server is set. Invitations and notices exist as links in the program only.',
    todo: 'Set SMTP_URL=smtps://user:password@mail.example and MAIL_FROM=ortsgespraech@example.org.'
  }),
  mailSenderMissing: () => ({
    text: 'A mail server is set, but no sender.',
    todo: 'Set MAIL_FROM=ortsgespraech@example.org.'
  }),
  mailFailing: (d) => ({
    text: `The mail server refuses us or does not answer (${d.code}).`,
    todo: 'Check SMTP_URL: name, port (465 with smtps, 587 with smtp), user, password.'
  }),
  outsideGood: (d) => ({ text: `Connections to the outside work (${d.host}).` }),
  outsideClosed: (d) => ({
    text: `No connection to the outside (${d.host}: ${d.reason}).`,
    todo: 'The firewall must allow outgoing port 443 and DNS; else there is no Fediverse.'
  }),
  programRuns: (d) => ({ text: `The program runs (process ${d.pid}).` }),
  programStopped: () => ({
    text: 'The program does not run just now. The address can be checked only while it runs.',
    todo: 'npm start, then check again.'
  }),
  noMunicipality: () => ({ text: 'There is no municipality yet.', todo: 'npm start shows the link to set one up.' }),
  outgoingHeld: (d) => ({
    text: `Since a restore on ${d.since} nothing goes out.`,
    todo: 'Look and release: ortsgespraech release'
  }),
  backupGood: (d) => ({ text: `The latest backup in the data folder is ${d.days} days old.` }),
  backupOld: (d) => ({
    text: `The latest backup in the data folder is ${d.days} days old.`,
    todo: 'ortsgespraech backup, best every day (docs/operations.md).'
  }),
  backupNone: () => ({
    text: 'There is no backup in the data folder.',
    todo: 'ortsgespraech backup, best every day and to another disk (docs/operations.md).'
  })
}
