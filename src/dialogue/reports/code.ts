// The code by which somebody without an address finds their notice again. Worked out from the notice's id under a key of the
// installation, so that mails can name it later and the database alone gives none away.
import { createHmac } from 'node:crypto'
import { hashToken } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'

/** Without letters that look like digits, so that it can be read out and written down. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `ABCD-EFGH-JKLM-NPQR`: eighty bits. */
export function codeOf(municipalityId: string, reportId: string): string {
  const digest = createHmac('sha256', keys().derive('report code')).update(`${municipalityId} ${reportId}`).digest()
  const code = [...digest.subarray(0, 16)].map((byte) => signs[byte % 32]).join('')
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** What is stored of a code, however it was typed. */
export function hashCode(typed: string): string {
  return hashToken(
    typed
      .toUpperCase()
      .replaceAll('0', 'O')
      .replaceAll('1', 'I')
      .replace(/[^A-Z2-9]/g, '')
  )
}
