// What the composer's pages have in common: reading the form, loading what it offers, saying what went wrong.
import { error, fail, type ActionFailure } from '@sveltejs/kit'
import { channelsForPost } from '#channels/announce.ts'
import { noteLength } from '#channels/fediverse/objects.ts'
import { listGoals } from '#goals/find.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { formatLocal } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { type Picture, picturesOf, pictureUrl } from '#platform/media/images.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { createPost } from '#posts/create.ts'
import { type DeskPost, unitsToWriteFor } from '#posts/desk-queries.ts'
import { describeImage, imageMarkdown } from '#posts/images.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { postPath } from '#posts/slug.ts'
import { listTopics } from '#posts/topics.ts'
import type { DraftInput } from '#posts/types.ts'
import { refusalText } from '#ui/messages/messages.ts'
import {
  type ComposerData,
  type ComposerFailure,
  defaultChannels,
  type PictureView,
  type TypedPost
} from '#ui/posts/shared.ts'

/** Runs `work` as the signed-in person. */
export async function asPerson<T>(locals: App.Locals, work: (tx: Tx, who: Person) => Promise<T>): Promise<T> {
  const { who } = locals
  if (!who) error(401)
  return inMunicipality(locals.municipality.id, (tx) => work(tx, who))
}

/** The composer's form. */
export function readTyped(form: FormData): TypedPost {
  const text = (name: string): string => {
    const value = form.get(name)
    // Browsers send line ends as CRLF.
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
  }
  return {
    revision: Number.parseInt(text('revision'), 10) || 0,
    title: text('title'),
    lead: text('lead'),
    body: text('body'),
    unit: text('unit'),
    language: text('language') === 'en' ? 'en' : 'de',
    topics: text('topics'),
    goals: text('goals'),
    imageId: text('imageId'),
    topAlt: form.has('topAlt') ? text('topAlt').trim() : null,
    fediverseForm: text('fediverseForm') === 'note' ? 'note' : 'article',
    comments: text('comments') === 'closed' ? 'closed' : 'open',
    channels: form.getAll('channels').map(String),
    when: text('when') === 'later' ? 'later' : 'now',
    at: text('at'),
    note: text('note')
  }
}

/** Saves what was typed: as a new draft when there is no post yet. */
export async function keepTyped(
  tx: Tx,
  who: Person,
  id: string | null,
  typed: TypedPost
): Promise<{ id: string; revision: number }> {
  const names = (text: string): string[] => text.split(/[;\n]/)
  const options = await channelsForPost(tx, uuidOr(typed.unit, tx.municipalityId))
  const byDefault = options.filter((one) => one.byDefault).map((one) => one.id)
  const chosen = options.filter((one) => one.network === 'site' || typed.channels.includes(one.id)).map((one) => one.id)
  const isDefault = chosen.length === byDefault.length && chosen.every((one) => byDefault.includes(one))
  const draft: DraftInput = {
    title: typed.title,
    lead: typed.lead,
    body: typed.body,
    unitId: uuidOr(typed.unit, tx.municipalityId),
    language: typed.language === 'en' ? 'en' : 'de',
    goals: names(typed.goals),
    topics: names(typed.topics),
    imageId: /^[0-9a-f-]{36}$/.test(typed.imageId) ? typed.imageId : null,
    fediverseForm: typed.fediverseForm === 'note' ? 'note' : 'article',
    comments: typed.comments === 'closed' ? 'closed' : 'open',
    channelIds: isDefault ? null : chosen
  }
  if (draft.imageId && typed.topAlt !== null) {
    const picture = (await picturesOf(tx, [draft.imageId])).get(draft.imageId)
    if (picture && picture.alt !== typed.topAlt) await describeImage(tx, who, picture.id, typed.topAlt)
  }
  if (id === null) return createPost(tx, who, draft)
  return { id, ...(await saveDraft(tx, who, { post: id, revision: typed.revision, draft })) }
}

function uuidOr(text: string, fallback: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : fallback
}

/** What the composer shows: the post as saved, or an empty one. */
export async function composerData(
  tx: Tx,
  who: Person,
  locals: App.Locals,
  post: DeskPost | null
): Promise<ComposerData> {
  const units = await unitsToWriteFor(tx, who)
  if (units.length === 0) error(403, 'notAllowed')
  // Where most of what a person writes belongs: the deepest unit in which they hold a role, else the first.
  const own = units.find((unit) => who.roles.some((role) => role.unitId === unit.id)) ?? units[0]!
  const unitId = post?.unitId ?? own.id
  const { municipality } = locals
  const channels = (await channelsForPost(tx, unitId)).map(({ id, name, network, unitId: owner }) => ({
    id,
    name,
    network,
    unitId: owner
  }))
  const shownUnits = units.map((unit) => ({ ...unit, mayPublish: may(who, 'post.publish', unit.id) }))
  const above = units.find((unit) => unit.id === unitId)?.above ?? [unitId]
  return {
    language: locals.language,
    post: post && {
      id: post.id,
      state: post.state,
      hasDraft: post.hasDraft,
      path: postPath(post),
      scheduledAt: post.scheduledAt,
      scheduleProblem: post.scheduleProblem && refusalText(locals.language, post.scheduleProblem),
      withdrawnAt: post.withdrawnAt,
      withdrawalReason: post.withdrawalReason
    },
    typed: {
      revision: post?.revision ?? 0,
      title: post?.title ?? '',
      lead: post?.lead ?? '',
      body: post?.body ?? '',
      unit: unitId,
      language: post?.language ?? municipality.language,
      topics: post?.topics.join('; ') ?? '',
      goals: post?.goals.join('; ') ?? '',
      imageId: post?.picture?.id ?? '',
      topAlt: null,
      fediverseForm: post?.fediverseForm ?? 'article',
      comments: post?.comments ?? 'open',
      channels: post?.channelIds ?? defaultChannels(channels, above),
      when: post?.scheduledAt ? 'later' : 'now',
      at: post?.scheduledAt ? formatLocal(post.scheduledAt, municipality.timeZone) : '',
      note: ''
    },
    picture: post?.picture ? showPicture(post.picture) : null,
    units: shownUnits,
    channels,
    topicNames: (await listTopics(tx)).map((topic) => topic.name),
    goalNames: (await listGoals(tx)).map((goal) => goal.name),
    zone: municipality.timeZone,
    noteRoom: noteLength - 27
  }
}

/** A picture as the composer shows it. */
export function showPicture(picture: Picture): PictureView {
  return {
    id: picture.id,
    url: pictureUrl(picture, 480),
    alt: picture.alt,
    width: picture.width,
    height: picture.height,
    markdown: imageMarkdown(picture)
  }
}

/** Turns a refusal into what the composer shows; what was typed comes back, after a collision with the newer revision. */
export function failed(
  locals: App.Locals,
  action: string,
  typed: TypedPost,
  problem: unknown
): ActionFailure<{ failed: ComposerFailure }> {
  if (!(problem instanceof Refusal)) throw problem
  const said = (key: string): string => refusalText(locals.language, key, problem.data)
  const fields =
    problem instanceof Invalid
      ? Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [field, said(key)]))
      : {}
  const failure: ComposerFailure = { action, problem: Object.values(fields)[0] ?? said(problem.key), fields, typed }
  if (problem instanceof Stale) {
    const { revision, title, lead, body } = problem.data as {
      revision: number
      title: string
      lead: string
      body: string
    }
    failure.stale = { title, lead, body }
    failure.typed = { ...typed, revision }
  }
  return fail(problem.status, { failed: failure })
}
