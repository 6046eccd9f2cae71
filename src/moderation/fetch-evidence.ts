// Files that hung on a message stand elsewhere and may vanish any moment: they are fetched soon after the copy was taken.
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { FetchFailed, FetchRefused, guardedFetch } from '#platform/fetch/fetch.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { addLink, sha256 } from './chain.ts'

const mostFiles = 8
const mostBytes = 20 * 1024 * 1024

interface Attached {
  url: string
  mime: string
  alt: string
}

/** Fetches the files of a copy, each once; what cannot be had is noted with its reason. */
export const fetchEvidenceJob = defineJob<{ m: string; evidence: string }>({
  name: 'fetch-evidence',
  retryLimit: 3,
  handle: ({ m, evidence }) => fetchEvidence(m, evidence)
})

async function fetchEvidence(municipalityId: string, evidenceId: string): Promise<void> {
  const missing = await inMunicipality(municipalityId, (tx) => missingFiles(tx, evidenceId))
  for (const { number, file } of missing) {
    const got = await fetchFile(file.url)
    await inMunicipality(municipalityId, (tx) => keepFile(tx, evidenceId, number, file, got))
  }
}

async function missingFiles(tx: Tx, evidenceId: string): Promise<{ number: number; file: Attached }[]> {
  const row = await tx.selectFrom('evidence').select('body').where('id', '=', evidenceId).executeTakeFirst()
  if (!row) return []
  const { message } = JSON.parse(row.body) as { message: { attachments: Attached[] } }
  const here = await tx.selectFrom('evidence_file').select('number').where('evidence_id', '=', evidenceId).execute()
  return message.attachments
    .slice(0, mostFiles)
    .map((file, index) => ({ number: index + 1, file }))
    .filter(({ number }) => !here.some((one) => one.number === number))
}

async function fetchFile(url: string): Promise<{ bytes: Buffer | null; mime: string | null; problem: string | null }> {
  try {
    const answer = await guardedFetch(url, { maxBytes: mostBytes, timeoutMs: 60_000 })
    if (answer.status !== 200) return { bytes: null, mime: null, problem: `HTTP ${answer.status}` }
    return { bytes: answer.bytes, mime: answer.headers.get('content-type'), problem: null }
  } catch (error) {
    if (error instanceof FetchRefused || error instanceof FetchFailed)
      return { bytes: null, mime: null, problem: error.message.slice(0, 300) }
    throw error
  }
}

async function keepFile(
  tx: Tx,
  evidenceId: string,
  number: number,
  file: Attached,
  got: { bytes: Buffer | null; mime: string | null; problem: string | null }
): Promise<void> {
  const hash = got.bytes ? sha256(got.bytes) : null
  const added = await tx
    .insertInto('evidence_file')
    .values({
      evidence_id: evidenceId,
      number,
      source: file.url.slice(0, 2000),
      name: file.alt.slice(0, 300),
      mime: (got.mime ?? file.mime).slice(0, 200),
      bytes: got.bytes,
      hash,
      problem: got.problem,
      fetched_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .executeTakeFirst()
  if (added && hash) await addLink(tx, evidenceId, 'file', hash)
}
