// The loop itself, once: something is said, on the site and in the Fediverse; three people answer from three places; the
// department answers each where it was asked; a mistake is corrected; at last it is taken back.
import { newId } from '#platform/id.ts'
import type { Json } from '../fediverse/peer.ts'
import { persist, until, visitor, type Fields, type Visitor } from './people.ts'
import type { Actor, Scene } from './town.ts'

const publicly = 'https://www.w3.org/ns/activitystreams#Public'

/** What was done, and so has to be true at the end. */
export interface Told {
  post: string
  path: string
  isWithdrawn: boolean
  /** What citizens said: the remote ids of the replies, the text of the comment. */
  replies: { peer: string; bot: string }
  comment: string
  /** What the administration answered, with the ids that the form gave. */
  answers: { to: 'peer' | 'bot' | 'comment'; id: string; text: string }[]
}

/** Both servers follow: one both actors, the other the department. */
export async function follow(scene: Scene): Promise<void> {
  const { peer, bot, town, department } = scene
  for (const [name, actor] of [
    ['ben', town],
    ['anna', department]
  ] as const) {
    const follower = peer.actor(name)
    const id = `${follower.id}/follows/1`
    await deliver(scene, name, { id, type: 'Follow', object: actor.address })
    await until(`${name} is accepted`, async () =>
      peer.received.some(({ activity }) => isAbout(activity, 'Accept', id))
    )
  }
  await bot.do('follow', department.address)
  await until('the bot is accepted', () => bot.do<boolean>('isFollowing', department.address))
}

/** Tells the story. Every step is repeated until it is acknowledged, whatever happens to the program meanwhile. */
export async function tell(scene: Scene, desk: Visitor, number: number, isWithdrawn: boolean): Promise<Told> {
  const title = `Beitrag Nummer ${number}`
  const { post, path } = await publish(scene, desk, title)
  const objects = {
    town: await objectOf(scene, post, scene.town),
    department: await objectOf(scene, post, scene.department)
  }
  await bothHear(scene, 'Create', [objects.town, objects.department])

  const comment = `Kommentar zu Nummer ${number}: ab wann gilt das?`
  const citizen = visitor(scene, `192.0.2.${(number % 250) + 1}`)
  const [peer, bot] = await Promise.all([
    replyFromPeer(scene, number, objects.town),
    scene.bot.do('reply', `Antwort des Bots auf ${number}`, objects.department),
    persist(() => citizen.post(path, { name: 'Schwimmerin', email: '', text: comment, homepage: '', notice: '' }))
  ])
  const asked = {
    peer: await conversationOf(scene, { remote: peer }),
    bot: await conversationOf(scene, { remote: bot }),
    comment: await conversationOf(scene, { text: comment })
  }
  const answers: Told['answers'] = []
  for (const to of ['peer', 'bot', 'comment'] as const) {
    const conversation = asked[to]
    await persist(() => desk.post('/desk?/assign', { conversation, unit: scene.sport }))
    const answer = { to, id: newId(), text: `Die Stadt antwortet (${to}) auf Nummer ${number}.` }
    await persist(() =>
      desk.post('/desk?/answer', { conversation, text: answer.text, seen: '0', key: answer.id, recall: 'no' })
    )
    answers.push(answer)
  }
  await until('the stand-in hears its answer', async () => heardByPeer(scene, 'Create', answers[0]!.text))
  await until('the bot hears its answer', async () => heardByBot(scene, 'Create', answers[1]!.text))
  await until('the site shows comment and answer', async () => {
    const { text } = await citizen.get(path)
    return text.includes(comment) && text.includes(answers[2]!.text)
  })

  await correct(scene, desk, post, title)
  await bothHear(scene, 'Update', [objects.town, objects.department])
  if (isWithdrawn) {
    await persist(
      () => desk.post(`/desk/posts/${post}?/withdraw`, { reason: 'Es war anders geplant.' }).then(() => true),
      async () => (await stateOf(scene, post)).state === 'withdrawn' || null
    )
    await bothHear(scene, 'Delete', [objects.town, objects.department])
    await until('the site says that it is gone', async () => (await citizen.get(path)).status === 410)
  }
  return { post, path, isWithdrawn, replies: { peer, bot }, comment, answers }
}

async function publish(scene: Scene, desk: Visitor, title: string): Promise<{ post: string; path: string }> {
  const post = await persist(
    async () => {
      const { headers } = await desk.post('/desk/posts/new?/publish', { ...composer(scene, title), revision: '0' })
      return /\/desk\/posts\/([0-9a-f-]{36})/.exec(headers.location ?? '')![1]!
    },
    async () => (await postBy(scene, title)) ?? null
  )
  const { slug } = await stateOf(scene, post)
  return { post, path: `/beitrag/${slug}` }
}

