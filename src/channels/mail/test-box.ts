/** Tries a box before anybody relies on it: signs in at both servers and looks which folders there are. */
import { type Fault, faultOf } from './faults.ts'
import { openImap } from './imap.ts'
import type { Box } from './settings.ts'
import { openSmtp } from './smtp.ts'

export interface Tested {
  /** What is wrong; null: it works. */
  imap: Fault | null
  smtp: Fault | null
  /** The folders of the box, the inbox first, at most 200. */
  folders: string[]
  /** The server calls when something comes. */
  idles: boolean
}

/** Outside of any transaction. Never throws for what a server does. */
export async function testBox(box: Pick<Box, 'settings' | 'secret'>): Promise<Tested> {
  const tested: Tested = { imap: null, smtp: null, folders: [], idles: false }
  try {
    const client = await openImap(box)
    try {
      const listed = await client.list()
      tested.folders = listed
        .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
        .map(({ path }) => path)
        .toSorted((a, b) => Number(b === 'INBOX') - Number(a === 'INBOX') || a.localeCompare(b, 'de'))
        .slice(0, 200)
      tested.idles = client.capabilities.has('IDLE')
    } finally {
      client.close()
    }
  } catch (error) {
    tested.imap = faultOf(error)
  }
  try {
    const transport = await openSmtp(box)
    try {
      await transport.verify()
    } finally {
      transport.close()
    }
  } catch (error) {
    tested.smtp = faultOf(error)
  }
  return tested
}
