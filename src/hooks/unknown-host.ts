// What is said at an address that belongs to no municipality: to visitors, and to whoever runs the program.
import type { Language } from '#language/shared.ts'

const texts = {
  de: {
    title: 'Unter dieser Adresse gibt es hier nichts',
    visitor: 'Vielleicht ist die Adresse nicht richtig geschrieben. Bitte sehen Sie noch einmal nach.',
    operator: (host: string) =>
      `Wenn Sie dieses Programm betreiben: Es kennt keine Kommune mit der Adresse „${host}“. Unter „Einstellungen“, „Kommune und Website“ lässt sich eine weitere Adresse eintragen; sie gilt sofort. Steht ein Proxy davor, muss er den Namen weitergeben („ortsgespraech doctor“ prüft das).`
  },
  en: {
    title: 'There is nothing at this address',
    visitor: 'The address may be misspelt. Please have another look.',
    operator: (host: string) =>
      `If you run this program: it knows no municipality with the address “${host}”. Another address can be added under “Settings”, “Municipality and site”; it works at once. A proxy in front must pass the name on (“ortsgespraech doctor” checks that).`
  }
}

/** The answer 404 in words. */
export function unknownHost(host: string, language: Language): Response {
  const t = texts[language]
  const page = `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${t.title}</title>
  </head>
  <body style="max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem; font: 1.125rem/1.6 system-ui, sans-serif">
    <main>
      <h1 style="line-height: 1.2">${t.title}</h1>
      <p>${t.visitor}</p>
      <p>${escape(t.operator(host))}</p>
    </main>
  </body>
</html>
`
  return new Response(page, {
    status: 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'"
    }
  })
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
