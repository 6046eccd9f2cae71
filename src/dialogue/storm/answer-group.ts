/**
 * One answer to all of a group. Each conversation gets a reply of its own, by the same use case as any other answer:
 *
 * 1. What is written is kept with one waiting reply for each open conversation of the group. Where the writer's answers need an
 *    approval it is only proposed, until somebody whose own need none sends it in their own name.
 * 2. A job gives a few replies at a time, so that no network takes us for a flood. A conversation that somebody answered
 *    meanwhile is left out.
 * 3. Recalling stops what waits and takes back what has not left yet (the last seconds'); what is out stays out.
 */
import { setImmediate } from 'node:timers/promises'
import { municipalityIds } from '#municipality/hosts.ts'
import { loadPerson } from '#people/person.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { askRelease } from '#review/facts.ts'
import { maxAnswer } from '../answer-limit.ts'
import { answer } from '../answer.ts'
import { takeBack, takeBackMs } from '../leave.ts'
import { stormOf } from './groups.ts'

/** So many replies at once, and the pause between. */
export const atOnce = 5
export const pauseMs = 15_000

export const groupReplyJob = defineJob<{ m: string; id: string }>({
  name: 'group-reply',
  concurrency: 1,
  handle: ({ m, id }) => giveSome(m, id)
})

/** Takes up what lost its job. */
export const groupReplySweepJob = defineJob({
  name: 'group-reply-sweep',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const m of await municipalityIds())
      await inMunicipality(m, async (tx) => {
        const rows = await tx.selectFrom('group_answer').select('id').where('state', '=', 'sending').limit(50).execute()
        for (const { id } of rows) await groupReplyJob.send(tx, { m, id }, { singletonKey: id })
      })
  }
})

/**
 * Writes one answer to all of a group that are open. Sent twice under one key it is written once.
 * @throws NotAllowed, NotFound, Invalid, Refusal `storm.nobodyToAnswer`
 */
export async function answerGroup(
  tx: Tx,
  who: Person,
  input: { group: string; text: string; key?: string }
): Promise<{ answer: string; replies: number; isProposed: boolean }> {
  const { storm, unit } = await lockGroup(tx, input.group)
  must(who, 'conversation.answer', unit)
  const id = input.key ?? newId()
  const known = await tx.selectFrom('group_answer').select('state').where('id', '=', id).executeTakeFirst()
  if (known) return { answer: id, replies: 0, isProposed: known.state === 'proposed' }
  const text = input.text.replace(/\r\n?/g, '\n').trim()
  if (text === '') throw new Invalid({ text: 'answerEmpty' })
  if ([...text].length > maxAnswer) throw new Invalid({ text: 'answerTooLong' }, 'invalid', { max: maxAnswer })
  const open = await tx
    .selectFrom('storm_talk as t')
    .innerJoin('conversation as c', 'c.id', 't.conversation_id')
    .select(['c.id', 'c.answer_count'])
    .where('t.group_id', '=', input.group)
    .where('c.state', 'in', ['new', 'open', 'reopened'])
    .where('c.merged_into', 'is', null)
    .orderBy('c.id')
    .limit(1000)
    .execute()
  if (open.length === 0) throw new Refusal('storm.nobodyToAnswer')
  const isProposed = await needsApproval(tx, who, unit)
  await tx
    .insertInto('group_answer')
    .values({
      id,
      group_id: input.group,
      text,
      state: isProposed ? 'proposed' : 'sending',
      written_by: who.id,
      person_id: isProposed ? null : who.id,
      at: now()
    })
    .execute()
  await tx
    .insertInto('group_reply')
    .values(
      open.map((one) => ({
        answer_id: id,
        conversation_id: one.id,
        message_id: newId(),
        seen: one.answer_count,
        state: 'waiting'
      }))
    )
    .execute()
  if (!isProposed) await groupReplyJob.send(tx, { m: tx.municipalityId, id })
  record(tx, who, isProposed ? 'storm.answer-proposed' : 'storm.answered', storm, { answer: id, replies: open.length })
  return { answer: id, replies: open.length, isProposed }
}

/** Sends what somebody else proposed, in one's own name. @throws NotAllowed, NotFound, Refusal */
export async function releaseGroupAnswer(tx: Tx, who: Person, id: string): Promise<void> {
  const row = await lockAnswer(tx, id)
  must(who, 'conversation.answer', row.unit)
  if (row.state !== 'proposed') throw new Refusal('storm.notProposed', {}, 409)
  if (row.written_by === who.id || (await needsApproval(tx, who, row.unit)))
    throw new Refusal('storm.anotherMustRelease')
  await tx.updateTable('group_answer').set({ state: 'sending', person_id: who.id }).where('id', '=', id).execute()
  await groupReplyJob.send(tx, { m: tx.municipalityId, id })
  record(tx, who, 'storm.answered', row.storm, { answer: id, by: row.written_by })
}

/**
 * Recalls an answer to a group: what waits is not given, what has not left is taken back. Answers of how many it could be said,
 * and how many are out.
 * @throws NotAllowed, NotFound
 */
