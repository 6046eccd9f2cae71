// What is typed into the form of a box.
import type { BoxInput } from '#channels/mail/settle.ts'
import { text } from '#hooks/refused.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The form as it was sent; a server of its own for sending only where one is named. */
export function typedBox(form: FormData): BoxInput {
  const server = (name: 'imap' | 'smtp') => ({
    host: text(form, `${name}Host`),
    port: Number(text(form, `${name}Port`) || Number.NaN),
    security: text(form, `${name}Security`),
    user: text(form, `${name}User`).trim()
  })
  return {
    name: text(form, 'name'),
    unitId: text(form, 'unitId'),
    address: text(form, 'address'),
    imap: server('imap'),
    smtp: server('smtp'),
    authservId: text(form, 'authservId'),
    plusAddressing: form.has('plusAddressing'),
    passwords: { imap: text(form, 'imapPassword'), smtp: text(form, 'smtpPassword') }
  }
}

/** What is shown again after a refusal: everything but passwords. */
export function shownAgain(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form.entries()].flatMap(([name, value]) =>
      typeof value === 'string' && !/password/i.test(name) ? [[name, value]] : []
    )
  )
}

export function isId(id: string): boolean {
  return uuid.test(id)
}
