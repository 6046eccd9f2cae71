// The format of a drill: a town, its people and what happened, step by step. See content/drills/README.md.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import * as v from 'valibot'

const key = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/, 'a key is lower case letters, digits and hyphens'))
const text = v.pipe(v.string(), v.minLength(1))
const at = v.pipe(
  v.string(),
  v.regex(/^(-[1-9]\d*d ([01]\d|2[0-3]):[0-5]\d|-(\d+h)?([0-5]?\d)m)$/, 'a time is "-27d 09:12", "-3h05m" or "-25m"')
)
/** From the step's day. */
const days = v.pipe(v.number(), v.integer())
const land = v.pipe(v.string(), v.regex(/^DE-[A-Z]{2}$/))
const handle = v.pipe(v.string(), v.regex(/^@[a-z0-9_.-]+@[a-z0-9.-]+$/))
const role = v.picklist(['editor', 'expert', 'leader', 'privacy', 'operator'])

const ActorSchema = v.strictObject({ handle, name: text })

const stepSchemas = [
  v.strictObject({
    do: v.literal('unit'),
    at,
    key,
    name: text,
    shortName: v.optional(text),
    parent: v.optional(key),
    handle: v.optional(key),
    about: v.optional(text)
  }),
  v.strictObject({
    do: v.literal('person'),
    at,
    key,
    name: text,
    email: v.pipe(v.string(), v.email()),
    roles: v.pipe(v.array(v.strictObject({ unit: key, role })), v.minLength(1))
  }),
  v.strictObject({
    do: v.literal('goal'),
    at,
    key,
    name: text,
    by: v.optional(key),
    unit: v.optional(key),
    about: v.optional(text),
    below: v.optional(key),
    kind: v.optional(v.picklist(['leitziel', 'fachplanung'])),
    plan: v.optional(text),
    sdgs: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(17)))),
    begins: v.optional(text),
    ends: v.optional(text),
    links: v.optional(v.array(v.strictObject({ kind: v.picklist(['web', 'paper']), title: text, url: text })))
  }),
  v.strictObject({
    do: v.literal('indicator'),
    at,
    goal: key,
    by: key,
    name: text,
    figure: text,
    direction: v.picklist(['up', 'down', 'hold']),
    baseline: v.optional(v.number()),
    target: v.optional(v.number()),
    values: v.array(v.strictObject({ daysAgo: v.pipe(v.number(), v.integer(), v.minValue(0)), value: v.number() }))
  }),
  v.strictObject({ do: v.literal('serve'), at, message: key, by: key, goals: v.pipe(v.array(key), v.minLength(1)) }),
  v.strictObject({ do: v.literal('topic'), at, key, name: text }),
  v.strictObject({
    do: v.literal('campaign'),
    at,
    key,
    unit: key,
    by: key,
    title: text,
    problem: text,
    messages: v.array(text),
    audiences: v.array(key),
    goals: v.array(key),
    instruments: v.array(v.strictObject({ instrument: text, reason: text })),
    people: v.array(key),
    hours: v.number(),
    days: v.strictObject({ from: days, to: days, review: days }),
    measures: v.array(v.strictObject({ key, name: text, figure: text, target: v.number(), days }))
  }),
  v.strictObject({
    do: v.literal('result'),
    at,
    campaign: key,
    measure: key,
    by: key,
    value: v.number(),
    note: v.string()
  }),
  v.strictObject({ do: v.literal('hours'), at, campaign: key, by: key, hours: v.number(), note: text }),
  v.strictObject({
    do: v.literal('reach'),
    at,
    by: key,
    audience: key,
    channels: v.array(v.strictObject({ network: key, note: text }))
  }),
  v.strictObject({
    do: v.literal('post'),
    at,
    key,
    unit: key,
    topic: key,
    goals: v.array(key),
    campaign: v.optional(key),
    audiences: v.optional(v.array(key)),
    author: key,
    title: text,
    lead: text,
    body: text,
    images: v.optional(v.array(v.strictObject({ file: text, alt: text })))
  }),
  v.strictObject({
    do: v.literal('correction'),
    at,
    post: key,
    by: key,
    note: text,
    replace: v.pipe(v.array(v.strictObject({ from: text, to: text })), v.minLength(1))
  }),
  v.strictObject({ do: v.literal('withdrawal'), at, post: key, by: key, reason: text }),
  v.strictObject({ do: v.literal('comment'), at, key, post: key, name: text, text, inReplyTo: v.optional(key) }),
  v.strictObject({
    do: v.literal('reply'),
    at,
    key,
    post: key,
    actor: ActorSchema,
    html: text,
    inReplyTo: v.optional(key),
    visibility: v.optional(v.picklist(['public', 'unlisted', 'followers']))
  }),
  v.strictObject({ do: v.literal('mention'), at, key, actor: ActorSchema, html: text, unit: v.optional(key) }),
  v.strictObject({
    do: v.literal('direct'),
    at,
    key,
    actor: ActorSchema,
    html: text,
    unit: v.optional(key),
    inReplyTo: v.optional(key)
  }),
  v.strictObject({
    do: v.literal('phone'),
    at,
    key,
    by: key,
    name: text,
    text,
    unit: v.optional(key),
    post: v.optional(key)
  }),
  v.strictObject({
    do: v.literal('category'),
    at,
    key,
    name: text,
    group: text,
    description: text,
    unit: key
  }),
  v.strictObject({
    do: v.literal('defect'),
    at,
    by: key,
    category: key,
    text,
    address: text,
    state: v.optional(v.picklist(['in_progress', 'closed'])),
    note: v.optional(text)
  }),
  v.strictObject({ do: v.literal('like'), at, actor: ActorSchema, post: key }),
  v.strictObject({ do: v.literal('boost'), at, actor: ActorSchema, post: key }),
  v.strictObject({ do: v.literal('follow'), at, actor: ActorSchema, unit: v.optional(key) }),
  v.strictObject({ do: v.literal('edit'), at, message: key, text: v.optional(text), html: v.optional(text) }),
  v.strictObject({ do: v.literal('delete'), at, message: key }),
  v.strictObject({ do: v.literal('approve'), at, message: key, by: key }),
  v.strictObject({ do: v.literal('reject'), at, message: key, by: key, reason: text }),
  v.strictObject({
    do: v.literal('assign'),
    at,
    message: key,
    by: key,
    unit: v.optional(key),
    person: v.optional(key)
  }),
  v.strictObject({ do: v.literal('note'), at, message: key, by: key, text }),
  v.strictObject({ do: v.literal('answer'), at, key, message: key, by: key, text }),
  v.strictObject({ do: v.literal('done'), at, message: key, by: key })
] as const