export async function recallGroupAnswer(tx: Tx, who: Person, id: string): Promise<{ recalled: number; out: number }> {
  const row = await lockAnswer(tx, id)
  must(who, 'conversation.answer', row.unit)
  const replies = await tx
    .selectFrom('group_reply')
    .select(['conversation_id', 'message_id', 'state'])
    .where('answer_id', '=', id)
    .where('state', 'in', ['waiting', 'given', 'review'])
    .execute()
  const recalled: string[] = []
  let out = 0
  for (const reply of replies) {
    const isBack =
      reply.state === 'waiting' || (reply.state === 'given' && (await wasTakenBack(tx, who, reply.message_id)))
    if (isBack) recalled.push(reply.conversation_id)
    else out += 1
  }
  if (recalled.length > 0)
    await tx
      .updateTable('group_reply')
      .set({ state: 'recalled' })
      .where('answer_id', '=', id)
      .where('conversation_id', 'in', recalled)
      .execute()
  if (row.state !== 'done' || recalled.length > 0)
    await tx.updateTable('group_answer').set({ state: 'recalled', ended_at: now() }).where('id', '=', id).execute()
  record(tx, who, 'storm.answer-recalled', row.storm, { answer: id, recalled: recalled.length, out })
  return { recalled: recalled.length, out }
}

async function wasTakenBack(tx: Tx, who: Person, message: string): Promise<boolean> {
  try {
    await takeBack(tx, who, { message })
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Gives the next few replies, each in a transaction of its own, and comes again for the rest. */
export async function giveSome(municipalityId: string, id: string): Promise<void> {
  const next = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('group_reply as r')
      .innerJoin('group_answer as a', 'a.id', 'r.answer_id')
      .select('r.conversation_id')
      .where('r.answer_id', '=', id)
      .where('r.state', '=', 'waiting')
      .where('a.state', '=', 'sending')
      .orderBy('r.conversation_id')
      .limit(atOnce)
      .execute()
  )
  for (const { conversation_id } of next) {
    await inMunicipality(municipalityId, (tx) => giveOne(tx, id, conversation_id)).catch(async (error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      const state = error instanceof Stale ? 'answered' : 'refused'
      await inMunicipality(municipalityId, (tx) => settleReply(tx, id, conversation_id, state))
    })
    await setImmediate()
  }
  await inMunicipality(municipalityId, async (tx) => {
    const row = await lockAnswer(tx, id)
    if (row.state !== 'sending') return
    const { waiting, last } = await tx
      .selectFrom('group_reply')
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere('state', '=', 'waiting').as('waiting'),
        fn.max('given_at').as('last')
      ])
      .where('answer_id', '=', id)
      .executeTakeFirstOrThrow()
    // As long as the last ones can be taken back it is not over.
    const outAt = new Date((last?.getTime() ?? 0) + takeBackMs + 1000)
    if (waiting > 0 || outAt > now()) {
      const startAfter = waiting > 0 ? new Date(now().getTime() + pauseMs) : outAt
      await groupReplyJob.send(tx, { m: municipalityId, id }, { startAfter })
      return
    }
    await tx.updateTable('group_answer').set({ state: 'done', ended_at: now() }).where('id', '=', id).execute()
  })
}

async function giveOne(tx: Tx, id: string, conversation: string): Promise<void> {
  // Locked in this order everywhere: who recalls waits for the reply that is being given.
  const row = await lockAnswer(tx, id)
  if (row.state !== 'sending' || !row.person_id) return
  const reply = await tx
    .selectFrom('group_reply')
    .select(['message_id', 'seen'])
    .where('answer_id', '=', id)
    .where('conversation_id', '=', conversation)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  const who = await loadPerson(tx, row.person_id)
  if (!reply) return
  if (!who) return settleReply(tx, id, conversation, 'refused')
  const given = await answer(tx, who, {
    conversation,
    text: row.text,
    seen: reply.seen,
    key: reply.message_id,
    canBeTakenBack: true
  })
  await settleReply(tx, id, conversation, given.waits ? 'review' : 'given')
}

async function settleReply(tx: Tx, id: string, conversation: string, state: string): Promise<void> {
  await tx
    .updateTable('group_reply')
    .set({ state, given_at: now() })
    .where('answer_id', '=', id)
    .where('conversation_id', '=', conversation)
    .where('state', '=', 'waiting')
    .execute()
}

async function needsApproval(tx: Tx, who: Person, unitId: string): Promise<boolean> {
  const { kind } = await askRelease(tx, who, { subject: 'message', unitId, authors: [], fourEyes: [], approved: false })
  return kind === 'approval'
}

async function lockGroup(tx: Tx, group: string): Promise<{ storm: string; unit: string }> {
  const row = await tx
    .selectFrom('storm_group')
    .select('storm_id')
    .where('id', '=', group)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound()
  const { id, unit } = await stormOf(tx, row.storm_id)
  return { storm: id, unit }
}

async function lockAnswer(tx: Tx, id: string) {
  const row = await tx.selectFrom('group_answer').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound()
  const group = await tx
    .selectFrom('storm_group')
    .select('storm_id')
    .where('id', '=', row.group_id)
    .executeTakeFirstOrThrow()
  const { id: storm, unit } = await stormOf(tx, group.storm_id)
  return { ...row, storm, unit }
}
