// Plays a drill: every step through the same use cases as in earnest, each at its own time.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import { audiencesByKey } from '#audiences/catalogue.ts'
import { sendPublication } from '#channels/send.ts'
import { answer } from '#dialogue/answer.ts'
import { assign } from '#dialogue/assign.ts'
import { submitComment } from '#dialogue/comment.ts'
import { enter } from '#dialogue/enter.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { decide } from '#dialogue/moderation/decide.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { note } from '#dialogue/note.ts'
import { correctOwnComment, deleteOwnComment } from '#dialogue/ownComment.ts'
import { serveGoals } from '#dialogue/serve-goals.ts'
import { close } from '#dialogue/state.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { storeImage } from '#platform/media/images.ts'
import { correctPost } from '#posts/correct.ts'
import { createPost } from '#posts/create.ts'
import { addImage, imageMarkdown } from '#posts/images.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { addDrillCategory, playDefect } from './cases.ts'
import { addDrillGoal, addDrillIndicator } from './goals.ts'
import { addDrillCampaign, noteInCampaign, settleReach } from './plans.ts'
import { messageEdit, messageGone, reactionOf, saidByActor, takeIn } from './replies.ts'
import { scheduleOf, type Scenario, type Step, type StepOf } from './scenario.ts'
import {
  addDrillPerson,
  addDrillUnit,
  drillPassword,
  foundTown,
  must,
  personOf,
  type PlayedTown,
  type TownOptions
} from './town.ts'

/** How long a step waits for what it sent. */
const patienceMs = 10_000

/** What stands where: ids of the drill's posts and messages by their keys. */
export interface Played {
  town: PlayedTown
  posts: Map<string, string>
  /** Message ids of comments, replies, calls and answers. */
  messages: Map<string, string>
  /** Which keys of `messages` are answers of the town. */
  answers: Set<string>
  /** Secrets of the private links of comments. */
  links: Map<string, string>
}

export interface PlayOptions extends TownOptions {
  /** Called after each step. */
  progress?: (done: number, of: number) => void
}

/** Founds the drill's town and plays all its steps up to this moment. The clock is put right again afterwards. */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Played> {
  const steps = scheduleOf(scenario, Temporal.Instant.fromEpochMilliseconds(now().getTime()))
  const passwordHash = await drillPassword(options.password)
  try {
    moveClock({ to: new Date(steps[0]!.time.epochMilliseconds - 60_000) })
    const played: Played = {
      town: await foundTown(scenario, options),
      posts: new Map(),
      messages: new Map(),
      answers: new Set(),
      links: new Map()
    }
    for (const [index, { time, step }] of steps.entries()) {
      moveClock({ to: new Date(time.epochMilliseconds) })
      await playStep(played, step, passwordHash).catch((error: unknown) => {
        throw new Error(`step ${index + 1} (${step.do} at ${step.at}) of the drill failed: ${String(error)}`, {
          cause: error
        })
      })
      options.progress?.(index + 1, steps.length)
    }
    return played
  } finally {
    resetClock()
  }
}

async function playStep(played: Played, step: Step, passwordHash: string): Promise<void> {
  const { town } = played
  switch (step.do) {
    case 'unit':
      return addDrillUnit(town, step)
    case 'person':
      return addDrillPerson(town, step, passwordHash)
    case 'goal':
      return addDrillGoal(town, step)
    case 'indicator':
      return addDrillIndicator(town, step)
    case 'campaign':
      return addDrillCampaign(town, step)
    case 'result':
    case 'hours':
      return noteInCampaign(town, step)
    case 'reach':
      return settleReach(town, step)
    case 'topic':
      town.topics.set(step.key, step.name)
      return
    case 'post':
      return sayPost(played, step)
    case 'correction':
      return correct(played, step)
    case 'withdrawal':
      return asPerson(played, step.by, async (tx, who) => {
        await withdrawPost(tx, who, { post: must(played.posts, step.post), reason: step.reason })
      })
    case 'comment':
      return comment(played, step)
    case 'reply':
    case 'mention':
    case 'direct':
      played.messages.set(step.key, await takeIn(town, saidByActor(played, step)))
      return
    case 'like':
    case 'boost':
      await takeIn(town, reactionOf(played, step))
      return
    case 'follow':
      // The practice network has no followers to deliver to: nothing leaves this machine.
      return
    case 'category':
      return addDrillCategory(town, step)
    case 'defect':
      return playDefect(town, step)
    case 'phone':
      return asPerson(played, step.by, async (tx, who) => {
        const entered = await enter(tx, who, {
          name: step.name,
          text: step.text,
          unit: step.unit ? must(town.units, step.unit) : null,
          post: step.post ? must(played.posts, step.post) : null
        })
        played.messages.set(step.key, entered.message)
      })
    case 'edit':
      return edit(played, step)
    case 'delete':
      return takeBack(played, step)
    default:
      return act(played, step)
  }
}

/** The first of what the rules do not allow, for drills that say the facts alone. */
async function usualReasons(tx: Tx): Promise<{ ground: string; milder: string }> {
  const { rules, laws } = await groundChoices(tx, 'de')
  const ground = rules.find(({ section }) => /nicht/.test(section)) ?? rules[0] ?? laws[0]!
  return { ground: ground.code, milder: 'Eine Erinnerung reicht nicht, solange der Text zu lesen ist.' }
}

