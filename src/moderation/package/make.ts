// The package for the police: copies, readable page, files, checksums, and the installation's signature. Who made it when, why
// and for whom is written down; made again from that line, it is the same to the byte.
import { loadMunicipality } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { noteLook } from '#privacy/reads.ts'
import { sha256 } from '../chain.ts'
import type { EvidenceBody } from '../evidence.ts'
import { referenceOf } from '../shared.ts'
import { clean } from '../statement.ts'
import { reportPage, type ReportData } from './report.ts'
import { keyFingerprint, publicKeyPem, signature } from './sign.ts'
import { writeZip, type Part } from './zip.ts'

export interface ExportInput {
  decision: string
  /** Why it is given out, and to whom. */
  reason: string
  authority: string
  /** Their file number, where known. */
  reference?: string
}

interface Export {
  id: string
  decision: string
  evidenceIds: string[]
  by: string
  at: Date
  reason: string
  authority: string
  reference: string
}

/**
 * Writes down that a package is given out, with the hash of what is signed. Answers its id, for `readPackage`.
 * @throws NotAllowed, NotFound, Invalid, Refusal when there is no copy
 */
export async function exportEvidence(tx: Tx, who: Person, input: ExportInput): Promise<string> {
  const decision = await decisionRow(tx, input.decision)
  must(who, 'evidence.export', decision.unit_id)
  const reason = clean(input.reason).slice(0, 1000)
  const authority = clean(input.authority).slice(0, 300)
  const faults = {
    ...(reason === '' && { reason: 'moderation.exportReasonMissing' }),
    ...(authority === '' && { authority: 'moderation.authorityMissing' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const copies = await tx
    .selectFrom('evidence')
    .select('id')
    .where('message_id', '=', decision.message_id)
    .orderBy('taken_at')
    .limit(50)
    .execute()
  if (copies.length === 0) throw new Refusal('moderation.noEvidence')
  const made: Export = {
    id: newId(),
    decision: decision.id,
    evidenceIds: copies.map(({ id }) => id),
    by: who.name,
    at: now(),
    reason,
    authority,
    reference: clean(input.reference).slice(0, 200)
  }
  const { hash, signed } = await build(tx, made)
  await tx
    .insertInto('evidence_export')
    .values({
      id: made.id,
      decision_id: made.decision,
      evidence_ids: made.evidenceIds,
      exported_by: who.id,
      exported_at: made.at,
      reason,
      authority,
      reference: made.reference,
      hash,
      signature: signed
    })
    .execute()
  await noteLook(tx, who, { kind: 'police', subject: decision.id, note: `${authority}: ${reason}` })
  record(tx, who, 'evidence.exported', decision.id, { export: made.id, copies: copies.length })
  return made.id
}

/** The package that was written down; every fetch is logged. @throws NotAllowed, NotFound */
export async function readPackage(tx: Tx, who: Person, exportId: string): Promise<{ name: string; bytes: Buffer }> {
  const row = await tx
    .selectFrom('evidence_export')
    .leftJoin('person', 'person.id', 'evidence_export.exported_by')
    .selectAll('evidence_export')
    .select('person.name')
    .where('evidence_export.id', '=', exportId)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const decision = await decisionRow(tx, row.decision_id)
  must(who, 'evidence.export', decision.unit_id)
  const { zip } = await build(tx, {
    id: row.id,
    decision: row.decision_id,
    evidenceIds: row.evidence_ids,
    by: row.name ?? '',
    at: row.exported_at,
    reason: row.reason,
    authority: row.authority,
    reference: row.reference
  })
  await noteLook(tx, who, { kind: 'police', subject: row.decision_id, note: row.authority })
  return { name: `${referenceOf(row.decision_id)}.zip`, bytes: zip }
}

async function decisionRow(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('decision')
    .leftJoin('person', 'person.id', 'decision.decided_by')
    .selectAll('decision')
    .select('person.name')
    .where('decision.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('moderation.decisionNotFound')
  return row
}

async function build(tx: Tx, made: Export): Promise<{ zip: Buffer; hash: string; signed: string }> {
  const municipality = await loadMunicipality(tx)
  const decision = await decisionRow(tx, made.decision)
  const pem = publicKeyPem()
  const fingerprint = keyFingerprint(pem)
  const { parts, copies } = await partsOf(tx, made.evidenceIds, made.at)
  if (copies.length === 0) throw new NotFound('moderation.noEvidence')
  const data: ReportData = {
    municipality: municipality.name,
    reference: referenceOf(decision.id),
    step: decision.step,
    facts: decision.facts,
    ground: decision.ground_text,
    milder: decision.milder,
    decidedAt: decision.decided_at.toISOString(),
    decidedBy: decision.name ?? '',
    exportedAt: made.at.toISOString(),
    exportedBy: made.by,
    authority: made.authority,
    fileNumber: made.reference,
    reason: made.reason,
    fingerprint,
    copies
  }
  const chain = await chainOf(tx, made.evidenceIds)
  const all: Part[] = [
    { path: 'LIESMICH.txt', bytes: Buffer.from(readMe(fingerprint)) },
    { path: 'bericht.html', bytes: Buffer.from(reportPage(data)) },
    ...parts,
    { path: 'kette.json', bytes: Buffer.from(JSON.stringify(chain, null, 2)) }
  ]
  const { copies: _copies, fileNumber: reference, municipality: name, ...rest } = data
  const manifest = Buffer.from(
    JSON.stringify(
      {
        format: 'ortsgespraech-police-1',
        package: made.id,
        ...rest,
        reference,
        decision: data.reference,
        municipality: { id: municipality.id, name, ars: municipality.ars },
        files: all.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) }))
      },
      null,
      2
    )
  )
  const signed = signature(manifest)
  const zip = writeZip(
    [
      { path: 'manifest.json', bytes: manifest },
      { path: 'manifest.sig', bytes: signed },
      { path: 'public-key.pem', bytes: Buffer.from(pem) },
      ...all
    ],
    made.at
  )
  return { zip, hash: sha256(manifest), signed: signed.toString('base64') }
}

