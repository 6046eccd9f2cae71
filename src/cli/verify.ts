// `ortsgespraech verify`: checks a package of evidence, with nothing but the file.
import { readFile } from 'node:fs/promises'
import { verifyPackage } from '#moderation/package/verify.ts'
import type { Call } from './commands.ts'
import { Complaint, say } from './say.ts'

/** Says whether a package is as it was signed; the exit code is 1 when it is not. @throws Complaint */
export async function run({ values, positionals: [file] }: Call): Promise<void> {
  if (!file)
    throw new Complaint({
      de: 'Welche Datei? ortsgespraech verify DATEI.zip',
      en: 'Which file? ortsgespraech verify FILE.zip'
    })
  const zip = await readFile(file).catch((cause: Error) => {
    throw new Complaint({ de: `${file} ist nicht lesbar.`, en: `${file} cannot be read.` }, { cause })
  })
  const found = verifyPackage(zip, typeof values.key === 'string' ? values.key : undefined)
  if (values.json) {
    console.log(JSON.stringify(found))
    process.exitCode = found.isGood ? 0 : 1
    return
  }
  if (found.about) {
    const { municipality, exportedAt, authority, reference } = found.about
    const about = [municipality, exportedAt, authority, reference].filter(Boolean).map(printable).join(' · ')
    say({ de: `Paket: ${about}`, en: `Package: ${about}` })
  }
  for (const fault of found.faults) say({ de: `✗ ${printable(fault)}`, en: `✗ ${printable(fault)}` })
  if (!found.isGood) {
    say({ de: 'Das Paket ist NICHT unversehrt.', en: 'The package is NOT intact.' })
    process.exitCode = 1
    return
  }
  say({
    de: `✓ Unterschrift und ${found.files} Dateien stimmen.`,
    en: `✓ The signature and ${found.files} files are right.`
  })
  say({ de: `Schlüssel: ${found.fingerprint}`, en: `Key: ${found.fingerprint}` })
  if (found.isExpectedKey === null)
    say({
      de: 'Vergleichen Sie ihn mit dem, den die Kommune nennt, oder geben Sie ihn mit --key an.',
      en: 'Compare it with the one the municipality names, or give it with --key.'
    })
}

/** A file from outside says nothing to the terminal but letters. */
function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 300)
}
