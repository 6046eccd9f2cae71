// The public name of a case: eight signs that are not mistaken for each other, told over the phone.
import { randomBytes } from 'node:crypto'
import type { Tx } from '#platform/database/database.ts'

const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** One that no case has. */
export async function freeCode(tx: Tx): Promise<string> {
  for (;;) {
    const code = Array.from(randomBytes(8), (byte) => signs[byte % signs.length]).join('')
    const taken = await tx.selectFrom('case_report').select('id').where('code', '=', code).executeTakeFirst()
    if (!taken) return code
  }
}

/** The code in what was typed or asked for; null: it is none. */
export function readCode(text: string): string | null {
  const code = text.replaceAll('-', '').toUpperCase()
  return /^[A-HJ-NP-Z2-9]{8}$/.test(code) ? code : null
}

/** The page of a case on the site. */
export function casePath(code: string): string {
  return `/maengel/${code}`
}
