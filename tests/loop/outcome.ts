// What has to be true after the story, however often the program died in it: every message is there once, and every
// receiver has every activity.
import { expect } from 'vitest'
import type { Json } from '../fediverse/peer.ts'
import { until, visitor } from './people.ts'
import type { Told } from './story.ts'
import type { Scene } from './town.ts'

export interface Outcome {
  /** Distinct activities that we said. */
  activities: number
  /** Receptions beyond the first of each activity. */
  repeats: number
}

/** Checks all sides. @throws what differs */
export async function check(scene: Scene, stories: Told[]): Promise<Outcome> {
  await until('every delivery has ended', async () => (await unfinished(scene)) === 0)
  for (const story of stories) {
    await checkMessages(scene, story)
    await checkSite(scene, story)
  }
  expect(await quarantined(scene)).toEqual([])
  return checkActivities(scene, stories)
}

/** In the inbox, once each: two replies, a comment, three answers. */
async function checkMessages(scene: Scene, { post, replies, comment, answers }: Told): Promise<void> {
  const rows = await scene.in((tx) =>
    tx
      .selectFrom('message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
      .select(['message.id', 'message.direction', 'message.remote_id', 'message.text', 'message.state'])
      .where('conversation.post_id', '=', post)
      .where('message.direction', 'in', ['in', 'out'])
      .where('message.automatic', '=', false)
      .execute()
  )
  const came = rows.filter(({ direction }) => direction === 'in')
  const said = came.map(({ remote_id, text }) => (text === comment ? text : remote_id))
  expect(said.toSorted()).toEqual([comment, replies.peer, replies.bot].toSorted())
  const went = rows.filter(({ direction }) => direction === 'out')
  expect(went.map(({ id, text }) => ({ id, text })).toSorted(byId)).toEqual(
    answers.map(({ id, text }) => ({ id, text })).toSorted(byId)
  )
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

async function checkSite(scene: Scene, { path, isWithdrawn, comment, answers }: Told): Promise<void> {
  const { status, text } = await visitor(scene).get(path)
  expect(status).toBe(isWithdrawn ? 410 : 200)
  const page = text.replace(/<script[\s\S]*?<\/script>/g, '')
  for (const words of [comment, ...answers.map((answer) => answer.text)]) {
    expect(page.split(words).length - 1, words).toBe(isWithdrawn ? 0 : 1)
  }
}

/** Every activity reached everybody it is for; what is said once is one activity, however often it came. */
async function checkActivities(scene: Scene, stories: Told[]): Promise<Outcome> {
  const rows = await scene.in((tx) =>
    tx
      .selectFrom('activity')
      .innerJoin('delivery', 'delivery.activity_id', 'activity.id')
      .select([
        'activity.id',
        'activity.kind',
        'activity.object_id',
        'activity.body',
        'delivery.inbox',
        'delivery.state'
      ])
      .where('activity.kind', 'in', ['Create', 'Update', 'Delete'])
      .execute()
  )
  expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([])
  const byPeer = scene.peer.received.map(({ activity, problem }) => ({ activity, problem }))
  expect(byPeer.filter(({ problem }) => problem !== null)).toEqual([])
  const heard = {
    peer: countIds(byPeer.map(({ activity }) => activity)),
    bot: countIds(await scene.bot.do<Json[]>('seen'))
  }
  for (const { body, inbox } of rows) {
    const by = inbox.startsWith(scene.peer.origin) ? heard.peer : heard.bot
    expect(by.get(String((body as Json).id)), `${String((body as Json).id)} at ${inbox}`).toBeGreaterThan(0)
  }
  // By post: one Create and one Update of each actor, a Delete where it was taken back.
  const said = new Map<string, Set<string>>()
  for (const { id, kind, object_id } of rows) {
    const what = `${kind} ${object_id}`
    said.set(what, (said.get(what) ?? new Set()).add(id))
  }
  for (const [what, ids] of said) expect(ids.size, what).toBe(1)
  const count = (kind: string) => [...said.keys()].filter((what) => what.startsWith(`${kind} `)).length
  const withdrawn = stories.filter(({ isWithdrawn }) => isWithdrawn).length
  expect(count('Create')).toBeGreaterThanOrEqual(4 * stories.length)
  expect(count('Update')).toBeGreaterThanOrEqual(2 * stories.length)
  expect(count('Delete')).toBeGreaterThanOrEqual(2 * withdrawn)
  const repeats = [...heard.peer.values(), ...heard.bot.values()].reduce((sum, times) => sum + times - 1, 0)
  return { activities: said.size, repeats }
}

/** How often each activity came. */
function countIds(activities: Json[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { id } of activities) counts.set(String(id), (counts.get(String(id)) ?? 0) + 1)
  return counts
}

async function unfinished(scene: Scene): Promise<number> {
  return scene.in(async (tx) => {
    const due = await tx.selectFrom('delivery').select('inbox').where('state', '=', 'due').execute()
    const raw = await tx.selectFrom('incoming_raw').select('id').where('state', '=', 'new').execute()
    const open = await tx
      .selectFrom('publication')
      .select('id')
      .where('state', 'not in', ['sent', 'withdrawn', 'refused'])
      .execute()
    return due.length + raw.length + open.length
  })
}

async function quarantined(scene: Scene): Promise<unknown[]> {
  return scene.in((tx) =>
    tx.selectFrom('incoming_raw').select(['kind', 'reason']).where('state', '=', 'quarantined').execute()
  )
}
