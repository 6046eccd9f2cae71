// What a municipality settles about itself. Stored as one object; a field that is missing or from an older version
// gets its default, so that old data never stops new code.
import * as v from 'valibot'

const text = (max: number) => v.fallback(v.pipe(v.string(), v.trim(), v.maxLength(max)), '')
const time = (fallback: string) => v.fallback(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/)), fallback)

const whole = (min: number, max: number, fallback: number) =>
  v.fallback(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)), fallback)

/** Somebody who can be reached: on the imprint, the privacy notice, the accessibility statement. */
const contact = v.fallback(v.object({ name: text(200), address: text(500), email: text(254), phone: text(60) }), {
  name: '',
  address: '',
  email: '',
  phone: ''
})

export const settingsSchema = v.fallback(
  v.object({
    /** The accent colour, `#rrggbb`. */
    colour: v.fallback(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)), '#1a4e8a'),
    /** Media id of the coat of arms. */
    coatOfArms: v.fallback(v.nullable(v.pipe(v.string(), v.uuid())), null),
    /** One sentence below the name on the start page. */
    motto: text(200),
    /** The administration itself: name of the body, postal address, e-mail, phone. */
    contact,
    imprint: v.fallback(
      v.object({
        /** Who represents the body by law, such as the mayor. */
        representative: text(200),
        /** Responsible for the content (§ 18 Abs. 2 MStV), with address. */
        responsible: text(200),
        responsibleAddress: text(500),
        supervisoryAuthority: text(200),
        vatId: text(40),
        more: text(4000)
      }),
      { representative: '', responsible: '', responsibleAddress: '', supervisoryAuthority: '', vatId: '', more: '' }
    ),
    privacyOfficer: contact,
    accessibilityContact: contact,
    /** Rules of the conversation, Markdown. Empty: the text that ships. */
    netiquette: text(10_000),
    /** Licence of the posts' texts, as SPDX names it or in words. */
    licence: v.fallback(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)), 'CC-BY-4.0'),
    /** When the town hall works: ISO weekdays (1 is Monday) and local times. */
    serviceHours: v.fallback(
      v.object({
        days: v.fallback(
          v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))), v.maxLength(7)),
          [1, 2, 3, 4, 5]
        ),
        from: time('08:00'),
        to: time('16:00')
      }),
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }
    ),
    /** What makes a comment of the site wait for a look, and what a comment may bring along. */
    comments: v.fallback(
      v.object({
        /** So many good ones and a person's comments appear at once. 0: the first one does. */
        newcomerGood: whole(0, 50, 3),
        /** Every comment waits, whoever wrote it. */
        reviewAll: v.fallback(v.boolean(), false),
        /** More links than these, or a longer text, wait. */
        holdLinks: whole(0, 50, 2),
        holdLength: whole(100, 10_000, 3000),
        /** Words that make a comment wait; a `*` at the end stands for any ending. */
        holdWords: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(500)), []),
        files: v.fallback(v.picklist(['none', 'pictures', 'documents']), 'none'),
        /** Leading zero bits a browser has to find. */
        proofBits: whole(8, 22, 14),
        /** Minutes a comment from a browser without a script waits although nothing else speaks against it. */
        slowMinutes: whole(0, 1440, 30)
      }),
      {
        newcomerGood: 3,
        reviewAll: false,
        holdLinks: 2,
        holdLength: 3000,
        holdWords: [],
        files: 'none',
        proofBits: 14,
        slowMinutes: 30
      }
    ),
    /** Local days the address of an unregistered commenter is kept, the day itself counted. */
    addressDays: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30)), 7),
    /** Why longer than seven days; shown to everybody. */
    addressDaysReason: text(500),
    /** Whether notices to the staff may hold what a citizen wrote. */
    citizensTextInMail: v.fallback(v.boolean(), false),
    /** Whether answers of the administration name the person who wrote them, beside the unit. */
    signPerson: v.fallback(v.boolean(), false),
    /** Whether citizens report defects on the site. */
    cases: v.fallback(v.boolean(), false),
    /** What stands above every page of the site while a crisis lasts: a title and the path of the source page. */
    alert: v.fallback(v.nullable(v.object({ title: v.string(), path: v.pipe(v.string(), v.startsWith('/')) })), null),
    /** When `doctor` found the public https address to work; the Fediverse starts only then. */
    addressConfirmedAt: v.fallback(v.nullable(v.pipe(v.string(), v.isoTimestamp())), null)
  }),
  {} as never
)

export type Settings = v.InferOutput<typeof settingsSchema>
export type CommentRules = Settings['comments']

/** Settings as stored, with every gap filled. Never throws. */
export function readSettings(stored: unknown): Settings {
  const given = typeof stored === 'object' && stored !== null ? stored : {}
  return v.parse(settingsSchema, fill(given as Record<string, unknown>))
}

// A missing key is not an invalid value for valibot: nested objects and keys are laid out before the fallbacks apply.
const groups = ['contact', 'imprint', 'privacyOfficer', 'accessibilityContact', 'serviceHours', 'comments'] as const
const shape = settingsSchema.entries

function fill(stored: Record<string, unknown>): Record<string, unknown> {
  const filled: Record<string, unknown> = {}
  for (const key of Object.keys(shape)) filled[key] = stored[key] ?? null
  for (const group of groups) {
    const given = (stored[group] ?? {}) as Record<string, unknown>
    const keys = Object.keys((shape[group] as unknown as { entries: Record<string, unknown> }).entries)
    filled[group] = Object.fromEntries(keys.map((key) => [key, given[key] ?? null]))
  }
  return filled
}