/** What staff do in a conversation. */
async function act(
  played: Played,
  step: StepOf<'approve' | 'reject' | 'assign' | 'serve' | 'note' | 'answer' | 'done'>
): Promise<void> {
  const message = must(played.messages, step.message)
  await asPerson(played, step.by, async (tx, who) => {
    const { conversation_id: conversation } = await tx
      .selectFrom('message')
      .select('conversation_id')
      .where('id', '=', message)
      .executeTakeFirstOrThrow()
    switch (step.do) {
      case 'approve':
        return approveMessage(tx, who, { message })
      case 'reject':
        await decide(tx, who, { step: 'hide', message, facts: step.reason, ...(await usualReasons(tx)) })
        return
      case 'assign':
        await assign(tx, who, {
          conversation,
          ...(step.unit && { unit: must(played.town.units, step.unit) }),
          ...(step.person && { person: must(played.town.people, step.person) })
        })
        return
      case 'serve':
        return serveGoals(tx, who, {
          conversation,
          goals: step.goals.map((goal) => must(played.town.goals, goal).id)
        })
      case 'note':
        await note(tx, who, { conversation, text: step.text })
        return
      case 'answer': {
        const answered = await answer(tx, who, { conversation, text: step.text, seen: null, to: message })
        played.messages.set(step.key, answered.message)
        played.answers.add(step.key)
        return
      }
      case 'done':
        await close(tx, who, { conversation })
    }
  })
}

async function sayPost(played: Played, step: StepOf<'post'>): Promise<void> {
  const { town } = played
  const who = await personOf(town, step.author)
  const stored = await Promise.all(
    (step.images ?? []).map(async (image) => ({
      ...image,
      stored: await storeImage(town.municipalityId, await readFile(image.file))
    }))
  )
  await inMunicipality(town.municipalityId, async (tx) => {
    let body = step.body
    let imageId: string | null = null
    for (const [index, { stored: image, alt, file }] of stored.entries()) {
      const picture = await addImage(tx, who, { image, alt })
      const placed = `![${alt}](${basename(file)})`
      if (body.includes(placed)) body = body.replace(placed, imageMarkdown(picture))
      else if (index === 0) imageId = picture.id
    }
    const known = await audiencesByKey(tx)
    const audiences = (step.audiences ?? []).map((audience) => must(known, audience))
    const post = await createPost(tx, who, {
      unitId: must(town.units, step.unit),
      title: step.title,
      lead: step.lead,
      body,
      imageId,
      goals: step.goals.map((goal) => must(town.goals, goal).name),
      topics: [must(town.topics, step.topic)],
      campaignId: step.campaign ? must(town.campaigns, step.campaign) : null,
      audienceIds: audiences
    })
    await publishPost(tx, who, { post: post.id, revision: post.revision })
    played.posts.set(step.key, post.id)
  })
  await sendWhatIsDue(town)
}

async function correct(played: Played, step: StepOf<'correction'>): Promise<void> {
  await asPerson(played, step.by, async (tx, who) => {
    const id = must(played.posts, step.post)
    const post = await tx.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const changed = (text: string): string => step.replace.reduce((all, { from, to }) => all.replace(from, to), text)
    const { revision } = await saveDraft(tx, who, {
      post: id,
      revision: post.draft_revision,
      draft: {
        title: post.draft_title,
        lead: changed(post.draft_lead),
        body: changed(post.draft_body),
        unitId: post.unit_id,
        imageId: post.image_id
      }
    })
    await correctPost(tx, who, { post: id, revision, note: step.note })
  })
}

async function comment(played: Played, step: StepOf<'comment'>): Promise<void> {
  const submitted = await inMunicipality(played.town.municipalityId, (tx) =>
    submitComment(tx, {
      post: must(played.posts, step.post),
      name: step.name,
      text: step.text,
      parent: step.inReplyTo ? must(played.messages, step.inReplyTo) : null,
      address: null
    })
  )
  played.messages.set(step.key, submitted.message)
  played.links.set(step.key, submitted.token)
}

async function edit(played: Played, step: StepOf<'edit'>): Promise<void> {
  const link = played.links.get(step.message)
  if (link)
    await inMunicipality(played.town.municipalityId, (tx) =>
      correctOwnComment(tx, { token: link, text: step.text ?? '' })
    )
  else await takeIn(played.town, messageEdit(played, step))
}

async function takeBack(played: Played, step: StepOf<'delete'>): Promise<void> {
  const link = played.links.get(step.message)
  if (link) await inMunicipality(played.town.municipalityId, (tx) => deleteOwnComment(tx, { token: link }))
  else await takeIn(played.town, messageGone(played, step))
}

async function asPerson(
  played: Played,
  key: string,
  work: (tx: Tx, who: Awaited<ReturnType<typeof personOf>>) => Promise<void>
): Promise<void> {
  const who = await personOf(played.town, key)
  await inMunicipality(played.town.municipalityId, (tx) => work(tx, who))
  await sendWhatIsDue(played.town)
}

/**
 * Sends at the drill's time what the step caused, and waits for what a worker was faster with: the next step may refer
 * to it. Jobs that come later find it done.
 */
async function sendWhatIsDue(town: PlayedTown): Promise<void> {
  const givenUpAt = performance.now() + patienceMs
  while (performance.now() < givenUpAt) {
    const open = await inMunicipality(town.municipalityId, (tx) =>
      tx
        .selectFrom('publication')
        .select('id')
        .where('state', 'in', ['due', 'sending'])
        .where('due_at', '<=', now())
        .orderBy('due_at')
        .limit(100)
        .execute()
    )
    if (open.length === 0) return
    for (const { id } of open) await sendPublication(town.municipalityId, id)
    // What is left, a worker of the program has in hand.
    await pause(5)
  }
}
