// What a look at the installation found: values, which the desk and the command line turn into words (ui/messages/findings.ts).

export interface Finding {
  /** What was looked at: `database`, `certificate` … */
  about: string
  state: 'good' | 'warning' | 'failed'
  /** Key of the words for it, with what to do. */
  key: FindingKey
  data: Record<string, string | number>
}

/** Everything there is to say. */
export type FindingKey =
  | 'addressProven'
  | 'addressAssumed'
  | 'addressLocal'
  | 'addressPrivate'
  | 'addressUnknownName'
  | 'addressUnreachable'
  | 'addressNoTls'
  | 'addressElsewhere'
  | 'addressRefused'
  | 'plainRedirected'
  | 'plainServed'
  | 'certificateGood'
  | 'certificateEnding'
  | 'certificateBad'
  | 'proxyGood'
  | 'proxyProtocolMissing'
  | 'proxyProtocolUntrusted'
  | 'proxyAddressMissing'
  | 'proxyAddressSpoofed'
  | 'proxyHostWrong'
  | 'proxyHostSpoofed'
  | 'clockGood'
  | 'clockWrong'
  | 'clockUnknown'
  | 'handlesAtSite'
  | 'handlesFound'
  | 'handlesUnreachable'
  | 'handlesNotRedirected'
  | 'databaseGood'
  | 'databaseOld'
  | 'databaseAway'
  | 'schemaGood'
  | 'schemaOld'
  | 'schemaNewer'
  | 'rolesGood'
  | 'rolesPowerful'
  | 'diskGood'
  | 'diskLow'
  | 'diskFull'
  | 'diskReadOnly'
  | 'keysGood'
  | 'keysMissing'
  | 'keysOpen'
  | 'mailGood'
  | 'mailMissing'
  | 'mailSenderMissing'
  | 'mailFailing'
  | 'outsideGood'
  | 'outsideClosed'
  | 'programRuns'
  | 'programStopped'
  | 'noMunicipality'
  | 'outgoingHeld'
  | 'backupGood'
  | 'backupOld'
  | 'backupNone'

/** Says one thing that was found. */
export function finding(about: string, state: Finding['state'], key: FindingKey, data: Finding['data'] = {}): Finding {
  return { about, state, key, data }
}
