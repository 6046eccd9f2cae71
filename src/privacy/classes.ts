// Everything personal that is stored, by class: which tables hold it, how long, and within which bounds a municipality may
// say otherwise. A table with a personal column (`comment on column … is 'personal:…'`) that stands nowhere here fails a
// test; what happens when the time is over stands in `retention/forget.ts`.
import type { Tx } from '#platform/database/database.ts'

export interface RetentionClass {
  id: string
  /** The tables whose personal columns it answers for. One table may go by several classes. */
  tables: string[]
  /** Days until it goes, and the bounds; null: it goes with something that happens, not with time. */
  days: { default: number; min: number; max: number } | null
  /** Where it is settled instead. */
  settledAt?: string
}

const days = (byDefault: number, min: number, max: number) => ({ default: byDefault, min, max })

/** In the order of the table at the desk: citizens first, then what the program notes, then staff. */
export const retentionClasses = [
  // The one period that the law watches most closely has its own rules, see `period.ts`.
  { id: 'address', tables: ['comment_address'], days: days(7, 1, 30), settledAt: '/desk/privacy/retention#address' },
  { id: 'hold', tables: ['address_hold'], days: days(365, 180, 1095) },
  {
    id: 'publicMessage',
    tables: ['message', 'conversation', 'activity', 'comment_file', 'message_file'],
    days: days(180, 30, 730)
  },
  { id: 'rejectedMessage', tables: ['message'], days: days(180, 30, 365) },
  {
    id: 'privateMessage',
    tables: [
      'message',
      'conversation',
      'activity',
      'conversation_check',
      'inner_question',
      'forwarding',
      'answer_draft',
      'message_file'
    ],
    days: days(1095, 180, 3650)
  },
  // A copy stays while its matter is open; what was reported to the police stays three years.
  { id: 'evidence', tables: ['evidence', 'evidence_file', 'evidence_export'], days: days(180, 30, 1095) },
  { id: 'decision', tables: ['decision', 'decision_review', 'block_mark'], days: days(730, 365, 1825) },
  { id: 'takenBack', tables: ['message', 'incoming_raw', 'contact', 'activity'], days: null },
  // A case keeps its number and its states; what its report says of a person goes with the report's message.
  { id: 'report', tables: ['case_report', 'case_upload'], days: null },
  // Whoever gave notice of illegal content: half a year for complaints, then only the figures stay.
  { id: 'illegalNotice', tables: ['report'], days: days(190, 180, 730) },
  { id: 'unconfirmedMail', tables: ['contact'], days: null },
  { id: 'contactMail', tables: ['contact'], days: days(180, 30, 730) },
  { id: 'contact', tables: ['contact'], days: null },
  { id: 'reaction', tables: ['reaction'], days: days(730, 90, 1825) },
  { id: 'follower', tables: ['follower'], days: null },
  { id: 'rawDone', tables: ['incoming_raw', 'mail_raw'], days: days(30, 1, 180) },
  { id: 'rawQuarantined', tables: ['incoming_raw'], days: days(180, 30, 365) },
  { id: 'mail', tables: ['outgoing_mail'], days: days(90, 7, 365) },
  { id: 'delivery', tables: ['delivery'], days: days(30, 7, 180) },
  { id: 'storm', tables: ['storm_group'], days: days(365, 30, 1095) },
  { id: 'routing', tables: ['routing_model'], days: null },
  { id: 'media', tables: ['media'], days: days(365, 30, 1825) },
  { id: 'request', tables: ['subject_request'], days: days(1095, 365, 1825) },
  { id: 'look', tables: ['sensitive_read'], days: days(730, 365, 1825) },
  {
    id: 'staff',
    tables: [
      'person',
      'account',
      'trust_change',
      'review',
      'review_step',
      'review_notice',
      'election_check',
      'notice_edition',
      'channel'
    ],
    days: days(180, 7, 1095)
  },
  { id: 'session', tables: ['session'], days: null },
  { id: 'outside', tables: ['outside_reviewer', 'review_request', 'inner_question'], days: days(365, 30, 1095) },
  { id: 'duty', tables: ['duty'], days: days(365, 30, 1095) },
  { id: 'absence', tables: ['absence'], days: days(365, 30, 1095) },
  { id: 'record', tables: ['trust_record', 'trust_proposal'], days: null, settledAt: '/desk/settings/trust' },
  { id: 'goalImport', tables: ['goal_import'], days: days(1, 1, 30) }
] as const satisfies RetentionClass[]

export type ClassId = (typeof retentionClasses)[number]['id']

/** How many days each class is kept here. What goes with an event has none. */
export async function retentionDays(tx: Tx): Promise<Record<ClassId, number>> {
  const rows = await tx.selectFrom('retention_rule').select(['class', 'days']).limit(1000).execute()
  const settled = new Map(rows.map((row) => [row.class, row.days]))
  return Object.fromEntries(
    retentionClasses.map(({ id, days }) => [
      id,
      days ? Math.min(Math.max(settled.get(id) ?? days.default, days.min), days.max) : 0
    ])
  ) as Record<ClassId, number>
}