/** One thing that happens in a drill. */
export const StepSchema = v.variant('do', stepSchemas)

/** A whole drill as the player gets it: texts in place, images as paths of existing files. */
export const ScenarioSchema = v.strictObject({
  format: v.literal(1),
  key,
  title: text,
  about: text,
  language: v.literal('de'),
  municipality: v.strictObject({
    name: text,
    kind: v.picklist(['gemeinde', 'stadt', 'gemeindeverband', 'kreis', 'verband', 'provider']),
    land,
    ags: v.pipe(v.string(), v.regex(/^\d{8}$/)),
    ars: v.pipe(v.string(), v.regex(/^\d{12}$/)),
    handle: key,
    timeZone: text,
    address: text,
    phone: text,
    email: v.pipe(v.string(), v.email()),
    about: text,
    representative: text,
    responsible: text,
    coatOfArms: v.optional(text)
  }),
  steps: v.array(StepSchema)
})

export type Scenario = v.InferOutput<typeof ScenarioSchema>
export type Step = v.InferOutput<typeof StepSchema>
export type StepOf<Do extends Step['do']> = Extract<Step, { do: Do }>
export type Actor = v.InferOutput<typeof ActorSchema>
/** A step with the moment at which it happens. */
export type TimedStep = { time: Temporal.Instant; step: Step }

/**
 * Reads a scenario file: puts the texts of `bodyFile` in place, makes image paths absolute and checks the form.
 * @throws ValiError where a step is not of its form, and the file error where a named file is missing
 */
export async function readScenario(file: string): Promise<Scenario> {
  const raw = JSON.parse(await readFile(file, 'utf8')) as {
    municipality?: Record<string, unknown>
    steps?: Record<string, unknown>[]
  }
  const folder = dirname(file)
  const arms = raw.municipality?.coatOfArms
  if (typeof arms === 'string') raw.municipality!.coatOfArms = join(folder, arms)
  for (const step of raw.steps ?? []) {
    if (typeof step.bodyFile === 'string') {
      step.body = await readFile(join(folder, step.bodyFile), 'utf8')
      delete step.bodyFile
    }
    if (Array.isArray(step.images))
      step.images = step.images.map((image) => ({ ...image, file: join(folder, image.file) }))
  }
  return v.parse(ScenarioSchema, raw)
}

/**
 * Gives every step its moment before `now`, in the order of the file, and fills the day words in its texts.
 * Steps never run backwards: the last hours are counted from `now`, so in the early morning they may reach into the
 * day before; what would come too early then follows its predecessor by a few seconds.
 */
export function scheduleOf(scenario: Scenario, now: Temporal.Instant): TimedStep[] {
  const zone = scenario.municipality.timeZone
  let last: Temporal.Instant | undefined
  return scenario.steps.map((step) => {
    let time = momentOf(step.at, now, zone)
    if (last && Temporal.Instant.compare(time, last) <= 0) time = last.add({ seconds: 5 })
    last = time
    return { time, step: withDays(step, now, zone) }
  })
}

/** The moment that an `at` names: a local time some days before `now`, or hours and minutes before `now`. */
export function momentOf(at: string, now: Temporal.Instant, zone: string): Temporal.Instant {
  const day = /^-(\d+)d (\d\d):(\d\d)$/.exec(at)
  if (day) {
    const date = now
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .subtract({ days: Number(day[1]) })
    return date.toZonedDateTime({ timeZone: zone, plainTime: `${day[2]}:${day[3]}` }).toInstant()
  }
  const ago = /^-(?:(\d+)h)?(\d+)m$/.exec(at)
  if (!ago) throw new Error(`not a time of a scenario: ${at}`)
  return now.subtract({ hours: Number(ago[1] ?? 0), minutes: Number(ago[2]) })
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Replaces day words: `{{day:+12d}}` becomes "Mittwoch, 12. August", `{{date:+12d}}` "12. August", counted from `now`;
 * `{{day:+12d thu}}` is the first Thursday on or after that day.
 */
export function fillDays(text: string, now: Temporal.Instant, zone: string): string {
  return text.replace(/\{\{(day|date):([+-]\d+)d(?: (mon|tue|wed|thu|fri|sat|sun))?\}\}/g, (_, form, days, weekday) => {
    let date = now
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .add({ days: Number(days) })
    if (weekday) date = date.add({ days: (weekdays.indexOf(weekday) + 8 - date.dayOfWeek) % 7 })
    const options = { day: 'numeric', month: 'long' } as const
    return date.toLocaleString('de-DE', form === 'day' ? { weekday: 'long', ...options } : options)
  })
}

function withDays(step: Step, now: Temporal.Instant, zone: string): Step {
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return fillDays(value, now, zone)
    if (Array.isArray(value)) return value.map(filled)
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]))
    return value
  }
  return filled(step) as Step
}