async function correct(scene: Scene, desk: Visitor, post: string, title: string): Promise<void> {
  const { draft_revision } = await stateOf(scene, post)
  const fields = { ...composer(scene, title), body: 'Richtig ist: ab Juni.', note: 'Der Monat war falsch.' }
  await persist(
    () => desk.post(`/desk/posts/${post}?/publish`, { ...fields, revision: String(draft_revision) }).then(() => true),
    async () => (await stateOf(scene, post)).version_number === 2 || null
  )
}

function composer(scene: Scene, title: string): Fields {
  return {
    title,
    lead: 'Worum es geht.',
    body: 'Das gilt ab Mai.',
    unit: scene.sport,
    language: 'de',
    topics: '',
    goals: '',
    fediverseForm: 'note',
    comments: 'open',
    channels: [scene.town.channelId, scene.department.channelId],
    when: 'now'
  }
}

async function replyFromPeer(scene: Scene, number: number, inReplyTo: string): Promise<string> {
  const { peer, town } = scene
  const { id: author } = peer.actor('ben')
  const note = {
    type: 'Note',
    id: `${peer.origin}/notes/${number}`,
    attributedTo: author,
    inReplyTo,
    content: `<p>Antwort aus dem Norden auf ${number}</p>`,
    published: new Date().toISOString(),
    to: [publicly],
    cc: [town.address],
    tag: [{ type: 'Mention', href: town.address, name: `@musterstadt@${scene.host}` }]
  }
  peer.serve(`/notes/${number}`, { '@context': 'https://www.w3.org/ns/activitystreams', ...note })
  const create = { id: `${note.id}/create`, type: 'Create', object: note, to: note.to, cc: note.cc }
  await deliver(scene, 'ben', create)
  return note.id
}

/** Tries until it is taken, always with the same id, as servers do. */
async function deliver({ peer, sharedInbox }: Scene, name: string, activity: Json): Promise<void> {
  const from = peer.actor(name)
  const whole = { '@context': 'https://www.w3.org/ns/activitystreams', actor: from.id, ...activity }
  await until(`an activity of ${name} is taken`, async () => (await peer.send(from, sharedInbox, whole)).status === 202)
}

async function bothHear(scene: Scene, type: string, objects: string[]): Promise<void> {
  const [, department] = objects
  for (const object of objects) await until(`the stand-in hears ${type}`, async () => heardByPeer(scene, type, object))
  await until(`the bot hears ${type}`, async () => heardByBot(scene, type, department!))
}

const isAbout = (activity: Json, type: string, word: string): boolean =>
  activity.type === type && JSON.stringify(activity.object).includes(word)

function heardByPeer({ peer }: Scene, type: string, word: string): boolean {
  return peer.received.some(({ activity, problem }) => problem === null && isAbout(activity, type, word))
}

async function heardByBot({ bot }: Scene, type: string, word: string): Promise<boolean> {
  return (await bot.do<Json[]>('seen')).some((activity) => isAbout(activity, type, word))
}

/** The address of what an actor said for a post. */
async function objectOf(scene: Scene, post: string, actor: Actor): Promise<string> {
  return until('the post stands in the Fediverse', () =>
    scene.in(async (tx) => {
      const row = await tx
        .selectFrom('publication')
        .select('remote_id')
        .where('post_id', '=', post)
        .where('channel_id', '=', actor.channelId)
        .where('purpose', '=', 'publish')
        .executeTakeFirst()
      return row?.remote_id
    })
  )
}

async function conversationOf(scene: Scene, message: { remote?: string; text?: string }): Promise<string> {
  return until(`it is in the inbox: ${message.remote ?? message.text}`, () =>
    scene.in(async (tx) => {
      const query = tx.selectFrom('message').select('conversation_id').where('direction', '=', 'in')
      const row = await (
        message.remote ? query.where('remote_id', '=', message.remote) : query.where('text', '=', message.text!)
      ).executeTakeFirst()
      return row?.conversation_id
    })
  )
}

async function postBy(scene: Scene, title: string): Promise<string | undefined> {
  const row = await scene.in((tx) =>
    tx
      .selectFrom('post')
      .select('id')
      .where('draft_title', '=', title)
      .where('state', '=', 'published')
      .executeTakeFirst()
  )
  return row?.id
}

function stateOf(scene: Scene, post: string) {
  return scene.in((tx) =>
    tx
      .selectFrom('post')
      .select(['slug', 'state', 'version_number', 'draft_revision'])
      .where('id', '=', post)
      .executeTakeFirstOrThrow()
  )
}
