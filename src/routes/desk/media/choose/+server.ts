import { json } from '@sveltejs/kit'
import { today } from '#media/consent.ts'
import { listMedia } from '#media/queries.ts'
import { mediaKinds } from '#media/types.ts'
import { asPerson } from '../../posts/composing.ts'
import { showMedia } from '../showing.ts'
import type { RequestHandler } from './$types'

/** What can be chosen for a post, the newest first. */
export const GET: RequestHandler = async ({ locals, url }) =>
  asPerson(locals, async (tx, who) => {
    const day = await today(tx)
    const kind = mediaKinds.find((one) => one === url.searchParams.get('kind')) ?? null
    const words = (url.searchParams.get('q') ?? '').slice(0, 200)
    const { items } = await listMedia(tx, who, { words, kind, today: day, limit: 24 })
    return json({ cards: items.map((item) => showMedia(item, day)) })
  })
