/** What people are told when something cannot be done; the keys are those of `platform/refusal.ts` and of the use cases. */
type Data = Record<string, unknown>

export const de = {
  unknown: 'Das ging nicht. Bitte versuchen Sie es noch einmal.',
  notAllowed: 'Dafür fehlt Ihnen das Recht. Wer es vergeben kann, steht unter „Einstellungen“.',
  notFound: 'Das gibt es nicht oder nicht mehr.',
  stale:
    'Inzwischen hat jemand anderes etwas geändert. Ihr Text ist noch da: Bitte prüfen Sie ihn und senden Sie ihn erneut.',
  invalid: 'Bitte prüfen Sie die markierten Felder.',
  required: 'Bitte füllen Sie dieses Feld aus.',
  tooLong: (data: Data) => `Das ist zu lang: höchstens ${String(data.max)} Zeichen.`,
  tooMany: (data: Data) => {
    const minutes = Math.max(1, Math.ceil(Number(data.retryAfterSeconds ?? 60) / 60))
    return `Das war sehr oft in kurzer Zeit. Bitte versuchen Sie es in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} wieder.`
  }
}

export const en: typeof de = {
  unknown: 'That did not work. Please try again.',
  notAllowed: 'You do not have the right to do this. “Settings” shows who can give it.',
  notFound: 'This does not exist, or no longer.',
  stale: 'Somebody else has changed something meanwhile. Your text is still here: please check it and send it again.',
  invalid: 'Please check the marked fields.',
  required: 'Please fill in this field.',
  tooLong: (data) => `This is too long: at most ${String(data.max)} characters.`,
  tooMany: (data) => {
    const minutes = Math.max(1, Math.ceil(Number(data.retryAfterSeconds ?? 60) / 60))
    return `That was very often in a short time. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  }
}
