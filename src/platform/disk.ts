// Room on the disk: how much there is, and whether an error says that there is none left.
import { statfs } from 'node:fs/promises'

export interface Space {
  freeBytes: number
  totalBytes: number
}

/** From here on people are warned: what a day of uploads and the database's own log may take. */
export const lowBytes = 1024 ** 3
/** From here on the database is about to stop. */
export const scarceBytes = 200 * 1024 ** 2

/** The room for this process on the disk of a folder. Null where the system does not say. */
export async function spaceAt(folder: string): Promise<Space | null> {
  return statfs(folder).then(
    (found) => ({ freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize }),
    () => null
  )
}

const codes = [
  'ENOSPC',
  'EDQUOT',
  /** The system's limit for the size of a file (`ulimit -f`, some file systems). */
  'EFBIG',
  /** PostgreSQL's own disk. */
  '53100'
]

/** Whether something failed because there is no room: on a disk, in a quota, or for PostgreSQL. */
export function isDiskFull(error: unknown): boolean {
  for (let one = error as { code?: unknown; cause?: unknown } | null | undefined; one; one = one.cause as typeof one)
    if (codes.includes(String(one.code))) return true
  return false
}