/** Copies and files as they were when the package was written down; what was fetched later is in a later package. */
async function partsOf(tx: Tx, ids: string[], at: Date): Promise<{ parts: Part[]; copies: ReportData['copies'] }> {
  const rows = await tx.selectFrom('evidence').selectAll().where('id', 'in', ids).orderBy('taken_at').execute()
  const files = await tx
    .selectFrom('evidence_file')
    .selectAll()
    .where('evidence_id', 'in', ids)
    .where('fetched_at', '<=', at)
    .orderBy('evidence_id')
    .orderBy('number')
    .limit(500)
    .execute()
  const parts: Part[] = []
  const copies = rows.map((row, index) => {
    const number = String(index + 1).padStart(2, '0')
    parts.push({ path: `kopie-${number}.json`, bytes: Buffer.from(row.body) })
    const own = files
      .filter((one) => one.evidence_id === row.id)
      .map((one) => {
        const path = one.bytes ? `anhang-${number}-${one.number}${extensionOf(one.mime)}` : null
        if (path) parts.push({ path, bytes: one.bytes! })
        return { path, source: one.source, mime: one.mime, hash: one.hash, problem: one.problem }
      })
    return {
      id: row.id,
      takenAt: row.taken_at.toISOString(),
      why: row.why,
      hash: row.hash,
      body: JSON.parse(row.body) as EvidenceBody,
      files: own
    }
  })
  return { parts, copies }
}

const extensions: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'application/pdf': '.pdf'
}

/** Anything that could run when clicked gets a name that does not. */
function extensionOf(mime: string): string {
  return extensions[mime.split(';')[0]!.trim().toLowerCase()] ?? '.bin'
}

async function chainOf(tx: Tx, ids: string[]) {
  return tx
    .selectFrom('evidence_link')
    .selectAll()
    .where('evidence_id', 'in', ids)
    .orderBy('position')
    .limit(500)
    .execute()
    .then((links) => links.map(({ municipality_id: _here, ...link }) => link))
}

function readMe(fingerprint: string): string {
  return `Paket zur Beweissicherung aus Ortsgespräch

bericht.html    zum Lesen (öffnet nichts aus dem Netz)
kopie-NN.json   die gesicherte Kopie, Zeichen für Zeichen
anhang-NN-N.*   Anhänge, wie sie vorlagen. Vorsicht beim Öffnen.
kette.json      die Glieder der Prüfsummenkette zu diesen Kopien
manifest.json   alle Dateien mit Prüfsummen (SHA-256)
manifest.sig    Unterschrift unter manifest.json (Ed25519, 64 Byte)
public-key.pem  der öffentliche Schlüssel dazu

Prüfen mit Ortsgespräch:   ortsgespraech verify DATEI.zip --key "${fingerprint}"
Prüfen mit OpenSSL 3:      openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig
und die Prüfsummen:        sha256sum bericht.html …

Der Schlüssel der Installation hat diesen Fingerabdruck. Lassen Sie ihn sich von der Kommune auf einem anderen Weg nennen:
${fingerprint}
`
}
