// The conversations of a storm, grouped by what they ask. What a person has put somewhere stays there.
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { groupTexts, joinGroups, nameOf } from '#routing/group.ts'

/** So many conversations of a storm are held and grouped. */
const most = 1000
/** So many without a group are looked at for new ones. */
const fewestForNew = 4

interface Talk {
  id: string
  group: string | null
  text: string
}

/** Takes in what came since, lets it join the group that asks the same, and makes new groups of what is left. */
export async function takeIn(tx: Tx, storm: { id: string; post: string; since: Date }): Promise<void> {
  const { rows: added } = await sql<{ conversation_id: string }>`
    insert into storm_talk (storm_id, conversation_id)
    select ${storm.id}, c.id from conversation c
    where c.post_id = ${storm.post} and c.first_message_at >= ${storm.since} and c.merged_into is null
      and not exists (select 1 from storm_talk t where t.storm_id = ${storm.id} and t.conversation_id = c.id)
    order by c.id limit ${most}
    returning conversation_id`.execute(tx)
  if (added.length === 0) return
  await groupWhatIsLeft(tx, storm.id)
  record(tx, system, 'storm.grew', storm.id, { messages: added.length })
}

async function groupWhatIsLeft(tx: Tx, storm: string): Promise<void> {
  const talks = await talksOf(tx, storm)
  const alone = talks.filter(({ group }) => group === null)
  if (alone.length === 0) return
  const known = [
    ...Map.groupBy(
      talks.filter(({ group }) => group !== null),
      ({ group }) => group!
    )
  ]
  const joined = joinGroups(
    known.map(([, list]) => list.map(({ text }) => text)),
    alone.map(({ text }) => text)
  )
  const left: Talk[] = []
  const into = new Map<string, string[]>()
  for (const [at, place] of joined.entries()) {
    if (place === null) left.push(alone[at]!)
    else into.set(known[place]![0], [...(into.get(known[place]![0]) ?? []), alone[at]!.id])
  }
  if (left.length >= fewestForNew)
    for (const { name, ids } of groupTexts(left)) into.set(await makeGroup(tx, storm, name), ids)
  for (const [group, ids] of into)
    await tx
      .updateTable('storm_talk')
      .set({ group_id: group })
      .where('storm_id', '=', storm)
      .where('conversation_id', 'in', ids)
      .where('moved_by', 'is', null)
      .execute()
}

async function makeGroup(tx: Tx, storm: string, name: string, by: string | null = null): Promise<string> {
  const id = newId()
  await tx
    .insertInto('storm_group')
    .values({ id, storm_id: storm, name: name.slice(0, 100), named_by: by, made_at: now() })
    .execute()
  return id
}

async function talksOf(tx: Tx, storm: string): Promise<Talk[]> {
  const { rows } = await sql<Talk & { moved: boolean }>`
    select t.conversation_id as id, t.group_id as "group", m.text from storm_talk t
    cross join lateral (
      select left(text, 2000) as text from message
      where conversation_id = t.conversation_id and direction = 'in' and state <> 'deleted' order by received_at, id limit 1
    ) as m
    where t.storm_id = ${storm} and (t.group_id is not null or t.moved_by is null)
    order by t.conversation_id limit ${most}`.execute(tx)
  return rows
}

/** The storm and the unit of its post, for asking rights. @throws NotFound */
export async function stormOf(
  tx: Tx,
  id: string
): Promise<{ id: string; post: string; unit: string; ended: Date | null }> {
  const row = await tx
    .selectFrom('storm')
    .innerJoin('post', 'post.id', 'storm.post_id')
    .select(['storm.id', 'storm.post_id as post', 'post.unit_id as unit', 'storm.ended_at as ended'])
    .where('storm.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return row
}

/** Puts a conversation into another group of its storm, into a new one (`new`), or into none. @throws NotAllowed, NotFound, Invalid */
export async function moveTalk(
  tx: Tx,
  who: Who,
  input: { storm: string; conversation: string; group: string | 'new' | null }
): Promise<void> {
  const storm = await stormOf(tx, input.storm)
  must(who, 'conversation.assign', storm.unit)
  const talk = await tx
    .selectFrom('storm_talk')
    .innerJoin('conversation as c', 'c.id', 'storm_talk.conversation_id')
    .select(['storm_talk.conversation_id', 'c.subject'])
    .where('storm_id', '=', storm.id)
    .where('conversation_id', '=', input.conversation)
    .executeTakeFirst()
  if (!talk) throw new NotFound('conversationNotFound')
  const by = who.kind === 'person' ? who.id : null
  let group = input.group
  if (group === 'new') group = await makeGroup(tx, storm.id, nameOf([talk.subject], [talk.subject]) || talk.subject)
  else if (group) {
    const row = await tx
      .selectFrom('storm_group')
      .select('id')
      .where('id', '=', group)
      .where('storm_id', '=', storm.id)
      .executeTakeFirst()
    if (!row) throw new Invalid({ group: 'storm.groupGone' })
  }
  await tx
    .updateTable('storm_talk')
    .set({ group_id: group, moved_by: by })
    .where('storm_id', '=', storm.id)
    .where('conversation_id', '=', input.conversation)
    .execute()
  record(tx, who, 'storm.talk-moved', storm.id, { conversation: input.conversation, group })
}

/** Gives a group a name of its own. @throws NotAllowed, NotFound, Invalid */
export async function nameGroup(tx: Tx, who: Who, input: { group: string; name: string }): Promise<void> {
  const row = await tx.selectFrom('storm_group').select('storm_id').where('id', '=', input.group).executeTakeFirst()
  if (!row) throw new NotFound()
  const storm = await stormOf(tx, row.storm_id)
  must(who, 'conversation.assign', storm.unit)
  const name = input.name.replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > 100) throw new Invalid({ name: 'storm.nameMissing' })
  await tx
    .updateTable('storm_group')
    .set({ name, named_by: who.kind === 'person' ? who.id : null })
    .where('id', '=', input.group)
    .execute()
  record(tx, who, 'storm.group-named', storm.id, { group: input.group })
}

/** Says that it is over. @throws NotAllowed, NotFound */
export async function endStorm(tx: Tx, who: Who, id: string): Promise<void> {
  const storm = await stormOf(tx, id)
  must(who, 'conversation.assign', storm.unit)
  if (storm.ended) return
  await tx
    .updateTable('storm')
    .set({ ended_at: now(), ended_by: who.kind === 'person' ? who.id : null })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'storm.ended', id, { post: storm.post })
}
