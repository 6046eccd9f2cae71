// What the composer's pages have in common: reading the form, loading what it offers, saying what went wrong. Each panel
// beside the text has its own part in `composing/`: `read…` the form's fields, `draft…` what is saved of them, `load…` what
// is shown.
import { error, fail, type ActionFailure } from '@sveltejs/kit'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { createPost } from '#posts/create.ts'
import { type DeskPost, unitsToWriteFor } from '#posts/desk-queries.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { postPath } from '#posts/slug.ts'
import type { DraftInput } from '#posts/types.ts'
import { refusalText } from '#ui/messages/messages.ts'
import type { ComposerData, ComposerFailure, TypedPost } from '#ui/posts/shared.ts'
import { type Loading, textsOf } from './composing/loading.ts'
import { draftPictures, loadPictures, readPictures } from './composing/pictures.ts'
import { draftPlan, loadPlan, readPlan } from './composing/plan.ts'
import { loadRelease, readRelease } from './composing/release.ts'
import { draftServes, loadServes, readServes } from './composing/serves.ts'
import { draftWhen, loadWhen, readWhen } from './composing/when.ts'
import { draftWhere, loadWhere, readWhere } from './composing/where.ts'

/** Runs `work` as the signed-in person. */
export async function asPerson<T>(locals: App.Locals, work: (tx: Tx, who: Person) => Promise<T>): Promise<T> {
  const { who } = locals
  if (!who) error(401)
  return inMunicipality(locals.municipality.id, (tx) => work(tx, who))
}

/** The composer's form. */
export function readTyped(form: FormData): TypedPost {
  const text = textsOf(form)
  return {
    revision: Number.parseInt(text('revision'), 10) || 0,
    title: text('title'),
    lead: text('lead'),
    body: text('body'),
    unit: text('unit'),
    language: text('language') === 'en' ? 'en' : 'de',
    comments: text('comments') === 'closed' ? 'closed' : 'open',
    ...readRelease(form, text),
    ...readWhere(form, text),
    ...readWhen(text),
    ...readServes(form, text),
    ...readPlan(form, text),
    ...readPictures(form, text)
  }
}

/** Saves what was typed: as a new draft when there is no post yet. */
export async function keepTyped(
  tx: Tx,
  who: Person,
  id: string | null,
  typed: TypedPost
): Promise<{ id: string; revision: number }> {
  const unitId = uuidOr(typed.unit, tx.municipalityId)
  const draft: DraftInput = {
    title: typed.title,
    lead: typed.lead,
    body: typed.body,
    unitId,
    language: typed.language === 'en' ? 'en' : 'de',
    comments: typed.comments === 'closed' ? 'closed' : 'open',
    fourEyes: typed.fourEyes,
    ...(await draftWhere(tx, unitId, typed, id)),
    ...draftWhen(typed),
    ...draftServes(typed),
    ...draftPlan(typed),
    ...(await draftPictures(tx, who, typed))
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
  const loading: Loading = { tx, who, locals, post, unitId, units }
  const release = await loadRelease(loading)
  const where = await loadWhere(loading)
  const when = loadWhen(loading)
  const serves = await loadServes(loading)
  const plan = await loadPlan(loading)
  const pictures = await loadPictures(loading)
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
      comments: post?.comments ?? 'open',
      ...release.typed,
      ...where.typed,
      ...when.typed,
      ...serves.typed,
      ...plan.typed,
      ...pictures.typed
    },
    units,
    zone: municipality.timeZone,
    owner: who.id,
    ...release.data,
    ...where.data,
    ...serves.data,
    ...plan.data,
    ...pictures.data
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
