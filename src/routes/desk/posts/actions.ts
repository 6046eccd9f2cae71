// What the composer's buttons do, the same for a new post and for one that exists.
import { type ActionFailure, redirect, type RequestEvent } from '@sveltejs/kit'
import { mediaMarkdown } from '#media/markdown.ts'
import { readMedia } from '#media/queries.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { correctPost } from '#posts/correct.ts'
import { lockPost } from '#posts/lock.ts'
import { publishPost } from '#posts/publish.ts'
import type { ReleaseKind } from '#review/shared.ts'
import { schedulePost, unschedulePost } from '#posts/schedule.ts'
import { renderText } from '#posts/version.ts'
import type { ComposerFailure, TypedPost } from '#ui/posts/shared.ts'
import { takeUpload } from '../media/uploading.ts'
import { asPerson, failed, keepTyped, readTyped } from './composing.ts'

type Outcome = ActionFailure<{ failed: ComposerFailure }>
type Event = RequestEvent<{ id?: string }>

/** Saves the form first, then does what the button says; on success the page is loaded anew. */
async function after(
  event: Event,
  action: string,
  work: (tx: Tx, who: Person, saved: { id: string; revision: number }, typed: TypedPost) => Promise<string>
): Promise<Outcome> {
  const typed = readTyped(await event.request.formData())
  let place: string
  try {
    place = await asPerson(event.locals, async (tx, who) => {
      const saved = await keepTyped(tx, who, event.params.id ?? null, typed)
      return `${saved.id}?done=${await work(tx, who, saved, typed)}`
    })
  } catch (problem) {
    return failed(event.locals, action, typed, problem)
  }
  redirect(303, `/desk/posts/${place}`)
}

/** Keeps the draft. */
export const save = (event: Event): Promise<Outcome> => after(event, 'save', async () => 'saved')

/** Publishes, schedules or corrects, as the post's state and the chosen time say. */
export const publish = (event: Event): Promise<Outcome> =>
  after(event, 'publish', async (tx, who, { id, revision }, typed) => {
    const { state } = await lockPost(tx, id)
    const { reviewer } = typed
    const done = (kind: ReleaseKind, otherwise: string): string => (kind === 'approval' ? 'asked' : otherwise)
    if (state === 'published')
      return done((await correctPost(tx, who, { post: id, revision, note: typed.note, reviewer })).kind, 'corrected')
    if (typed.when === 'later')
      return done((await schedulePost(tx, who, { post: id, revision, at: typed.at, reviewer })).kind, 'scheduled')
    return done((await publishPost(tx, who, { post: id, revision, reviewer })).kind, 'published')
  })

/** Takes a scheduled post back to the drafts, with what was typed. */
export const unschedule = (event: Event): Promise<Outcome> =>
  after(event, 'unschedule', async (tx, who, { id }) => {
    await unschedulePost(tx, who, { post: id })
    return 'unscheduled'
  })

/** Takes a picture up, or one of the library, and puts it above the text or into it. The slow part comes first. */
export async function image(event: Event): Promise<Outcome> {
  const { locals, params, request, url } = event
  const form = await request.formData()
  const typed = readTyped(form)
  const alt = String(form.get('alt') ?? '')
  const isInText = url.searchParams.get('place') === 'text'
  const chosen = String(form.get('fromLibrary') ?? '')
  let place: string
  try {
    let id = url.searchParams.has('library') ? chosen : null
    if (id === null) {
      const file = form.get('picture')
      if (!(file instanceof File) || file.size === 0) throw new Refusal('image.unknownKind')
      id = (await takeUpload(locals, file.stream() as unknown as AsyncIterable<Uint8Array>, file.name, { alt })).id
    }
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('choose')
    const taken = id
    place = await asPerson(locals, async (tx, who) => {
      const item = await readMedia(tx, who, taken)
      if (item.withdrawnAt) throw new Refusal('media.isWithdrawn')
      if (!isInText && item.kind !== 'image') throw new Refusal('media.notThisKind')
      const changed = isInText
        ? { ...typed, body: `${typed.body.trimEnd()}\n\n${mediaMarkdown(item)}\n` }
        : { ...typed, imageId: item.id, topAlt: null, topShowsText: null }
      return (await keepTyped(tx, who, params.id ?? null, changed)).id
    })
  } catch (problem) {
    return failed(locals, 'image', typed, problem)
  }
  redirect(303, `/desk/posts/${place}?done=picture`)
}

/** Takes the picture above the text away; the file stays, for versions that show it. */
export async function removeImage(event: Event): Promise<Outcome> {
  const typed = readTyped(await event.request.formData())
  let place: string
  try {
    place = await asPerson(
      event.locals,
      async (tx, who) => (await keepTyped(tx, who, event.params.id ?? null, { ...typed, imageId: '' })).id
    )
  } catch (problem) {
    return failed(event.locals, 'removeImage', typed, problem)
  }
  redirect(303, `/desk/posts/${place}?done=saved`)
}

/** Shows the text as the site will, for who has no script; nothing is saved. */
export async function preview(event: Event): Promise<{ previewed: { html: string; typed: TypedPost } }> {
  const typed = readTyped(await event.request.formData())
  const { html } = await asPerson(event.locals, (tx) => renderText(tx, typed.body))
  return { previewed: { html, typed } }
}
